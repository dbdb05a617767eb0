// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.protocol.Limits;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A layout as the tracker sees it: k data bits, m parity bits, the copies of each. Its text is that
 * of the gateway's layouts, {@code raid6:8+2x2}. Immutable, thread-safe.
 *
 * @param level raid0, raid1, raid5, raid6, raid7 or rs
 * @param dataBits k
 * @param parityBits m
 * @param copies of each of the k + m bits, data bits first
 */
public record Shape(String level, int dataBits, int parityBits, List<Integer> copies) {
  private static final Map<String, Integer> PARITY =
      Map.of("raid0", 0, "raid1", 0, "raid5", 1, "raid6", 2, "raid7", 3);
  private static final Pattern TEXT =
      Pattern.compile(
          "(raid[01567]|rs)(?::(\\d{1,3})(?:\\+(\\d{1,3}))?)?(?:x(\\d{1,2}(?:,\\d{1,2}){0,254}))?");

  public Shape {
    copies = List.copyOf(copies);
    int bits = dataBits + parityBits;
    int prescribed = PARITY.getOrDefault(level, Math.max(1, parityBits));
    if (dataBits < 1 || bits > Limits.BITS_PER_STRIPE_MAX || parityBits != prescribed) {
      throw new IllegalArgumentException(
          "%s has no %d data and %d parity bits".formatted(level, dataBits, parityBits));
    }
    if (level.equals("raid1") && dataBits != 1) {
      throw new IllegalArgumentException("raid1 has 1 data bit, not " + dataBits);
    }
    if (copies.size() != bits) {
      throw new IllegalArgumentException(
          "copies are one number or one for each of %d bits, not %d"
              .formatted(bits, copies.size()));
    }
    if (copies.stream().anyMatch(n -> n < 1 || n > Limits.COPIES_MAX)) {
      throw new IllegalArgumentException("a bit has 1 to %d copies".formatted(Limits.COPIES_MAX));
    }
  }

  /** A shape whose bits have the same number of copies. */
  static Shape of(String level, int dataBits, int parityBits, int copies) {
    return new Shape(
        level, dataBits, parityBits, Collections.nCopies(dataBits + parityBits, copies));
  }

  /**
   * The shape of a layout in text.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Shape parse(String text) {
    Matcher parts = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no layout; examples: raid6:8+2x2, raid5:4+1, raid1:1x3, rs:10+4, raid5:2+1x2,2,1"
              .formatted(text));
    }
    String level = parts.group(1);
    boolean mirror = level.equals("raid1");
    if (parts.group(2) == null && !mirror) {
      throw new IllegalArgumentException("'%s' does not say how many data bits".formatted(text));
    }
    int k = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
    int m =
        parts.group(3) == null ? PARITY.getOrDefault(level, 0) : Integer.parseInt(parts.group(3));
    String copies = parts.group(4) == null ? mirror ? "2" : "1" : parts.group(4);
    List<Integer> numbers = Stream.of(copies.split(",", -1)).map(Integer::parseInt).toList();
    return numbers.size() == 1
        ? of(level, k, m, numbers.getFirst())
        : new Shape(level, k, m, numbers);
  }

  int bits() {
    return dataBits + parityBits;
  }

  /** The nodes that a stripe needs, since a node has at most one bit of it. */
  public int nodes() {
    return copies.stream().mapToInt(Integer::intValue).sum();
  }

  /** Bytes stored for each byte of data. */
  public double overhead() {
    return (double) nodes() / dataBits;
  }

  @Override
  public String toString() {
    String shape = level + ":" + dataBits + "+" + parityBits;
    boolean alike = copies.stream().distinct().count() == 1;
    if (alike && copies.getFirst() == 1 && !level.equals("raid1")) {
      return shape;
    }
    return shape
        + "x"
        + (alike
            ? copies.getFirst().toString()
            : copies.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }
}
