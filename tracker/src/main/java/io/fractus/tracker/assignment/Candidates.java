// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.registry.NodeSpace;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.NodeWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Nodes as placement sees them now. Used within writes of the registry only. */
final class Candidates {
  private final NodeIndex index;
  private final Sessions sessions;
  private final NodeWatch watch;
  private final MeritBook merits;
  private final Domains domains;
  private final Groups groups;
  private final Clocks clocks;

  Candidates(
      NodeIndex index,
      Sessions sessions,
      NodeWatch watch,
      MeritBook merits,
      Domains domains,
      Groups groups,
      Clocks clocks) {
    this.groups = groups;
    this.index = index;
    this.sessions = sessions;
    this.watch = watch;
    this.merits = merits;
    this.domains = domains;
    this.clocks = clocks;
  }

  /** The nodes, of which each is looked at when it is asked for; valid within the transaction. */
  Nodes now(Rows rows) {
    index.refresh(rows);
    return new Now(rows);
  }

  /** The space of all nodes; valid within the transaction. */
  NodeIndex.Total total(Rows rows) {
    index.refresh(rows);
    return index.total();
  }

  /** Which of them hold stripes together. */
  Groups groups() {
    return groups;
  }

  /** Nodes that get no new copies, as of the last look. */
  Set<Long> closed() {
    return index.closed();
  }

  private final class Now implements Nodes {
    private final Rows rows;
    private final MeritBook.Reader known =
        merits.at(clocks.wall().instant(), Limits.ESTIMATES_AT_A_TIME_MAX);
    private final Instant now = clocks.steady().instant();
    private List<Candidate> all = List.of();

    private Now(Rows rows) {
      this.rows = rows;
    }

    @Override
    public int size() {
      return index.size();
    }

    @Override
    public Candidate at(int position) {
      refresh();
      return all.isEmpty() ? candidate(index.at(position)) : all.get(position);
    }

    @Override
    public List<Candidate> all() {
      refresh();
      if (all.isEmpty()) {
        all = new ArrayList<>(Nodes.super.all());
      }
      return all;
    }

    /** What the transaction itself assigned is seen in what was looked at before it did. */
    private void refresh() {
      Set<Long> changed = index.refresh(rows);
      if (all.size() != index.size()) {
        all = List.of();
      }
      for (long node : all.isEmpty() ? Set.<Long>of() : changed) {
        int position = index.position(node);
        all.set(position, candidate(index.at(position)));
      }
    }

    @Override
    public Optional<Candidate> find(long node) {
      refresh();
      int position = index.position(node);
      return position == NodeIndex.ABSENT
          ? Optional.empty()
          : Optional.of(candidate(index.at(position)));
    }

    private Candidate candidate(NodeSpace node) {
      long key = node.node();
      boolean full = sessions.any(key).filter(session -> session.isFull(now)).isPresent();
      // What is lost gets nothing before it was seen to serve again.
      boolean counts = watch.state(key).counts();
      return new Candidate(
          key,
          domains.site(key, node.site()),
          counts && sessions.isOnline(key),
          counts && sessions.online(key).isPresent(),
          node.shareBytes(),
          full ? Math.max(node.shareBytes(), node.usedBytes()) : node.usedBytes(),
          known.of(node));
    }
  }
}
