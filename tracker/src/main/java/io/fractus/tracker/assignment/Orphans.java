// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Holder;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What nodes hold although the registry does not give it to them. Thread-safe. */
final class Orphans {
  /*
   * A registry may be older than what its nodes hold: it was restored from a copy. So that it does
   * not know a bit is no reason to have it deleted. A bit goes if it was released, or if enough
   * other copies are complete on nodes that are here and have said so since. A copy of a bit that
   * has fewer is taken into the registry; a bit that the registry has never heard of is described
   * by its node first, and then taken as well. What cannot be decided yet is looked at again.
   */

  private final Registry registry;
  private final Sessions sessions;
  private final Presence presence;
  private final Completions completions;
  private final String cloudId;
  private final InstantSource clock;
  private final Map<NodeSession, Asking> asking = new ConcurrentHashMap<>();

  /** What becomes of a copy. */
  private enum Fate {
    RELEASE,
    ADOPT,
    ASK,
    WAIT
  }

  /** The bits of one node that it is asked to describe, some at a time. Guarded by itself. */
  private static final class Asking {
    final Queue<InfoHash> toAsk = new ArrayDeque<>();
    final Set<InfoHash> asked = new HashSet<>();
    final Set<InfoHash> undecided = new HashSet<>();
    int adopted;
  }

  private record Decided(List<InfoHash> release, List<InfoHash> adopted, List<InfoHash> ask) {}

  Orphans(
      Registry registry,
      Sessions sessions,
      Presence presence,
      Completions completions,
      String cloudId,
      InstantSource clock) {
    this.registry = registry;
    this.sessions = sessions;
    this.presence = presence;
    this.completions = completions;
    this.cloudId = cloudId;
    this.clock = clock;
  }

  /** A node holds these, complete; those that are assigned to it by now are passed over. */
  void found(NodeSession session, Collection<InfoHash> bits) {
    if (bits.isEmpty()) {
      return;
    }
    Asking node = asking.computeIfAbsent(session, _ -> new Asking());
    List<InfoHash> all = List.copyOf(bits);
    for (int from = 0; from < all.size(); from += Limits.CHANGES_PER_TRANSACTION_MAX) {
      List<InfoHash> some =
          all.subList(from, Math.min(all.size(), from + Limits.CHANGES_PER_TRANSACTION_MAX));
      Decided decided = registry.write(rows -> decide(rows, session, node, some));
      decided.release().forEach(bit -> session.send(new TrackerMessage.Release(bit)));
      decided.adopted().forEach(completions::completed);
      synchronized (node) {
        node.adopted += decided.adopted().size();
        node.toAsk.addAll(decided.ask());
      }
    }
    askOn(session, node);
  }

