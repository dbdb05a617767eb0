// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.registry.NodeRecord;
import java.time.Instant;

/** Nodes as placement sees them now. Thread-safe. */
final class Candidates {
  private final Sessions sessions;

  Candidates(Sessions sessions) {
    this.sessions = sessions;
  }

  Candidate of(NodeRecord node, Instant now) {
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
