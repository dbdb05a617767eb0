// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Move.Reason;
import io.fractus.tracker.placement.Moving.Copy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovePolicyTest {
  private static final long FROM = 1;
  private static final long BIT = 100;

  private final Cloud cloud = new Cloud();
  private final MovePolicy policy = new MovePolicy(new Random(3));

  /** A cloud in which a test says who is there. */
  private static final class Cloud implements MovePolicy.Cloud {
    private final List<Candidate> nodes = new ArrayList<>();
    private final Set<Long> closed = new HashSet<>(Set.of(FROM));
    private final Set<Long> mates = new HashSet<>();
    private final Set<Long> busy = new HashSet<>();

    @Override
    public Nodes nodes() {
      return Nodes.of(nodes);
    }

    @Override
    public boolean takesNew(long node) {
      return !closed.contains(node);
    }

    @Override
    public Set<Long> mates() {
      return mates;
    }

    @Override
    public boolean isBusy(long node) {
      return busy.contains(node);
    }
  }

  private static Copy complete(long node, String site) {
    return new Copy(node, site, true, false, true, node != FROM, Moving.NOBODY, false);
  }

  private static Copy made(long node, boolean complete, long insteadOf, boolean stalled) {
    return new Copy(node, "s" + node, complete, !complete, true, true, insteadOf, stalled);
  }

  private static Candidate node(long node, String site, long free) {
    return new Candidate(node, site, true, 1_000, 1_000 - free);
  }

  private Move decide(int wanted, Copy... copies) {
    return policy.decide(new Moving(BIT, wanted, FROM, List.of(copies)), cloud);
  }

  @Test
  void decide_noOtherCopy_isCopiedToANodeWithRoom() {
    cloud.nodes.add(node(FROM, "a", 900));
    cloud.nodes.add(node(2, "b", BIT - 1));
    cloud.nodes.add(node(3, "c", BIT));

    assertThat(decide(1, complete(FROM, "a"))).isEqualTo(new Move.CopyTo(3));
  }

  @Test
  void decide_itsOwnSite_isFreeForTheCopyInItsPlace() {
    cloud.nodes.add(node(2, "a", 500));

    assertThat(decide(1, complete(FROM, "a"))).isEqualTo(new Move.CopyTo(2));
  }

  @Test
  void decide_promptAndSlowNodes_thePromptOneIsTaken() {
    cloud.nodes.add(new Candidate(2, "b", true, false, 1_000, 0));
    cloud.nodes.add(node(3, "c", BIT));

    assertThat(decide(1, complete(FROM, "a"))).isEqualTo(new Move.CopyTo(3));
  }

  @Test
  void decide_copyThatStaysIsHereByDay_goesToWhoIsHereByNight() {
    FourHours days = FourHours.of(WeekAvailability.of(hour -> hour % 24 < 12 ? 0.9 : 0.1));
    FourHours nights = FourHours.of(WeekAvailability.of(hour -> hour % 24 < 12 ? 0.1 : 0.9));
    for (long key = 2; key <= 30; key++) {
      FourHours week = key % 2 == 0 ? days : nights;
      Merits merits = Merits.of(week, Trust.VETTED, "", NodeClass.HOME, 100, null);
      cloud.nodes.add(node(key, "s" + key, 500).with(merits));
    }
    for (int i = 0; i < 100; i++) {
      Move move = decide(2, complete(FROM, "a"), complete(2, "s2"));
      assertThat(move)
          .isInstanceOfSatisfying(
              Move.CopyTo.class, copy -> assertThat(copy.to() % 2).isEqualTo(1));
    }
  }

  @Test
  void decide_copyInItsPlace_letsGoWhenItIsComplete() {
    assertThat(decide(2, complete(FROM, "a"), made(2, false, FROM, false)))
        .isEqualTo(new Move.Wait());
    assertThat(decide(2, complete(FROM, "a"), made(2, false, FROM, true)))
        .isEqualTo(new Move.GiveUp(2));
    assertThat(decide(2, complete(FROM, "a"), made(2, true, FROM, false)))
        .isEqualTo(new Move.LetGo());
  }

  @Test
  void decide_asManyAsWantedWithoutIt_letsGo() {
    assertThat(decide(1, complete(FROM, "a"), complete(2, "b"))).isEqualTo(new Move.LetGo());
  }

  @Test
  void decide_otherCopyStandsInForAThird_isNotCountedTwice() {
    cloud.nodes.add(node(4, "d", 500));

    Move move = decide(1, complete(FROM, "a"), made(2, true, 3, false));

    assertThat(move).isEqualTo(new Move.CopyTo(4));
  }

  @Test
  void decide_otherCopyIsOfANodeThatDrainsToo_isNotCounted() {
    cloud.nodes.add(node(4, "d", 500));
    Copy leaves = new Copy(2, "b", true, false, true, false, Moving.NOBODY, false);

    assertThat(decide(1, complete(FROM, "a"), leaves)).isEqualTo(new Move.CopyTo(4));
  }

  @Test
  void decide_cannotBePlaced_saysWhichRuleIsInTheWay() {
    Copy[] copies = {complete(FROM, "a"), complete(2, "b")};
    assertThat(decide(2, copies)).isEqualTo(new Move.Stay(Reason.NO_OTHER_NODE));

    cloud.nodes.add(node(3, "b", 500));
    assertThat(decide(2, copies)).isEqualTo(new Move.Stay(Reason.NO_OTHER_SITE));

    cloud.nodes.add(node(4, "d", BIT - 1));
    assertThat(decide(2, copies)).isEqualTo(new Move.Stay(Reason.NO_ROOM));

    cloud.nodes.add(node(5, "e", 500));
    cloud.mates.add(5L);
    assertThat(decide(2, copies)).isEqualTo(new Move.Stay(Reason.STRIPE));

    cloud.nodes.add(node(6, "f", 500));
    cloud.busy.add(6L);
    assertThat(decide(2, copies)).isEqualTo(new Move.Stay(Reason.BUSY));
  }

  @Test
  void decide_nothingToCopyFrom_stays() {
    cloud.nodes.add(node(4, "d", 500));
    Copy wanted = new Copy(FROM, "a", false, true, true, false, Moving.NOBODY, false);
    Copy away = new Copy(FROM, "a", true, false, false, false, Moving.NOBODY, false);

    assertThat(decide(1, wanted)).isEqualTo(new Move.Stay(Reason.NO_COMPLETE_COPY));
    assertThat(decide(1, away)).isEqualTo(new Move.Stay(Reason.NO_SOURCE));
  }

  /**
   * Many nodes let go at once, in any order, and copies come when they like: the complete copies of
   * a bit are never fewer than before.
   */
  @Test
  void decide_anyOrderOfDrains_neverFewerCompleteCopies() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 2_000; run++) {
      new OneBit(random, "seed " + seed + " run " + run).drain();
    }
  }

  /** The copies of one bit on twelve nodes, of which some let go: those that drain or shrink. */
  private static final class OneBit {
    private static final int NODES = 12;

    private final Random random;
    private final String name;
    private final MovePolicy policy;
    private final int wanted;
    private final Set<Long> draining = new HashSet<>();
    private final Set<Long> shrinking = new HashSet<>();
    private final List<Copy> copies = new ArrayList<>();

    OneBit(Random random, String name) {
      this.random = random;
      this.name = name;
      this.policy = new MovePolicy(random);
      this.wanted = 1 + random.nextInt(3);
      for (long node = 1; node <= 1 + random.nextInt(4); node++) {
        boolean drains = random.nextBoolean();
        (drains ? draining : shrinking).add(node);
        boolean complete = node == 1 || random.nextInt(3) > 0;
        copies.add(new Copy(node, "s" + node, complete, !complete, true, !drains, 0, false));
      }
    }

    private long completeCopies() {
      return copies.stream().filter(Copy::complete).count();
    }

    void drain() {
      long atStart = Math.min(wanted, completeCopies());
      for (int step = 0; step < 60; step++) {
        if (random.nextBoolean()) {
          step();
        } else {
          arrive();
        }
        assertThat(completeCopies()).as(name).isGreaterThanOrEqualTo(atStart);
      }
      assertThat(copies).as(name).noneMatch(copy -> draining.contains(copy.node()));
    }

    private void step() {
      List<Copy> leaving =
          copies.stream()
              .filter(copy -> draining.contains(copy.node()) || shrinking.contains(copy.node()))
              .toList();
      if (leaving.isEmpty()) {
        return;
      }
      long from = leaving.get(random.nextInt(leaving.size())).node();
      switch (policy.decide(new Moving(BIT, wanted, from, copies), cloud())) {
        case Move.LetGo _ -> {
          copies.removeIf(copy -> copy.node() == from);
          copies.replaceAll(
              copy -> copy.insteadOf() == from ? with(copy, copy.complete(), 0) : copy);
        }
        case Move.CopyTo copy ->
            copies.add(new Copy(copy.to(), "s" + copy.to(), false, true, true, true, from, false));
        case Move.GiveUp giveUp -> copies.removeIf(copy -> copy.node() == giveUp.on());
        case Move.Wait _, Move.Stay _ -> {}
      }
    }

    private void arrive() {
      copies.replaceAll(copy ->
          !copy.complete() && random.nextInt(2) == 0 ? with(copy, true, copy.insteadOf()) : copy);
    }

    private static Copy with(Copy copy, boolean complete, long insteadOf) {
      return new Copy(
          copy.node(), copy.site(), complete, !complete, true, copy.stays(), insteadOf, false);
    }

    private Cloud cloud() {
      Cloud cloud = new Cloud();
      cloud.closed.clear();
      cloud.closed.addAll(draining);
      cloud.closed.addAll(shrinking);
      for (long node = 1; node <= NODES; node++) {
        cloud.nodes.add(node(node, "s" + node, 500));
      }
      return cloud;
    }
  }
}
