// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.movement.MovingCloud.Bit;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Trust;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold whatever the cloud is like; a failure names the seed that replays it. */
class MovingCloudsTest {
  private static final int CLOUDS = 3_000;
  private static final int DAYS_MAX = 200;
  private static final long DAY_BYTES = 10 * MovingCloud.FOOTPRINT;

  private final MovementPolicy policy = new MovementPolicy();
  private final Map<Why, Integer> moved = new EnumMap<>(Why.class);
  private int fallen;

  @Test
  void move_anyCloud_keepsTheRulesAndComesToRest() {
    for (long seed = 0; seed < CLOUDS; seed++) {
      MovingCloud cloud = new MovingCloud(new Random(seed));
      rest(cloud, "seed " + seed);
      for (Bit bit : cloud.bits.values()) {
        bit.reads = 0;
      }
      cloud.closed.clear();
      rest(cloud, "seed %d without readers".formatted(seed));
      for (Bit bit : cloud.bits.values()) {
        assertThat(bit.extra).as("seed %d: extra copies", seed).isZero();
        assertThat(bit.copies).as("seed %d: copies", seed).hasSize(bit.wanted);
      }
    }
    // Or it would hold because nothing moves.
    assertThat(moved).hasSize(Why.values().length);
    assertThat(moved.values()).allMatch(times -> times > CLOUDS / 50);
    assertThat(fallen).isEqualTo(moved.get(Why.HOT));
  }

  @Test
  void move_sameCloud_movesTheSame() {
    for (long seed = 0; seed < CLOUDS / 10; seed++) {
      MovingCloud one = new MovingCloud(new Random(seed));
      MovingCloud other = new MovingCloud(new Random(seed));

      assertThat(rest(one, "one")).as("seed %d", seed).isEqualTo(rest(other, "other"));
    }
  }

  /** Moves until nothing does; a day without a move, and as long a budget, is rest. */
  private List<Step> rest(MovingCloud cloud, String seed) {
    List<Step> all = new ArrayList<>();
    for (int day = 0; day < DAYS_MAX; day++) {
      cloud.budget = new DayBudget(DAY_BYTES, 0, Map.of());
      List<Step> steps = day(cloud, seed);
      if (steps.isEmpty()) {
        return all;
      }
      all.addAll(steps);
    }
    throw new AssertionError(seed + ": still moves after " + all.size() + " moves");
  }

  private List<Step> day(MovingCloud cloud, String seed) {
    List<Step> steps = new ArrayList<>();
    boolean isChanged = false;
    for (Bit bit : cloud.bits.values()) {
      if (policy.isCooling(bit.wanted, bit.extra, bit.reads, cloud.room())) {
        bit.extra--;
        cloud.letGo(bit);
        fallen++;
        isChanged = true;
      }
      step(cloud, bit)
          .ifPresent(step -> {
            apply(cloud, bit, step, seed);
            steps.add(step);
          });
    }
    assertThat(steps.size() * MovingCloud.FOOTPRINT)
        .as(seed + ": the budget of a day")
        .isLessThanOrEqualTo(DAY_BYTES);
    if (isChanged && steps.isEmpty()) {
      return day(cloud, seed);
    }
    return steps;
  }

  private Optional<Step> step(MovingCloud cloud, Bit bit) {
    MovementBit facts = cloud.facts(bit);
    if (policy.isHot(facts, cloud.room())) {
      return policy.rise(facts, cloud.cloud(bit));
    }
    for (MovementNode from : facts.holders()) {
      Optional<Step> step =
          from.isDemoted()
              ? policy.empty(facts, from, cloud.cloud(bit))
              : policy.isCold(facts, from)
                  ? policy.cool(facts, from, cloud.cloud(bit))
                  : Optional.empty();
      if (step.isPresent()) {
        return step;
      }
    }
    return Optional.empty();
  }

  private void apply(MovingCloud cloud, Bit bit, Step step, String seed) {
    MovementBit before = cloud.facts(bit);
    Candidate to = cloud.candidate(step.to());
    List<Candidate> were = before.holders().stream().map(MovementNode::known).toList();
    assertThat(to.online() && to.prompt()).as(seed + ": is here").isTrue();
    assertThat(cloud.closed).as(seed + ": takes new ones").doesNotContain(step.to());
    assertThat(cloud.slow).as(seed + ": is not slow").doesNotContain(step.to());
    assertThat(cloud.busy).as(seed + ": is quiet").doesNotContain(step.to());
    assertThat(to.merits().trust()).as(seed).isNotEqualTo(Trust.DOUBTED);
    assertThat(cloud.mates(bit)).as(seed + ": one bit a node").doesNotContainKey(step.to());
    assertThat(step.givers()).as(seed + ": given by who has it").isNotEmpty();
    assertThat(bit.copies).as(seed).containsAll(step.givers());
    assertThat(cloud.budget.take(step.to(), step.givers(), MovingCloud.FOOTPRINT))
        .as(seed + ": is within its budget")
        .isTrue();
    cloud.add(bit, step.to());
    if (step.why() == Why.HOT) {
      bit.extra++;
      assertThat(bit.extra).as(seed).isLessThanOrEqualTo(bit.wanted);
      assertThat(cloud.candidate(step.to()).freeShare())
          .as(seed + ": leaves room")
          .isGreaterThanOrEqualTo(MovementLimits.EXTRA_FREE_SHARE);
    } else {
      assertThat(policy.mayLetGo(cloud.facts(bit), step.from(), step.to()))
          .as(seed + ": what may begin may end")
          .isTrue();
      cloud.remove(bit, step.from());
    }
    moved.merge(step.why(), 1, Integer::sum);
    List<Candidate> are = bit.copies.stream().map(cloud::candidate).toList();
    assertThat(cloud.candidate(step.to()).freeShare()).as(seed + ": room").isNotNegative();
    assertThat(are.stream().map(Candidate::site))
        .as(seed + ": a copy a site")
        .doesNotHaveDuplicates();
    assertThat(bit.copies).as(seed).hasSize(bit.wanted + bit.extra);
    assertThat(Keeping.nats(are))
        .as(seed + ": target")
        .isGreaterThanOrEqualTo(Math.min(Keeping.nats(were), MovementLimits.BUDGET_ENOUGH) - 1e-9);
    assertThat(are.stream().anyMatch(node -> node.merits().isAnchor()))
        .as(seed + ": anchored")
        .isEqualTo(
            were.stream().anyMatch(node -> node.merits().isAnchor()) || to.merits().isAnchor());
  }
}
