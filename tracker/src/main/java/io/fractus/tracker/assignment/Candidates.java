// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.registry.NodeRecord;
import java.time.Instant;
import java.util.List;

/** Nodes as placement sees them now. Thread-safe. */
final class Candidates {
  private final Sessions sessions;
  private final MeritBook merits;
  private final Clocks clocks;

  Candidates(Sessions sessions, MeritBook merits, Clocks clocks) {
    this.sessions = sessions;
    this.merits = merits;
    this.clocks = clocks;
  }

  List<Candidate> of(List<NodeRecord> nodes) {
    MeritBook.Reader known = merits.at(clocks.wall().instant(), Limits.ESTIMATES_AT_A_TIME_MAX);
    Instant now = clocks.steady().instant();
    return nodes.stream().map(node -> of(node, known, now)).toList();
  }

  private Candidate of(NodeRecord node, MeritBook.Reader known, Instant now) {
    boolean full = sessions.any(node.key()).filter(session -> session.isFull(now)).isPresent();
    return new Candidate(
        node.key(),
        node.site(),
        sessions.isOnline(node.key()),
        sessions.online(node.key()).isPresent(),
        node.shareBytes(),
        full ? Math.max(node.shareBytes(), node.usedBytes()) : node.usedBytes(),
        known.of(node));
  }
}
