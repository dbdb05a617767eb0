// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Trust;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeritTableTest {
  private static final int NODES = 3_000;
  private static final List<Trust> TRUSTS = List.of(Trust.values());

  /** What it is, as far as it can be told from outside. */
  private record Seen(int hour, double miss, Trust trust, String region, float worth, boolean at) {
    static Seen of(int hour, Merits merits) {
      return new Seen(
          hour,
          merits.hours().miss(hour % FourHours.PARTS),
          merits.trust(),
          merits.region(),
          merits.worth(),
          merits.isAnchor());
    }
  }

  @Test
  void merits_ofManyNodesPutTwice_areTheLatestOfEach() {
    Random random = new Random(6);
    MeritTable table = new MeritTable();
    Map<Long, Seen> expected = new HashMap<>();
    for (int i = 0; i < 2 * NODES; i++) {
      long node = (long) random.nextInt(NODES) * 64;
      Merits merits = merits(random);
      int hour = 490_000 + i;
      table.put(node, hour, merits);
      expected.put(node, Seen.of(hour, merits));
    }
    expected.forEach((node, seen) -> {
      int row = table.row(node);
      assertThat(Seen.of(table.hour(row), table.merits(row))).as("node %d", node).isEqualTo(seen);
      assertThat(table.trust(row)).isEqualTo(seen.trust());
    });
    assertThat(table.row(1)).isEqualTo(MeritTable.ABSENT);
  }

  private static Merits merits(Random random) {
    double[] week = random.doubles(168).toArray();
    return new Merits(
        FourHours.of(WeekAvailability.of(hour -> week[hour])),
        TRUSTS.get(random.nextInt(TRUSTS.size())),
        "region" + random.nextInt(5),
        random.nextFloat(),
        random.nextBoolean());
  }
}
