// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.repair.RepairQueue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepairQueueTest {
  private static final List<Urgency> URGENCIES = List.of(Urgency.values());
  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration LATER = Duration.ofMinutes(1);

  private static Entry entry(long bit, Urgency urgency, double days) {
    return new Entry(bit, 100, urgency, days);
  }

  private static List<Long> all(RepairQueue queue, Instant now) {
    List<Long> bits = new ArrayList<>();
    var next = queue.first(now);
    while (next.isPresent()) {
      bits.add(next.get().bit());
      next = queue.after(next.get());
    }
    return bits;
  }

  @Test
  void first_ofSome_isTheOneAtTheGreatestRisk() {
    RepairQueue queue = new RepairQueue(10);
    queue.offer(entry(1, Urgency.ABSENT, 1));
    queue.offer(entry(2, Urgency.PERMANENT, 9));
    queue.offer(entry(3, Urgency.PERMANENT, 8));
    queue.offer(entry(4, Urgency.URGENT, 700));

    assertThat(all(queue, NOW)).containsExactly(4L, 3L, 2L, 1L);
    queue.offer(entry(1, Urgency.URGENT, 3));
    assertThat(all(queue, NOW)).containsExactly(1L, 4L, 3L, 2L);
    assertThat(queue.sizes()).containsEntry(Urgency.URGENT, 2).containsEntry(Urgency.ABSENT, 0);
  }

  @Test
  void offer_moreThanItHolds_leavesOutThoseAtTheLeastRisk() {
    RepairQueue queue = new RepairQueue(2);
    queue.offer(entry(1, Urgency.ABSENT, 1));
    queue.offer(entry(2, Urgency.ABSENT, 2));
    queue.offer(entry(3, Urgency.ABSENT, 3));
    queue.offer(entry(4, Urgency.URGENT, 9));

    assertThat(all(queue, NOW)).containsExactly(4L, 1L);
  }

  @Test
  void park_bit_comesAgainWhenItsTimeIsOverOrItGotUrgent() {
    RepairQueue queue = new RepairQueue(10);
    Entry bit = entry(1, Urgency.ABSENT, 1);
    queue.offer(bit);
    queue.park(bit, NOW.plus(LATER));
    queue.offer(bit);

    assertThat(all(queue, NOW)).isEmpty();
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.parked()).isEqualTo(1);
    assertThat(all(queue, NOW.plus(LATER))).containsExactly(1L);

    queue.park(bit, NOW.plus(LATER).plus(LATER));
    queue.offer(entry(1, Urgency.URGENT, 1));
    assertThat(all(queue, NOW.plus(LATER))).containsExactly(1L);
  }

  @Test
  void anySteps_ofThousands_areWhatASortedListDoes() {
    long seed = Long.getLong("fractus.seed", 8);
    Random random = new Random(seed);
    RepairQueue queue = new RepairQueue(Integer.MAX_VALUE);
    Map<Long, Entry> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      long bit = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        queue.remove(bit);
        model.remove(bit);
      } else {
        Urgency urgency = URGENCIES.get(random.nextInt(URGENCIES.size()));
        Entry entry = entry(bit, urgency, random.nextInt(50));
        queue.offer(entry);
        model.put(bit, entry);
      }
    }
    List<Long> expected =
        model.values().stream()
            .sorted(
                Comparator.comparing(Entry::urgency)
                    .thenComparingDouble(Entry::days)
                    .thenComparingLong(Entry::bit))
            .map(Entry::bit)
            .toList();
    assertThat(all(queue, NOW)).as("seed " + seed).isEqualTo(expected);
    assertThat(queue.sizes().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(expected.size());
  }
}
