// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.torrents.InfoHash;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When bits were last hashed at the tracker's wish. A client closes its connections for that, so a
 * reader that it refuses for another reason must not have it done again and again. Used by the
 * agent's thread.
 */
final class Rechecks {
  private final Duration every;
  private final Map<InfoHash, Long> lastNanos = new HashMap<>();

  Rechecks(Duration every) {
    this.every = every;
  }

  /** Whether a bit may be hashed now; then that counts as done. */
  boolean isDue(InfoHash bit) {
    long now = System.nanoTime();
    lastNanos.values().removeIf(last -> now - last >= every.toNanos());
    return lastNanos.putIfAbsent(bit, now) == null;
  }
}
