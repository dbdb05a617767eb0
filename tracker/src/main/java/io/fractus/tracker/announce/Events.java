// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.tracker.swarm.Announce.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Events as they are written in queries and numbered in packets. Stateless. */
final class Events {
  static final List<Event> ALL =
      List.of(Event.STARTED, Event.STOPPED, Event.COMPLETED, Event.PAUSED);

  private static final Map<Event, byte[]> NAMES =
      ALL.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  event ->
                      event.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)));

  private Events() {}

  static byte[] name(Event event) {
    return Objects.requireNonNull(NAMES.get(event));
  }

  /** BEP 15; what is not known is nothing. */
  static Event ofNumber(int number) {
    return switch (number) {
      case 1 -> Event.COMPLETED;
      case 2 -> Event.STARTED;
      case 3 -> Event.STOPPED;
      default -> Event.NONE;
    };
  }
}