  private Decided decide(Rows rows, NodeSession session, Asking node, List<InfoHash> bits) {
    Decided decided = new Decided(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (InfoHash bit : bits) {
      if (rows.copies().state(bit, session.node()).isPresent()) {
        continue;
      }
      Optional<BitRecord> known = rows.bits().find(bit);
      switch (fate(rows, session.node(), bit, known)) {
        case RELEASE -> decided.release().add(bit);
        case ASK -> decided.ask().add(bit);
        case ADOPT -> {
          adopt(rows, session.node(), known.orElseThrow());
          decided.adopted().add(bit);
        }
        case WAIT -> {
          synchronized (node) {
            node.undecided.add(bit);
          }
        }
      }
    }
    return decided;
  }

  private Fate fate(Rows rows, long node, InfoHash bit, Optional<BitRecord> known) {
    if (rows.released().contains(bit)) {
      return Fate.RELEASE;
    }
    if (known.isEmpty()) {
      return Fate.ASK;
    }
    int complete = 0;
    int confirmed = 0;
    for (Holder holder : rows.copies().holders(known.get().key())) {
      if (holder.state() == CopyState.COMPLETE && holder.node().key() != node) {
        complete++;
        confirmed += isConfirmed(holder.node().key()) ? 1 : 0;
      }
    }
    int enough = known.get().copiesWanted();
    if (known.get().isAdopted() && complete >= enough) {
      // How many it shall have is only known from how many there are.
      return complete < io.fractus.protocol.Limits.COPIES_MAX ? Fate.ADOPT : Fate.RELEASE;
    }
    if (confirmed >= enough) {
      return Fate.RELEASE;
    }
    return complete < enough ? Fate.ADOPT : Fate.WAIT;
  }

  /** Whether a node is here and its inventory, if it sends one, was compared. */
  private boolean isConfirmed(long node) {
    return presence.isHere(node)
        && sessions.online(node).map(NodeSession::isInventoried).orElse(true);
  }

  private void adopt(Rows rows, long node, BitRecord bit) {
    Instant now = clock.instant();
    if (bit.isAdopted() && rows.copies().complete(bit.metainfo().infoHash()) > 0) {
      rows.bits().wantOneMore(bit);
    }
    rows.copies().add(bit, node, now);
    rows.copies().set(bit.metainfo().infoHash(), node, CopyState.COMPLETE, now);
  }

  /** The node says what a bit is that it was asked about; any other is passed over. */
  void described(NodeSession session, BitMetainfo bit) {
    Asking node = asking.get(session);
    if (node == null || !wasAsked(node, bit.infoHash())) {
      return;
    }
    if (bit.source().equals(cloudId)) {
      boolean isNew =
          registry.write(rows -> {
            InfoHash name = bit.infoHash();
            if (rows.released().contains(name)
                || rows.copies().state(name, session.node()).isPresent()) {
              return false;
            }
            Optional<BitRecord> known = rows.bits().find(name);
            BitRecord record = known.orElseGet(() -> rows.bits().adopt(bit, clock.instant()));
            adopt(rows, session.node(), record);
            return true;
          });
      if (isNew) {
        completions.completed(bit.infoHash());
        synchronized (node) {
          node.adopted++;
        }
      }
    }
    askOn(session, node);
  }

  /** The node said something else of a bit that it may have been asked about. */
  void answered(NodeSession session, InfoHash bit) {
    Asking node = asking.get(session);
    if (node != null && wasAsked(node, bit)) {
      askOn(session, node);
    }
  }

  private static boolean wasAsked(Asking node, InfoHash bit) {
    synchronized (node) {
      return node.asked.remove(bit);
    }
  }

  private void askOn(NodeSession session, Asking node) {
    List<InfoHash> next = new ArrayList<>();
    int adopted = 0;
    synchronized (node) {
      while (node.asked.size() < Limits.DESCRIPTIONS_AT_ONCE_MAX && !node.toAsk.isEmpty()) {
        InfoHash bit = node.toAsk.remove();
        if (node.asked.add(bit)) {
          next.add(bit);
        }
      }
      if (node.asked.isEmpty()) {
        adopted = node.adopted;
        node.adopted = 0;
      }
    }
    next.forEach(bit -> session.send(new TrackerMessage.Describe(bit)));
    if (adopted > 0) {
      String detail =
          "held %d complete bits that the registry did not have as its".formatted(adopted);
      registry.write(rows -> {
        rows.events().add(session.node(), "adopted", null, detail, clock.instant());
        return null;
      });
    }
  }

  /** Looks again at what could not be decided; called now and then. */
  void sweep() {
    asking.forEach((session, node) -> {
      List<InfoHash> again;
      synchronized (node) {
        again = List.copyOf(node.undecided);
        node.undecided.clear();
      }
      found(session, again);
    });
  }

  /**
   * Forgets releases that are so old that no node will come back with their bits; not all of them
   * at once, for it may be the clock that is wrong.
   */
  void forget() {
    Instant before = clock.instant().minus(Limits.RELEASES_KEPT);
    Instant most =
        registry
            .read(rows -> rows.released().oldest())
            .map(oldest -> oldest.plus(Limits.RELEASES_FORGOTTEN_AT_ONCE))
            .orElse(before);
    Instant end = most.isBefore(before) ? most : before;
    int forgotten;
    do {
      forgotten =
          registry.write(rows ->
              rows.released()
                  .forget(end, Limits.RELEASES_KEPT_MAX, Limits.CHANGES_PER_TRANSACTION_MAX));
    } while (forgotten == Limits.CHANGES_PER_TRANSACTION_MAX);
  }

  /** A channel ended: the next inventory says it all again. */
  void gone(NodeSession session) {
    asking.remove(session);
  }
}
