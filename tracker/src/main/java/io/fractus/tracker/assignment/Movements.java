// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.BitMetainfo;
import io.fractus.tracker.Limits;
import io.fractus.tracker.assignment.MovementRound.End;
import io.fractus.tracker.assignment.MovementRound.Over;
import io.fractus.tracker.assignment.MovementRound.Wish;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.demand.DemandBook;
import io.fractus.tracker.demand.DemandLimits;
import io.fractus.tracker.movement.MovementBit;
import io.fractus.tracker.movement.MovementLimits;
import io.fractus.tracker.movement.MovementNode;
import io.fractus.tracker.movement.MovementPolicy;
import io.fractus.tracker.movement.MovementSettings;
import io.fractus.tracker.movement.Room;
import io.fractus.tracker.movement.Step;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.MovementRows.Count;
import io.fractus.tracker.registry.MovementRows.Extra;
import io.fractus.tracker.registry.MovementRows.Extras;
import io.fractus.tracker.registry.MovementRows.Moved;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.swarm.Swarms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes copies for readers and moves copies for space and speed, when nothing has to be repaired.
 * Thread-safe.
 */
public final class Movements {
  /*
   * What is begun is in the registry under the key of its bit, so there are never two of one, and a
   * tracker that is killed goes on. Where a copy takes the place of another, that one goes only
   * when the new one is complete and gave a right piece. A copy beyond those wanted goes as any
   * does of which there are too many: all are looked at, and the worst placed goes.
   */

  private static final Logger log = LoggerFactory.getLogger(Movements.class);

  private final Registry registry;
  private final Sessions sessions;
  private final Swarms swarms;
  private final Dispatcher dispatcher;
  private final Repairs repairs;
  private final Demand demand;
  private final MovementScene.Parts parts;
  private final MovementSettings settings;
  private final Evidence evidence;
  private final Clocks clocks;
  private final MovementPolicy policy = new MovementPolicy();
  private final MovementSweeps sweeps;
  private final Since<Long> stuck;
  private final Since<Awaited> awaited;

  /** Whether nodes gave right pieces of bits that they have just fetched. */
  private final Map<Long, Boolean> looked = new ConcurrentHashMap<>();

  private final Set<Long> looking = ConcurrentHashMap.newKeySet();
  private volatile CopyAuditor auditor = (_, _) -> false;
  private Room room = Room.ENOUGH;
  private long nextExtra;
  private Instant lookedAt = Instant.MIN;

  private record Awaited(long bit, long node, CopyState state) {}

  Movements(
      Registry registry,
      Sessions sessions,
      Swarms swarms,
      Dispatcher dispatcher,
      Repairs repairs,
      MovementScene.Parts parts,
      MovementSettings settings,
      Evidence evidence,
      Clocks clocks) {
    this.registry = registry;
    this.sessions = sessions;
    this.swarms = swarms;
    this.dispatcher = dispatcher;
    this.repairs = repairs;
    this.demand = parts.demand();
    this.parts = parts;
    this.settings = settings;
    this.evidence = evidence;
    this.clocks = clocks;
    this.sweeps = new MovementSweeps(clocks.steady());
    this.stuck = new Since<>(clocks.steady(), MovementLimits.STUCK_MAX);
    this.awaited = new Since<>(clocks.steady(), MovementLimits.STUCK_MAX);
  }

  /** Sets who looks at copies; before that none takes the place of another. */
  public void setAuditor(CopyAuditor other) {
    auditor = other;
  }

  /** Goes on with what was begun, and begins some more if there is nothing to repair. */
  public synchronized void round() {
    List<Moved> underWay = registry.read(rows -> rows.movement().all());
    looked.keySet().retainAll(underWay.stream().map(Moved::bit).toList());
    List<Over> over = registry.read(rows -> over(rows, underWay));
    fall();
    List<Wish> wishes = isDue() ? registry.read(this::wishes) : List.of();
    if (over.isEmpty() && wishes.isEmpty()) {
      return;
    }
    Instant now = clocks.wall().instant();
    MovementRound.Effects effects =
        registry.write(rows ->
            new MovementRound(rows, scene(rows, now), policy, evidence, now).run(over, wishes));
    over.forEach(one -> looked.remove(one.move().bit()));
    effects.unmet().forEach(wish -> stuck.seen(wish.bit()));
    effects.gone().forEach(this::tell);
    dispatcher.dispatch(effects.assigned(), false);
  }

  private MovementScene scene(Rows rows, Instant now) {
    return new MovementScene(rows, parts, settings::bytesPerDay, now);
  }

  private List<Over> over(Rows rows, List<Moved> underWay) {
    List<Over> over = new ArrayList<>();
    for (Moved move : underWay) {
      Optional<CopyState> state = rows.copies().state(move.infoHash(), move.node());
      if (state.isEmpty() || state.get() == CopyState.SUSPECT) {
        over.add(new Over(move, End.FAILED));
      } else if (state.get() == CopyState.WANTED) {
        if (isStalled(move)) {
          over.add(new Over(move, End.FAILED));
        }
      } else if (move.from() == Step.NOBODY || looked.getOrDefault(move.bit(), false)) {
        over.add(new Over(move, End.STANDS));
      } else if (since(move, CopyState.COMPLETE).compareTo(Limits.MOVE_AGE_MAX) > 0) {
        over.add(new Over(move, End.UNPROVEN));
      } else {
        rows.bits().find(move.infoHash()).ifPresent(bit -> audit(move, bit.metainfo()));
      }
    }
    return over;
  }

  private boolean isStalled(Moved move) {
    boolean here = sessions.isOnline(move.node());
    Duration most = here ? Limits.MOVE_AGE_MAX : Limits.MOVE_ABSENCE_MAX;
    return since(move, CopyState.WANTED).compareTo(most) > 0
        || sessions
            .online(move.node())
            .filter(session -> session.hasGivenUp(move.infoHash()))
            .isPresent();
  }

