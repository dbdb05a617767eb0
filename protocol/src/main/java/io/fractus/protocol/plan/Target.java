// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.plan;

import io.fractus.protocol.layout.Layout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a storage class asks for: a layout, or nines for which the planner finds one.
 *
 * <pre>
 * target = layout                                  raid6:4+2x2
 *        | term ("," term)*                        99.99%/worst-hour,11-nines/year,3x
 * term   = percent "%/worst-hour"                  readable so often in the worst hour of the week
 *        | number "-nines/worst-hour"              the same in nines
 *        | number "-nines/year"                    nines a year of not being lost
 *        | number "x"                              bytes stored for each byte, at most; else 3
 * </pre>
 *
 * A wish has at least one of the first three, each term once, in any order.
 */
public sealed interface Target {
  /** This layout and no other. */
  record OfLayout(Layout layout) implements Target {
    @Override
    public String toString() {
      return layout.toString();
    }
  }

  /** Whichever layout gives that. */
  record OfWish(Wish wish) implements Target {
    /** The canonical text, which {@link Target#parse} reads back. */
    @Override
    public String toString() {
      List<String> terms = new ArrayList<>();
      if (wish.availability() > 0) {
        terms.add(plain(decimal(wish.availability()).movePointRight(2)) + "%/worst-hour");
      }
      if (wish.durability() > 0) {
        terms.add(plain(decimal(wish.durability())) + "-nines/year");
      }
      terms.add(plain(decimal(wish.overheadMax())) + "x");
      return String.join(",", terms);
    }

    private static BigDecimal decimal(double value) {
      return new BigDecimal(String.valueOf(value));
    }

    private static String plain(BigDecimal value) {
      return value.stripTrailingZeros().toPlainString();
    }
  }

  /** What is stored for each byte at most, where a wish does not say. */
  double OVERHEAD_DEFAULT = 3;

  /**
   * The target that a text stands for.
   *
   * @throws IllegalArgumentException if it is none: the message says why, and gives examples
   */
  static Target parse(String text) {
    String stripped = text.strip().toLowerCase(Locale.ROOT);
    return stripped.isEmpty() || Character.isDigit(stripped.charAt(0))
        ? new Terms(text).parse(stripped)
        : new OfLayout(Layout.parse(text));
  }

  /** Reads a wish. Used once. */
  final class Terms {
    private static final int LENGTH_MAX = 128;
    private static final String EXAMPLES =
        "; examples: 99.99%/worst-hour,11-nines/year,3x or 9-nines/year,1.8x or raid6:4+2x2";
    private static final Pattern TERM =
        Pattern.compile(
            "(\\d{1,6}(?:\\.\\d{1,12})?)(%/worst-hour|-nines/worst-hour|-nines/year|x)");

    private final String given;
    private double availability = -1;
    private double durability = -1;
    private double overhead = -1;

    Terms(String given) {
      this.given = given;
    }

    Target parse(String text) {
      if (text.length() > LENGTH_MAX) {
        throw wrong("has more than " + LENGTH_MAX + " characters");
      }
      for (String term : text.split(",", -1)) {
        read(term.strip());
      }
      if (availability < 0 && durability < 0) {
        throw wrong("wishes for no nines");
      }
      try {
        return new OfWish(
            new Wish(
                Math.max(0, availability),
                Math.max(0, durability),
                overhead < 0 ? OVERHEAD_DEFAULT : overhead));
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    private void read(String term) {
      Matcher parts = TERM.matcher(term);
      if (!parts.matches()) {
        throw wrong("'" + term + "' is no term of a target");
      }
      BigDecimal number = new BigDecimal(parts.group(1));
      switch (parts.group(2)) {
        case "%/worst-hour" ->
            availability = once(availability, number.movePointLeft(2).doubleValue());
        case "-nines/worst-hour" ->
            availability = once(availability, 1 - Math.pow(10, -number.doubleValue()));
        case "-nines/year" -> durability = once(durability, number.doubleValue());
        default -> overhead = once(overhead, number.doubleValue());
      }
    }

    private double once(double before, double now) {
      if (before >= 0) {
        throw wrong("says the same thing twice");
      }
      return now;
    }

    private IllegalArgumentException wrong(String what) {
      String shown = given.length() > LENGTH_MAX ? given.substring(0, LENGTH_MAX) + "..." : given;
      return new IllegalArgumentException("target '" + shown + "' " + what + EXAMPLES);
    }
  }
}
