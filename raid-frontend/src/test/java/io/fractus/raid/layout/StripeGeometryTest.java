// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.layout;

import static io.fractus.raid.layout.StripeGeometry.CELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.layout.Layout;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeGeometryTest {
  @ParameterizedTest
  @CsvSource({
    // k, sealed, rows, tail cell, bit length
    "1, 1, 1, 64, 64",
    "4, 1, 1, 64, 64",
    "4, 256, 1, 64, 64",
    "4, 257, 1, 128, 128",
    "4, 262143, 1, 65536, 65536",
    "4, 262144, 1, 0, 65536",
    "4, 262145, 2, 64, 65600",
    "3, 589824, 3, 0, 196608",
    "255, 16711680, 1, 0, 65536",
    "1, 16777216, 256, 0, 16777216",
    "4, 67108864, 256, 0, 16777216",
  })
  void geometry_sealedLength_hasRowsAndTail(int k, long sealed, int rows, int tail, long bit) {
    StripeGeometry geometry = new StripeGeometry(k, sealed);
    assertThat(geometry.rows()).isEqualTo(rows);
    assertThat(geometry.tailCell()).isEqualTo(tail);
    assertThat(geometry.bitLength()).isEqualTo(bit);
    assertThat(geometry.fullRows()).isEqualTo(tail == 0 ? rows : rows - 1);
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += geometry.cellLength(row);
    }
    assertThat(sum).isEqualTo(bit);
  }

  /** Cells fill from left to right, rows from top to bottom. */
  @Test
  void locate_twoRowsAndTail_isTheDrawing() {
    StripeGeometry geometry = new StripeGeometry(3, 6L * CELL + 300);
    assertThat(geometry.tailCell()).isEqualTo(128);
    assertThat(geometry.locate(0)).isEqualTo(new Run(0, 0, CELL));
    assertThat(geometry.locate(CELL + 5)).isEqualTo(new Run(1, 5, CELL - 5));
    assertThat(geometry.locate(3L * CELL)).isEqualTo(new Run(0, CELL, CELL));
    assertThat(geometry.locate(6L * CELL - 1)).isEqualTo(new Run(2, 2L * CELL - 1, 1));
    assertThat(geometry.locate(6L * CELL + 127)).isEqualTo(new Run(0, 2L * CELL + 127, 1));
    assertThat(geometry.locate(6L * CELL + 256)).isEqualTo(new Run(2, 2L * CELL, 44));
    assertThat(geometry.locate(6L * CELL + 299)).isEqualTo(new Run(2, 2L * CELL + 43, 1));
  }

  @Test
  void locate_oneDataBit_isOneRun() {
    StripeGeometry geometry = new StripeGeometry(1, 5L * CELL + 7);
    assertThat(geometry.locate(3)).isEqualTo(new Run(0, 3, 5 * CELL + 4));
    assertThat(geometry.ranges(3, 2L * CELL)).containsExactly(new BitRange(0, 3, 2L * CELL + 3));
  }

  /** Each sealed byte has a place of its own, inside of the bits. */
  @Test
  void locate_allRuns_coverEachByteOnce() {
    for (int k : new int[] {1, 2, 3, 7, 29}) {
      for (long sealed : new long[] {1, 63, 1_000, 70_000, 2L * k * CELL, 2L * k * CELL + 4_321}) {
        StripeGeometry geometry = new StripeGeometry(k, sealed);
        Map<Integer, BitSet> used = new HashMap<>();
        int total = 0;
        for (long at = 0; at < sealed; ) {
          Run run = geometry.locate(at);
          BitSet bytes = used.computeIfAbsent(run.bit(), bit -> new BitSet());
          int from = (int) run.offset();
          assertThat(from + run.length()).isLessThanOrEqualTo((int) geometry.bitLength());
          assertThat(bytes.get(from, from + run.length()).isEmpty()).isTrue();
          bytes.set(from, from + run.length());
          total += run.length();
          at += run.length();
        }
        assertThat(total).isEqualTo(sealed);
        assertThat(used.keySet()).allMatch(bit -> bit < k);
      }
    }
  }

  @Test
  void ranges_acrossRows_areTheSmallestThatCover() {
    StripeGeometry geometry = new StripeGeometry(3, 6L * CELL + 300);
    assertThat(geometry.ranges(0, 0)).isEmpty();
    assertThat(geometry.ranges(10, 1)).containsExactly(new BitRange(0, 10, 11));
    assertThat(geometry.ranges(CELL - 1, 2))
        .containsExactly(new BitRange(0, CELL - 1, CELL), new BitRange(1, 0, 1));
    // From the middle of row 0 in bit 2 to the middle of row 1 in bit 0.
    assertThat(geometry.ranges(2L * CELL + 100, CELL))
        .containsExactly(new BitRange(0, CELL, CELL + 100), new BitRange(2, 100, CELL));
    assertThat(geometry.ranges(0, 6L * CELL + 300))
        .containsExactly(
            new BitRange(0, 0, 2L * CELL + 128),
            new BitRange(1, 0, 2L * CELL + 128),
            new BitRange(2, 0, 2L * CELL + 44));
  }

  @Test
  void ranges_random_areThoseOfTheSingleBytes() {
    Random random = new Random(7);
    StripeGeometry geometry = new StripeGeometry(3, 3L * CELL + 5_000);
    for (int round = 0; round < 20; round++) {
      long offset = random.nextLong(geometry.sealedLength());
      long length = 1 + random.nextLong(Math.min(70_000, geometry.sealedLength() - offset));
      long[] from = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
      long[] to = new long[3];
      for (long at = offset; at < offset + length; at++) {
        Run run = geometry.locate(at);
        from[run.bit()] = Math.min(from[run.bit()], run.offset());
        to[run.bit()] = Math.max(to[run.bit()], run.offset() + 1);
      }
      List<BitRange> expected =
          IntStream.range(0, 3)
              .filter(bit -> to[bit] > 0)
              .mapToObj(bit -> new BitRange(bit, from[bit], to[bit]))
              .toList();
      assertThat(geometry.ranges(offset, length)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "raid6:4+2, 4194304, 16777216",
    "raid6:4+2, 4194303, 16515072",
    "raid6:4+2, 1, 262144",
    "raid1, 1048576, 1048576",
    "raid1, 999999999999, 16777216",
    "raid7:8+3, 999999999999, 67108864",
    "raid7:17+3, 4194304, 66846720",
    "rs:200+55, 4194304, 65536000",
  })
  void sealedBytesPerSegment_target_isTheMostFullRows(String layout, long target, long expected) {
    Layout parsed = Layout.parse(layout);
    assertThat(StripeGeometry.sealedBytesPerSegment(parsed, target)).isEqualTo(expected);
    StripeGeometry geometry = new StripeGeometry(parsed.dataBits(), expected);
    assertThat(geometry.tailCell()).isZero();
  }

  @Test
  void bounds_exceeded_areRefused() {
    assertThatThrownBy(() -> new StripeGeometry(0, 1)).hasMessageContaining("1 to 255");
    assertThatThrownBy(() -> new StripeGeometry(256, 1)).hasMessageContaining("1 to 255");
    assertThatThrownBy(() -> new StripeGeometry(4, 0)).hasMessageContaining("sealed bytes");
    assertThatThrownBy(() -> new StripeGeometry(8, (64L << 20) + 1))
        .hasMessageContaining("67108864");
    assertThatThrownBy(() -> new StripeGeometry(1, (16L << 20) + 1))
        .hasMessageContaining("16777216");
    StripeGeometry geometry = new StripeGeometry(4, 100);
    assertThatThrownBy(() -> geometry.locate(100)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> geometry.locate(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> geometry.ranges(99, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> geometry.ranges(0, Long.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> geometry.cellLength(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> StripeGeometry.sealedBytesPerSegment(Layout.parse("raid1"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