  private Duration since(Moved move, CopyState state) {
    return awaited.seen(new Awaited(move.bit(), move.node(), state));
  }

  private void audit(Moved move, BitMetainfo bit) {
    if (looking.size() >= MovementLimits.AUDITS_MAX || !looking.add(move.bit())) {
      return;
    }
    Thread.ofVirtual()
        .name("movement")
        .start(() -> {
          try {
            looked.put(move.bit(), auditor.isRight(move.node(), bit));
          } catch (RuntimeException e) {
            log.debug("cannot look at a copy of {}: {}", bit.infoHash(), e.toString());
          } finally {
            looking.remove(move.bit());
          }
        });
  }

  /** Bits that are read less may have fewer copies; which one goes is for surplus to decide. */
  private void fall() {
    List<Extra> page =
        registry.read(rows -> rows.movement().extrasAfter(nextExtra, MovementLimits.EXTRAS_MAX));
    nextExtra = page.size() < MovementLimits.EXTRAS_MAX ? 0 : page.getLast().bit();
    Room now = settings.isOff() ? Room.TIGHT : room;
    List<Extra> falling =
        page.stream()
            .filter(bit ->
                policy.isCooling(bit.wanted(), left(bit), demand.atMost(bit.bit()), now)
                    || left(bit) < bit.extra())
            .toList();
    if (falling.isEmpty()) {
      return;
    }
    Instant at = clocks.wall().instant();
    registry.write(rows -> {
      for (Extra bit : falling) {
        boolean isGone = left(bit) < bit.extra();
        rows.movement().setExtra(bit.bit(), isGone ? left(bit) : bit.extra() - 1);
        if (!isGone) {
          rows.movement().count(Count.FALLEN, 1, at);
        }
      }
      return null;
    });
    falling.forEach(bit -> repairs.lookAt(bit.infoHash()));
  }

  /** How many copies for readers a bit really has. */
  private static int left(Extra bit) {
    return Math.clamp((long) bit.copies() - bit.wanted(), 0, bit.extra());
  }

  private boolean isDue() {
    Instant now = clocks.steady().instant();
    if (settings.isOff() || now.isBefore(lookedAt.plus(MovementLimits.LOOK)) || repairs.isBusy()) {
      return false;
    }
    lookedAt = now;
    return true;
  }

  /** Copies that could be made now. */
  private List<Wish> wishes(Rows rows) {
    MovementScene scene = scene(rows, clocks.wall().instant());
    room = scene.room();
    List<Wish> wishes = new ArrayList<>();
    if (scene.isFull() || scene.budget().left() <= 0) {
      return wishes;
    }
    for (DemandBook.Known hot : demand.hottest(MovementLimits.HOT_READS, MovementLimits.HOT_MAX)) {
      consider(rows, scene, new Wish(hot.bit(), Step.NOBODY), wishes);
    }
    List<Long> sources = scene.sources().stream().map(MovementNode::node).toList();
    sweeps.look(
        rows,
        sources,
        look -> {
          consider(rows, scene, new Wish(look.bit(), look.node()), wishes);
          return wishes.size() < MovementLimits.MOVES_MAX;
        });
    return wishes;
  }

  private void consider(Rows rows, MovementScene scene, Wish wish, List<Wish> wishes) {
    if (wishes.size() >= MovementLimits.MOVES_MAX || rests(wish.bit())) {
      return;
    }
    Optional<DrainRows.Bit> bit = rows.drains().bit(wish.bit());
    if (bit.isEmpty()) {
      demand.forget(wish.bit());
      return;
    }
    Optional<MovementBit> whole = scene.whole(bit.get());
    if (whole.isPresent()
        && MovementRound.step(whole.get(), bit.get(), wish.from(), scene, policy).isPresent()) {
      wishes.add(wish);
    }
  }

  private boolean rests(long bit) {
    if (!stuck.knows(bit)) {
      return false;
    }
    if (stuck.seen(bit).compareTo(MovementLimits.STUCK_PAUSE) < 0) {
      return true;
    }
    stuck.forget(bit);
    return false;
  }

  /** How far it is. */
  public MovementStatus status() {
    boolean isBusy = repairs.isBusy();
    Instant now = clocks.wall().instant();
    int hot = demand.hottest(MovementLimits.HOT_READS, DemandLimits.BITS_MAX).size();
    return registry.read(rows -> {
      long held = rows.nodes().all().stream().mapToLong(NodeRecord::usedBytes).sum();
      long perDay = settings.bytesPerDay(held);
      long left = Math.max(0, perDay - rows.movement().done(now).bytes());
      List<Moved> underWay = rows.movement().all();
      Extras extras = rows.movement().extras();
      return new MovementStatus(
          waitsFor(isBusy, left),
          perDay,
          left,
          demand.size(),
          hot,
          underWay.size(),
          underWay.stream().mapToLong(Moved::bytes).sum(),
          extras.copies(),
          extras.bytes(),
          rows.movement().done(now),
          rows.movement().done(now.minus(Duration.ofDays(6))));
    });
  }

  private String waitsFor(boolean isBusy, long left) {
    if (settings.isOff()) {
      return "it is switched off";
    }
    if (isBusy) {
      return "repair comes first";
    }
    return left == 0 ? "all that may be moved today was moved" : "";
  }

  /** A node that is absent learns it from its next inventory, a stock client from its feed. */
  private void tell(DrainRound.Gone gone) {
    swarms.left(gone.bit(), gone.node());
    sessions.any(gone.node()).ifPresent(session -> session.release(gone.bit()));
  }
}
