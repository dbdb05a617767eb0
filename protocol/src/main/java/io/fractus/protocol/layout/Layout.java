// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.layout;

import io.fractus.protocol.Limits;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a stripe is made: the level, k data bits, m parity bits, and the copies of each. Immutable
 * and thread-safe.
 *
 * <p>In text: {@code raid6:8+2x2} is eight data bits, two parity bits, two copies of each. The
 * parity of a numbered level may be left out ({@code raid6:8x2}), copies are 1 if not given (2 for
 * {@code raid1}), and may be given bit by bit, data bits first: {@code raid5:2+1x2,2,1}.
 *
 * @param level how the stripe is protected
 * @param dataBits k, at least 1; 1 for {@link Level#RAID1}
 * @param parityBits m, as the level prescribes; k + m is at most 255
 * @param copies k + m numbers from 1 to 16, data bits first
 */
public record Layout(Level level, int dataBits, int parityBits, List<Integer> copies) {
  public Layout {
    copies = List.copyOf(copies);
    if (dataBits < 1) {
      throw new IllegalArgumentException("a layout needs at least 1 data bit, not " + dataBits);
    }
    if (level == Level.RAID1 && dataBits != 1) {
      throw new IllegalArgumentException(
          "raid1 has 1 data bit, not " + dataBits + "; use raid0 or raid5 for more");
    }
    if (level.parityIsFree()) {
      if (parityBits < 1) {
        throw new IllegalArgumentException(
            level + " needs at least 1 parity bit, not " + parityBits + "; raid0 has none");
      }
    } else if (parityBits != level.parityBits()) {
      throw new IllegalArgumentException(
          "%s has %d parity bit%s, not %d"
              .formatted(
                  level, level.parityBits(), level.parityBits() == 1 ? "" : "s", parityBits));
    }
    if ((long) dataBits + parityBits > Limits.BITS_PER_STRIPE_MAX) {
      throw new IllegalArgumentException(
          "a stripe has at most %d bits, not %d+%d"
              .formatted(Limits.BITS_PER_STRIPE_MAX, dataBits, parityBits));
    }
    if (copies.size() != dataBits + parityBits) {
      throw new IllegalArgumentException(
          "copies are one number for all bits or one for each of the %d bits, not %d numbers"
              .formatted(dataBits + parityBits, copies.size()));
    }
    for (int n : copies) {
      if (n < 1 || n > Limits.COPIES_MAX) {
        throw new IllegalArgumentException(
            "a bit has 1 to %d copies, not %d".formatted(Limits.COPIES_MAX, n));
      }
    }
  }

  /**
   * The layout that a text such as {@code raid6:8+2x2} stands for. Upper case is taken for lower
   * case.
   *
   * @throws IllegalArgumentException if it is none: the message says what is wrong, where, and
   *     gives an example
   */
  public static Layout parse(String text) {
    return new LayoutParser(text).parse();
  }

  /** A layout whose bits have the same number of copies. */
  public static Layout of(Level level, int dataBits, int parityBits, int copies) {
    int bits = Math.clamp((long) dataBits + parityBits, 0, Limits.BITS_PER_STRIPE_MAX);
    return new Layout(level, dataBits, parityBits, Collections.nCopies(bits, copies));
  }

  /** The bits of a stripe: n = k + m. */
  public int bits() {
    return dataBits + parityBits;
  }

  /**
   * The copies of one bit.
   *
   * @param bit 0 to n - 1, data bits first
   */
  public int copies(int bit) {
    return copies.get(bit);
  }

  /** The copies of all bits: the nodes needed, since a node holds at most one bit of a stripe. */
  public int copiesTotal() {
    return copies.stream().mapToInt(Integer::intValue).sum();
  }

  /** Bytes stored for each byte of data: 2.5 for {@code raid6:8+2x2}. */
  public double overhead() {
    return (double) copiesTotal() / dataBits;
  }

  /** The canonical text, which {@link #parse} reads back: {@code raid6:8+2x2}. */
  @Override
  public String toString() {
    String shape = level + ":" + dataBits + "+" + parityBits;
    boolean alike = copies.stream().distinct().count() == 1;
    if (alike && copies.getFirst() == 1 && level.copiesDefault() == 1) {
      return shape;
    }
    String numbers =
        alike
            ? copies.getFirst().toString()
            : copies.stream().map(String::valueOf).collect(Collectors.joining(","));
    return shape + "x" + numbers;
  }
}
