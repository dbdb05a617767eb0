// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.registry.NodeRecord;
import java.time.Instant;
import java.time.InstantSource;

/** Nodes as placement sees them now. Thread-safe. */
final class Candidates {
  private final Sessions sessions;
  private final InstantSource steady;

  Candidates(Sessions sessions, InstantSource steady) {
    this.sessions = sessions;
    this.steady = steady;
  }

  Candidate of(NodeRecord node) {
    Instant now = steady.instant();
    boolean full = sessions.any(node.key()).filter(session -> session.isFull(now)).isPresent();
    return new Candidate(
        node.key(),
        node.site(),
        sessions.isOnline(node.key()),
        sessions.online(node.key()).isPresent(),
        node.shareBytes(),
        full ? Math.max(node.shareBytes(), node.usedBytes()) : node.usedBytes());
  }
}
