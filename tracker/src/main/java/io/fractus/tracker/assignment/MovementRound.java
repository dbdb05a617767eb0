// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.movement.MovementBit;
import io.fractus.tracker.movement.MovementNode;
import io.fractus.tracker.movement.MovementPolicy;
import io.fractus.tracker.movement.Step;
import io.fractus.tracker.movement.Why;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.MovementRows;
import io.fractus.tracker.registry.MovementRows.Count;
import io.fractus.tracker.registry.MovementRows.Moved;
import io.fractus.tracker.registry.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What movement does in one transaction: what was begun and is over is settled, and copies that are
 * wished for are begun, each judged anew. Used once; not thread-safe.
 */
final class MovementRound {
  private final Rows rows;
  private final MovementScene scene;
  private final MovementPolicy policy;
  private final Evidence evidence;
  private final Instant now;
  private final Effects effects =
      new Effects(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  /** What became of something that was begun. */
  enum End {
    /** The copy stands, and in whose place it was made may let go. */
    STANDS,
    /** The copy does not come. */
    FAILED,
    /** It stands, and nobody could see that it is right. */
    UNPROVEN
  }

  /** Something that is over. */
  record Over(Moved move, End end) {}

  /**
   * A bit of which a copy may be made.
   *
   * @param bit its row
   * @param from the node that has a copy too many, or {@link Step#NOBODY} of a hot bit
   */
  record Wish(long bit, long from) {}

  /** What others are to be told when this is on disk, and the wishes that could not be met. */
  record Effects(List<DrainRound.Gone> gone, List<InfoHash> assigned, List<Wish> unmet) {}

  MovementRound(
      Rows rows, MovementScene scene, MovementPolicy policy, Evidence evidence, Instant now) {
    this.rows = rows;
    this.scene = scene;
    this.policy = policy;
    this.evidence = evidence;
    this.now = now;
  }

  Effects run(List<Over> over, List<Wish> wishes) {
    over.forEach(this::settle);
    for (Wish wish : wishes) {
      if (!scene.isFull()) {
        begin(wish);
      }
    }
    return effects;
  }

  private void settle(Over over) {
    Moved move = over.move();
    Optional<DrainRows.Bit> bit = rows.drains().bit(move.bit());
    if (bit.isEmpty() || rows.movement().of(move.bit()).isEmpty()) {
      return;
    }
    rows.movement().end(move.bit());
    Optional<CopyState> state = rows.copies().state(move.infoHash(), move.node());
    boolean stands = state.isPresent() && state.get() == CopyState.COMPLETE;
    boolean isDone =
        over.end() == End.STANDS
            && stands
            && (move.from() == Step.NOBODY || letGo(bit.get(), move));
    if (isDone) {
      rows.movement().count(Count.valueOf(move.why()), 1, now);
      return;
    }
    rows.movement().count(Count.GIVEN_UP, 1, now);
    if (state.isPresent() && state.get() == CopyState.WANTED) {
      remove(bit.get(), move.node());
    }
    if (move.from() == Step.NOBODY) {
      int left = rows.drains().copies(move.bit()).size() - bit.get().copiesWanted();
      rows.movement().setExtra(move.bit(), Math.min(left, bit.get().extra()));
    }
  }

  /** A bit that has changed meanwhile keeps both, for surplus to decide which goes. */
  private boolean letGo(DrainRows.Bit bit, Moved move) {
    Optional<MovementBit> held = scene.held(bit);
    if (held.isEmpty() || !policy.mayLetGo(held.get(), move.from(), move.node())) {
      return false;
    }
    remove(bit, move.from());
    Why why = Why.valueOf(move.why());
    event(move.from(), "moved", bit, "a copy of a bit %s".formatted(why.text()));
    return true;
  }

  private void remove(DrainRows.Bit bit, long node) {
    if (rows.copies().remove(bit.key(), node)) {
      effects.gone().add(new DrainRound.Gone(bit.infoHash(), node));
    }
  }

  private void begin(Wish wish) {
    Optional<DrainRows.Bit> known = rows.drains().bit(wish.bit());
    if (known.isEmpty()) {
      effects.unmet().add(wish);
      return;
    }
    DrainRows.Bit bit = known.get();
    Optional<MovementBit> whole = scene.whole(bit);
    Optional<Step> step = whole.flatMap(facts -> step(facts, bit, wish.from(), scene, policy));
    if (step.isEmpty()
        || !scene.budget().take(step.get().to(), step.get().givers(), bit.footprint())) {
      effects.unmet().add(wish);
      return;
    }
    begin(bit, whole.orElseThrow(), step.get());
  }

  /** What shall be done about a bit, if anything. */
  static Optional<Step> step(
      MovementBit facts, DrainRows.Bit bit, long node, MovementScene scene, MovementPolicy policy) {
    if (node == Step.NOBODY) {
      return policy.isHot(facts, scene.room())
          ? policy.rise(facts, scene.around(bit))
          : Optional.empty();
    }
    Optional<MovementNode> from =
        facts.holders().stream().filter(holder -> holder.node() == node).findFirst();
    if (from.isEmpty()) {
      return Optional.empty();
    }
    if (from.get().isDemoted()) {
      return policy
          .empty(facts, from.get(), scene.within(bit))
          .or(() -> policy.empty(facts, from.get(), scene.around(bit)));
    }
    return policy.isCold(facts, from.get())
        ? policy.cool(facts, from.get(), scene.within(bit))
        : Optional.empty();
  }

  private void begin(DrainRows.Bit bit, MovementBit facts, Step step) {
    BitRecord record = rows.bits().find(bit.infoHash()).orElseThrow();
    if (step.why() != Why.HOT) {
      scene.keepers(bit).takes(step.to());
    }
    rows.copies().add(record, step.to(), now);
    MovementRows movement = rows.movement();
    movement.begin(
        bit.key(), step.to(), step.from(), step.why().name(), record.metainfo().length(), now);
    // By footprints, as the budget counts: a little more than what is sent.
    movement.count(Count.BYTES, bit.footprint(), now);
    movement.countOf(step.to(), bit.footprint(), now);
    long part = Math.ceilDiv(bit.footprint(), step.givers().size());
    step.givers().forEach(giver -> movement.countOf(giver, part, now));
    if (step.why() == Why.HOT) {
      movement.setExtra(bit.key(), facts.holders().size() + 1 - bit.copiesWanted());
      event(step.to(), "extra-copy", bit, "gets a copy of a bit that " + Why.HOT.text());
    }
    scene.add(step.to(), bit.footprint());
    scene.began(step.to(), step.from() == Step.NOBODY ? List.of() : List.of(step.from()));
    effects.assigned().add(bit.infoHash());
  }

  private void event(long node, String kind, DrainRows.Bit bit, String detail) {
    if (evidence.isNew(node, kind)) {
      rows.events().add(node, kind, bit.infoHash(), detail, now);
    }
  }
}
