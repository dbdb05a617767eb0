// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.tracker.demand.DemandBook.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DemandBookTest {
  private static final long HALF = DemandLimits.HALF_LIFE.toMillis();
  private static final double EXACT = 1e-9;

  private static DemandBook book(int max) {
    return new DemandBook(max, List.of(), 0, 0);
  }

  @Test
  void read_longAgo_countsHalfWithEachHalfLife() {
    DemandBook book = book(10);
    for (int i = 0; i < 8; i++) {
      book.read(1, 1, 0);
    }

    assertThat(book.atLeast(1, 0)).isCloseTo(8, within(EXACT));
    assertThat(book.atLeast(1, HALF)).isCloseTo(4, within(EXACT));
    book.read(1, 0.5, 2 * HALF);
    assertThat(book.atLeast(1, 2 * HALF)).isCloseTo(2.5, within(EXACT));
    assertThat(book.atLeast(2, 0)).isZero();
  }

  @Test
  void read_moreThanAllOfIt_isOneRead() {
    DemandBook book = book(10);

    book.read(1, 1e9, 0);
    book.read(2, -3, 0);

    assertThat(book.atLeast(1, 0)).isEqualTo(1);
    assertThat(book.atLeast(2, 0)).isZero();
  }

  @Test
  void read_withoutEnd_isBelievedUpToABound() {
    DemandBook book = book(10);

    for (int i = 0; i < 3 * DemandLimits.READS_MAX; i++) {
      book.read(1, 1, i);
    }

    assertThat(book.atLeast(1, (long) (3 * DemandLimits.READS_MAX)))
        .isLessThanOrEqualTo(DemandLimits.READS_MAX);
    assertThat(book.atLeast(1, 12 * HALF + (long) (3 * DemandLimits.READS_MAX)))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void newBook_knowsOfNoBitThatItIsCold_untilThatWouldBeForgotten() {
    DemandBook book = new DemandBook(10, 0);

    assertThat(book.atLeast(7, 0)).isZero();
    assertThat(book.atMost(7, 0)).isEqualTo(DemandLimits.READS_MAX);
    assertThat(book.atMost(7, 13 * HALF)).isLessThan(1);
  }

  @Test
  void fullBook_anyReads_boundsHoldAgainstACountOfAll() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int max = 1 + random.nextInt(40);
      DemandBook book = book(max);
      Map<Long, Double> all = new HashMap<>();
      long now = 0;
      for (int i = 0; i < 1_000; i++) {
        long step = (long) (random.nextDouble() * HALF / 50);
        now += step;
        all.replaceAll((_, reads) -> reads * Math.pow(0.5, (double) step / HALF));
        long bit = (long) (100 * Math.pow(random.nextDouble(), 3));
        book.read(bit, 1, now);
        all.merge(bit, 1.0, Double::sum);
      }
      assertThat(book.size()).as("seed %d", seed).isLessThanOrEqualTo(max);
      for (Map.Entry<Long, Double> bit : all.entrySet()) {
        assertThat(book.atLeast(bit.getKey(), now))
            .as("seed %d", seed)
            .isLessThanOrEqualTo(bit.getValue() + EXACT);
        assertThat(book.atMost(bit.getKey(), now))
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(bit.getValue() - EXACT);
      }
    }
  }

  @Test
  void hottest_someBits_comesInOrderAndNoOthers() {
    DemandBook book = book(10);
    for (long bit = 1; bit <= 5; bit++) {
      for (long i = 0; i < bit; i++) {
        book.read(bit, 1, 0);
      }
    }

    assertThat(book.hottest(2, 2, 0)).extracting(Known::bit).containsExactly(5L, 4L);
    assertThat(book.hottest(2, 9, 0)).extracting(Known::bit).containsExactly(5L, 4L, 3L, 2L);
    assertThat(book.hottest(2, 9, HALF)).extracting(Known::bit).containsExactly(5L, 4L);
  }

  @Test
  void takeChanged_writtenAndReadAgain_knowsTheSame() {
    Random random = new Random(3);
    DemandBook book = book(50);
    Map<Long, Known> disk = new HashMap<>();
    double floor = 0;
    long now = 0;
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(100_000);
      book.read(random.nextInt(120), random.nextDouble(), now);
      if (i % 100 == 99) {
        for (int page = 0; page < 50; page++) {
          DemandBook.Page some = book.takeChanged(7, now);
          some.known().forEach(known -> disk.put(known.bit(), known));
          some.gone().forEach(disk::remove);
          floor = some.floor();
        }
      }
    }

    DemandBook again = new DemandBook(50, new ArrayList<>(disk.values()), floor, now);

    assertThat(again.size()).isEqualTo(book.size());
    for (long bit = 0; bit < 120; bit++) {
      assertThat(again.atLeast(bit, now)).isCloseTo(book.atLeast(bit, now), within(EXACT));
      assertThat(again.atMost(bit, now)).isCloseTo(book.atMost(bit, now), within(EXACT));
    }
  }

  @Test
  void forget_bit_isWrittenAsGone() {
    DemandBook book = book(10);
    book.read(1, 1, 0);

    book.forget(1);

    assertThat(book.atLeast(1, 0)).isZero();
    assertThat(book.takeChanged(9, 0).gone()).containsExactly(1L);
    assertThat(book.takeChanged(9, 0).gone()).isEmpty();
  }
}
