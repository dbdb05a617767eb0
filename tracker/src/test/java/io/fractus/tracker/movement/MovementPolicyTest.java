// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Trust;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MovementPolicyTest {
  private static final long BIT = 1_000;
  private static final Duration OLD = Duration.ofDays(30);

  private final MovementPolicy policy = new MovementPolicy();

  private static MovementNode node(long key, double here, double freeShare) {
    FourHours hours = FourHours.of(WeekAvailability.of(_ -> here));
    boolean isAnchor = here >= 0.75;
    Merits merits = new Merits(hours, Trust.VETTED, "region", 0, isAnchor);
    long share = 100 * BIT;
    long used = Math.round(share * (1 - freeShare));
    Candidate known = new Candidate(key, "site" + key, true, true, share, used, merits);
    return new MovementNode(known, true, true, false, 1e6, Long.MAX_VALUE);
  }

  private static MovementNode fast(MovementNode node, double bytesPerSecond) {
    return new MovementNode(
        node.known(), true, node.isQuiet(), node.isDemoted(), bytesPerSecond, node.budget());
  }

  private static MovementNode busy(MovementNode node) {
    return new MovementNode(
        node.known(), true, false, node.isDemoted(), node.bytesPerSecond(), node.budget());
  }

  private static MovementNode slow(MovementNode node) {
    return new MovementNode(node.known(), true, true, true, 1e4, node.budget());
  }

  private static MovementNode spent(MovementNode node) {
    return new MovementNode(node.known(), true, true, false, node.bytesPerSecond(), BIT - 1);
  }

  private static MovementBit bit(double reads, Duration age, MovementNode... holders) {
    return new MovementBit(1, BIT, holders.length, 0, reads, reads, age, List.of(holders));
  }

  private static MovementPolicy.Cloud cloud(Map<Long, String> mates, MovementNode... nodes) {
    return new MovementPolicy.Cloud() {
      @Override
      public Collection<MovementNode> nodes() {
        return List.of(nodes);
      }

      @Override
      public Map<Long, String> mates() {
        return mates;
      }
    };
  }

  private static Optional<Long> to(Optional<Step> step) {
    return step.map(Step::to);
  }

  @Test
  void isHot_readsOfEachCopy_decide() {
    MovementNode a = node(1, 0.9, 0.5);
    MovementNode b = node(2, 0.9, 0.5);

    assertThat(policy.isHot(bit(255, OLD, a, b), Room.AMPLE)).isFalse();
    assertThat(policy.isHot(bit(256, OLD, a, b), Room.AMPLE)).isTrue();
    assertThat(policy.isHot(bit(256, OLD, a, b), Room.ENOUGH)).isFalse();
  }

  @Test
  void isHot_twiceTheCopiesWanted_isNotAnyMore() {
    MovementNode a = node(1, 0.9, 0.5);
    MovementNode b = node(2, 0.9, 0.5);

    assertThat(
            policy.isHot(new MovementBit(1, BIT, 1, 1, 4e3, 4e3, OLD, List.of(a, b)), Room.AMPLE))
        .isFalse();
  }

  @Test
  void isCooling_readsThatMadeACopy_keepItUntilAQuarterIsLeft() {
    for (int wanted = 1; wanted <= 8; wanted++) {
      for (int extra = 1; extra <= wanted; extra++) {
        double made = MovementLimits.HOT_READS * (wanted + extra - 1);

        assertThat(policy.isCooling(wanted, extra, made, Room.AMPLE)).isFalse();
        assertThat(policy.isCooling(wanted, extra, made / 4, Room.AMPLE)).isFalse();
        assertThat(policy.isCooling(wanted, extra, made / 4.01, Room.AMPLE)).isTrue();
        assertThat(policy.isCooling(wanted, extra, made, Room.TIGHT)).isTrue();
      }
    }
    assertThat(policy.isCooling(2, 0, 0, Room.TIGHT)).isFalse();
  }

  @Test
  void rise_someNodes_theFastestThatIsFreeAndQuietGetsIt() {
    MovementBit hot = bit(1e3, OLD, fast(node(1, 0.9, 0.5), 2e6), fast(node(2, 0.9, 0.5), 1e6));
    MovementNode usual = fast(node(3, 0.6, 0.5), 1e6);
    MovementNode best = fast(node(4, 0.6, 0.5), 9e6);
    MovementNode full = fast(node(5, 0.6, 0.255), 99e6);
    MovementNode late = fast(node(6, 0.6, 0.5), 9e5);

    assertThat(to(policy.rise(hot, cloud(Map.of(), usual, best, full, late)))).contains(4L);
    assertThat(to(policy.rise(hot, cloud(Map.of(), usual, busy(best))))).contains(3L);
    assertThat(to(policy.rise(hot, cloud(Map.of(), usual, spent(best))))).contains(3L);
    assertThat(to(policy.rise(hot, cloud(Map.of(4L, "site4"), usual, best)))).contains(3L);
    assertThat(policy.rise(hot, cloud(Map.of(), full, late))).isEmpty();
  }

  @Test
  void rise_holdersAreBusy_giveItAllTheSame() {
    MovementBit hot = bit(1e3, OLD, busy(node(1, 0.9, 0.5)), spent(node(2, 0.9, 0.5)));

    assertThat(policy.rise(hot, cloud(Map.of(), node(3, 0.9, 0.5))).orElseThrow().givers())
        .containsExactly(1L);
  }

  @Test
  void isCold_youngOrReadOrRoomy_isNot() {
    MovementNode full = node(1, 0.9, 0.1);
    MovementNode other = node(2, 0.9, 0.1);

    assertThat(policy.isCold(bit(0.4, OLD, full, other), full)).isTrue();
    assertThat(policy.isCold(bit(0.6, OLD, full, other), full)).isFalse();
    assertThat(policy.isCold(bit(0, Duration.ofDays(6), full, other), full)).isFalse();
    assertThat(policy.isCold(bit(0, OLD, full, other), node(1, 0.9, 0.3))).isFalse();
    assertThat(policy.isCold(bit(0, OLD, full, other), node(1, 0.7, 0.1))).isFalse();
  }

  @Test
  void cool_targetHolds_goesToAWeakNodeThatIsFreer() {
    MovementNode from = node(1, 0.99, 0.1);
    // What stays misses once in 10,000: that is more than enough.
    MovementBit cold = bit(0, OLD, from, node(2, 0.99, 0.3), node(3, 0.99, 0.3));

    assertThat(to(policy.cool(cold, from, cloud(Map.of(), node(4, 0.3, 0.6))))).contains(4L);
    assertThat(policy.cool(cold, from, cloud(Map.of(), node(4, 0.3, 0.3)))).isEmpty();
    assertThat(policy.cool(cold, from, cloud(Map.of(), node(4, 0.9, 0.6)))).isEmpty();
    assertThat(policy.cool(cold, from, cloud(Map.of(), busy(node(4, 0.3, 0.6))))).isEmpty();
    assertThat(policy.cool(cold, from, cloud(Map.of(), slow(node(4, 0.3, 0.6))))).isEmpty();
  }

  @Test
  void cool_targetWouldNotHold_stays() {
    MovementNode from = node(1, 0.99, 0.1);
    MovementPolicy.Cloud cloud = cloud(Map.of(), node(4, 0.3, 0.6));

    assertThat(policy.cool(bit(0, OLD, from, node(2, 0.9, 0.3)), from, cloud)).isEmpty();
    assertThat(policy.cool(bit(0, OLD, from, node(2, 0.5, 0.3)), from, cloud)).isEmpty();
    assertThat(policy.cool(bit(0, OLD, from), from, cloud)).isEmpty();
  }

  @Test
  void empty_slowNode_goesWhereTheBitIsAsWellKept() {
    MovementNode from = slow(node(1, 0.6, 0.9));
    MovementBit bit = bit(50, OLD, from, node(2, 0.9, 0.3));

    assertThat(to(policy.empty(bit, from, cloud(Map.of(), node(3, 0.5, 0.9), node(4, 0.7, 0.5)))))
        .contains(4L);
    assertThat(policy.empty(bit, from, cloud(Map.of(), node(3, 0.5, 0.9)))).isEmpty();
  }

  @Test
  void empty_siteHasMoreOfTheStripe_isNotChosen() {
    MovementNode from = slow(node(1, 0.6, 0.9));
    MovementBit bit = bit(50, OLD, from, node(2, 0.9, 0.3));
    Map<Long, String> mates = Map.of(9L, "site4");

    assertThat(policy.empty(bit, from, cloud(mates, node(4, 0.7, 0.5)))).isEmpty();
    assertThat(to(policy.empty(bit, from, cloud(Map.of(9L, "site1"), node(4, 0.7, 0.5)))))
        .contains(4L);
  }

  @Test
  void mayLetGo_otherCopyIsGone_mayNot() {
    MovementNode from = slow(node(1, 0.6, 0.9));
    MovementNode other = node(2, 0.9, 0.3);
    MovementNode to = node(4, 0.7, 0.5);
    MovementBit all = new MovementBit(1, BIT, 2, 0, 0, 0, OLD, List.of(from, other, to));
    MovementBit without = new MovementBit(1, BIT, 2, 0, 0, 0, OLD, List.of(from, to));

    assertThat(policy.mayLetGo(all, 1, 4)).isTrue();
    assertThat(policy.mayLetGo(without, 1, 4)).isFalse();
    assertThat(policy.mayLetGo(all, 1, 5)).isFalse();
    assertThat(policy.mayLetGo(all, 2, 4)).isFalse();
  }
}
