// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.registry.Registry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes registry and node agree on what the node holds. Thread-safe. */
final class Inventories {
  /** Lost copies with an event each; more of them share one, or they would push out all others. */
  private static final int LOST_EVENTS_MAX = 100;

  private final Registry registry;
  private final Dispatcher dispatcher;
  private final Completions completions;
  private final Orphans orphans;
  private final NodeHistory history;
  private final InstantSource clock;

  /** What an inventory means for the copies that are assigned to the node. */
  private record Difference(
      List<InfoHash> completed, List<InfoHash> lost, List<InfoHash> suspect) {}

  Inventories(
      Registry registry,
      Dispatcher dispatcher,
      Completions completions,
      Orphans orphans,
      NodeHistory history,
      InstantSource clock) {
    this.registry = registry;
    this.dispatcher = dispatcher;
    this.completions = completions;
    this.orphans = orphans;
    this.history = history;
    this.clock = clock;
  }

  /** Settles the inventory that the session has gathered. */
  void reconcile(NodeSession session) {
    Set<InfoHash> held = session.takeInventory();
    Map<InfoHash, CopyState> assigned = registry.read(rows -> rows.copies().ofNode(session.node()));
    Difference difference = compare(held, assigned);
    set(session, difference.completed(), CopyState.COMPLETE);
    set(session, difference.lost(), CopyState.WANTED);
    recordLost(session, difference.lost());
    difference.completed().forEach(completions::completed);
    difference.suspect().forEach(bit -> session.send(new TrackerMessage.Verify(bit)));
    Set<InfoHash> others = new HashSet<>(held);
    others.removeAll(assigned.keySet());
    orphans.found(session, others);
    dispatch(session);
  }

  private static Difference compare(Set<InfoHash> held, Map<InfoHash, CopyState> assigned) {
    Difference difference = new Difference(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    assigned.forEach((bit, state) -> {
      switch (state) {
        case WANTED -> {
          if (held.contains(bit)) {
            difference.completed().add(bit);
          }
        }
        case COMPLETE -> {
          if (!held.contains(bit)) {
            difference.lost().add(bit);
          }
        }
        case SUSPECT -> (held.contains(bit) ? difference.suspect() : difference.lost()).add(bit);
      }
    });
    return difference;
  }

  private void set(NodeSession session, List<InfoHash> bits, CopyState state) {
    Instant now = clock.instant();
    for (int from = 0; from < bits.size(); from += Limits.CHANGES_PER_TRANSACTION_MAX) {
      List<InfoHash> some =
          bits.subList(from, Math.min(bits.size(), from + Limits.CHANGES_PER_TRANSACTION_MAX));
      registry.write(rows -> {
        for (InfoHash bit : some) {
          rows.copies().set(bit, session.node(), state, now);
        }
        return null;
      });
    }
  }

  private void recordLost(NodeSession session, List<InfoHash> lost) {
    if (lost.isEmpty()) {
      return;
    }
    history.recordLostCopies(session.node(), lost.size());
    Instant now = clock.instant();
    registry.write(rows -> {
      for (InfoHash bit : lost.subList(0, Math.min(lost.size(), LOST_EVENTS_MAX))) {
        rows.events()
            .addFault(session.node(), "lost", bit, "complete, and not in its inventory", now);
      }
      if (lost.size() > LOST_EVENTS_MAX) {
        String detail = lost.size() + " complete bits are not in its inventory";
        rows.events().addFault(session.node(), "lost", null, detail, now);
      }
      return null;
    });
  }

  /** What the node has yet to fetch, and what others can fetch now that it is there. */
  private void dispatch(NodeSession session) {
    Set<InfoHash> bits =
        registry.read(rows -> {
          Set<InfoHash> all =
              new LinkedHashSet<>(rows.copies().ofNode(session.node(), CopyState.WANTED).keySet());
          all.addAll(rows.copies().waitingFor(session.node()));
          return all;
        });
    dispatcher.dispatch(bits, false);
  }
}
