// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.channel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * To which nodes others can connect, as far as probes have found out since the tracker started.
 * About a node, never about an address: behind one address there may be many. Thread-safe.
 */
public final class Reachability {
  private final Map<Long, Found> nodes = new ConcurrentHashMap<>();

  /**
   * What was found.
   *
   * @param inbound whether others can connect to it; if not, it serves by connecting out
   * @param detail how that was found, for people
   */
  public record Found(boolean inbound, String detail) {}

  /** What was found last of a node. */
  public Optional<Found> of(long node) {
    return Optional.ofNullable(nodes.get(node));
  }

  /** Whether nobody can connect to a node, which serves by connecting out. */
  public boolean callsOut(long node) {
    Found found = nodes.get(node);
    return found != null && !found.inbound();
  }

  /** Notes what was found; returns what was found before. */
  public Optional<Found> found(long node, Found found) {
    return Optional.ofNullable(nodes.put(node, found));
  }
}
