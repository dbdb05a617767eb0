// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MembershipsTest {
  private static final long SEED = Long.getLong("fractus.seed", 8L);
  private static final int NODES = 500;
  private static final int GROUPS = 40;
  private static final int STEPS = 60_000;

  @Test
  void of_afterManyChanges_isWhatASetOfEachNodeHas() {
    Random random = new Random(SEED);
    Memberships memberships = new Memberships();
    Map<Long, Set<Integer>> expected = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      // Negative keys, zero and such as differ in their highest bits alone.
      long node = (random.nextInt(NODES) - 9L) << (random.nextBoolean() ? 0 : 40);
      int group = 1 + random.nextInt(GROUPS);
      Set<Integer> of = expected.computeIfAbsent(node, _ -> new TreeSet<>());
      boolean joins = random.nextInt(STEPS) > step;
      if (joins && of.add(group)) {
        memberships.add(node, group);
      } else if (!joins) {
        of.remove(group);
        memberships.remove(node, group);
      }
      if (step % 1_000 == 0) {
        expected.forEach((key, groups) ->
            assertThat(memberships.of(key))
                .as("seed %d, node %d", SEED, key)
                .containsExactlyInAnyOrder(groups.stream().mapToInt(Integer::intValue).toArray()));
      }
    }
    assertThat(memberships.of(NODES)).isEmpty();
  }
}
