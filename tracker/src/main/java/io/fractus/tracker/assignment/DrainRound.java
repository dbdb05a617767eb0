// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.placement.Move;
import io.fractus.tracker.placement.MovePolicy;
import io.fractus.tracker.placement.Moving;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.DrainRows.Cursor;
import io.fractus.tracker.registry.Leaving;
import io.fractus.tracker.registry.Replacement;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is done about copies that shall move, in one transaction. Used once; not thread-safe. */
final class DrainRound {
  private final Rows rows;
  private final MovePolicy policy;
  private final Function<Long, Sweep> sweeps;
  private final Function<Facts, Moving.Copy> look;
  private final Instant now;
  private final Map<Long, Leaving> leaving = new LinkedHashMap<>();
  private final Map<Long, Long> excess = new HashMap<>();
  private final Map<Long, Integer> movesFrom = new HashMap<>();
  private final Map<Long, Integer> movesTo = new HashMap<>();
  private final Nodes nodes;
  private final Set<Long> closed;
  private final Effects effects = new Effects(new ArrayList<>(), new ArrayList<>());
  private int moves;
  private int looksLeft = Limits.DRAIN_LOOKS_MAX;

  /** A copy, and the bit that it is of. */
  record Facts(InfoHash bit, DrainRows.Copy copy) {}

  /** A copy that its node shall delete. */
  record Gone(InfoHash bit, long node) {}

  /** What others are to be told when this is on disk. */
  record Effects(List<Gone> gone, List<InfoHash> assigned) {}

  /**
   * @param look whether the node of a copy is here, and whether anything is to be expected of it
   */
  DrainRound(
      Rows rows,
      MovePolicy policy,
      Function<Long, Sweep> sweeps,
      Function<Facts, Moving.Copy> look,
      Nodes nodes,
      Instant now) {
    this.rows = rows;
    this.policy = policy;
    this.sweeps = sweeps;
    this.look = look;
    this.nodes = nodes;
    this.now = now;
    this.closed = rows.admin().closed();
  }

  Effects run() {
    for (Leaving node : rows.drains().leaving()) {
      leaving.put(node.node(), node);
      excess.put(node.node(), node.excessBytes());
    }
    List<Replacement> replacements = rows.drains().replacements();
    replacements.forEach(this::count);
    replacements.forEach(this::go);
    for (Leaving node : leaving.values()) {
      if (node.draining() && node.copies() == 0) {
        rows.admin().setStanding(node.node(), Standing.DRAINED, now);
        rows.events()
            .add(node.node(), "drained", null, "holds nothing any more: it may be revoked", now);
      } else {
        sweep(node);
      }
    }
    return effects;
  }

  private void count(Replacement copy) {
    excess.merge(copy.insteadOf(), -copy.footprint(), Long::sum);
    if (copy.state() != CopyState.COMPLETE) {
      begun(copy.insteadOf(), copy.node());
    }
  }

  private void begun(long from, long to) {
    moves++;
    movesFrom.merge(from, 1, Integer::sum);
    movesTo.merge(to, 1, Integer::sum);
  }

  /** Goes on with what was begun. */
  private void go(Replacement copy) {
    Optional<DrainRows.Bit> known = rows.drains().bit(copy.bit());
    if (known.isEmpty()) {
      return;
    }
    DrainRows.Bit bit = known.get();
    List<DrainRows.Copy> copies = rows.drains().copies(bit.key());
    if (copies.stream().noneMatch(other -> other.node() == copy.insteadOf())) {
      rows.drains().settle(bit.key(), copy.insteadOf());
    } else if (leaving.containsKey(copy.insteadOf()) || copy.state() == CopyState.COMPLETE) {
      act(bit, copy.insteadOf(), decide(bit, copies, copy.insteadOf()));
    } else {
      remove(bit, copy.node());
    }
  }

  /** Looks at some more of what shall go. */
  private void sweep(Leaving node) {
    Sweep sweep = sweeps.apply(node.node());
    if (sweep.rests()) {
      return;
    }
    int most = Math.min(looksLeft, Limits.DRAIN_LOOKS_MAX / Math.min(8, leaving.size()));
    List<Cursor> page = rows.drains().page(node.node(), sweep.cursor(), most);
    for (Cursor at : page) {
      if (isEnough(node.node())) {
        return;
      }
      looksLeft--;
      DrainRows.Bit bit = rows.drains().bit(at.bit()).orElseThrow();
      Move move = decide(bit, rows.drains().copies(bit.key()), node.node());
      if (move instanceof Move.Stay stay) {
        if (stay.reason() == Move.Reason.BUSY) {
          return;
        }
        sweep.stays(at, stay.reason());
      } else {
        sweep.passed(at);
        if (!(move instanceof Move.Wait)) {
          excess.merge(node.node(), -bit.footprint(), Long::sum);
        }
        act(bit, node.node(), move);
      }
    }
    if (page.size() < most) {
      sweep.ended();
    }
  }

  private boolean isEnough(long node) {
    return excess.getOrDefault(node, 0L) <= 0
        || moves >= Limits.DRAIN_MOVES_MAX
        || movesFrom.getOrDefault(node, 0) >= Limits.DRAIN_MOVES_PER_NODE_MAX;
  }

  private Move decide(DrainRows.Bit bit, List<DrainRows.Copy> copies, long from) {
    List<Moving.Copy> seen =
        copies.stream().map(copy -> look.apply(new Facts(bit.infoHash(), copy))).toList();
    return policy.decide(
        new Moving(bit.footprint(), bit.copiesWanted(), from, seen), new Cloud(bit));
  }

  private void act(DrainRows.Bit bit, long from, Move move) {
    switch (move) {
      case Move.LetGo _ -> {
        remove(bit, from);
        rows.drains().settle(bit.key(), from);
      }
      case Move.CopyTo copy -> {
        BitRecord record = rows.bits().find(bit.infoHash()).orElseThrow();
        rows.copies().add(record, copy.to(), now);
        rows.drains().setInsteadOf(bit.key(), copy.to(), from);
        begun(from, copy.to());
        effects.assigned().add(bit.infoHash());
      }
      // Another node is chosen when the copy is looked at again.
      case Move.GiveUp giveUp -> remove(bit, giveUp.on());
      case Move.Wait _, Move.Stay _ -> {}
    }
  }

  private void remove(DrainRows.Bit bit, long node) {
    if (rows.copies().remove(bit.key(), node)) {
      effects.gone().add(new Gone(bit.infoHash(), node));
    }
  }

  /** What placement may use now, for one bit. */
  private final class Cloud implements MovePolicy.Cloud {
    private final DrainRows.Bit bit;

    private Cloud(DrainRows.Bit bit) {
      this.bit = bit;
    }

    @Override
    public Nodes nodes() {
      return nodes;
    }

    @Override
    public boolean takesNew(long node) {
      return !closed.contains(node);
    }

    @Override
    public Set<Long> mates() {
      return rows.drains().matesHolders(bit);
    }

    @Override
    public boolean isBusy(long node) {
      return movesTo.getOrDefault(node, 0) >= Limits.DRAIN_MOVES_TO_NODE_MAX;
    }
  }
}
