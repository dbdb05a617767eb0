// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.Swarms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Forgets bits and has their copies deleted. Thread-safe. */
public final class Releases {
  private final Registry registry;
  private final Sessions sessions;
  private final Swarms swarms;
  private final LivePlacements live;
  private final InstantSource clock;

  Releases(
      Registry registry,
      Sessions sessions,
      Swarms swarms,
      LivePlacements live,
      InstantSource clock) {
    this.registry = registry;
    this.sessions = sessions;
    this.swarms = swarms;
    this.live = live;
    this.clock = clock;
  }

  /** Returns when it is on disk; nodes that are absent learn it from their next inventory. */
  public void release(List<InfoHash> bits) {
    Instant now = clock.instant();
    Map<InfoHash, List<Long>> holders =
        registry.write(rows -> {
          // Of those that it does not know as well: nodes may hold them nevertheless.
          bits.forEach(bit -> rows.released().add(bit, now));
          return rows.copies().release(bits);
        });
    holders.forEach((bit, nodes) -> {
      swarms.remove(bit);
      live.closed(bit);
      for (long node : nodes) {
        sessions.any(node).ifPresent(session -> session.release(bit));
      }
    });
  }
}
