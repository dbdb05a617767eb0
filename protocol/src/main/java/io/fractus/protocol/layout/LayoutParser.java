// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.layout;

import io.fractus.protocol.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Reads one layout from text: {@code level[:k[+m][xcopies[,copies...]]]}. Not thread-safe. */
final class LayoutParser {
  private static final String EXAMPLE =
      "; examples: raid6:8+2x2, raid5:4+1, raid1:1x3, rs:10+4, raid5:2+1x2,2,1";

  /** Digits that fit an int and exceed every limit. */
  private static final int DIGITS_MAX = 6;

  private final String given;
  private final String text;
  private int at;

  LayoutParser(String text) {
    this.given = text;
    this.text = text.strip().toLowerCase(Locale.ROOT);
  }

  Layout parse() {
    if (text.length() > Limits.LAYOUT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a layout has at most %d characters, not %d%s"
              .formatted(Limits.LAYOUT_LENGTH_MAX, text.length(), EXAMPLE));
    }
    Level level = level();
    int dataBits = dataBits(level);
    int parityBits = parityBits(level);
    List<Integer> copies = copies(level, (long) dataBits + parityBits);
    if (at < text.length()) {
      throw wrong("unexpected '" + text.charAt(at) + "' " + where());
    }
    try {
      return new Layout(level, dataBits, parityBits, copies);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Level level() {
    while (at < text.length() && ":+x".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(0, at);
    for (Level level : Level.values()) {
      if (level.toString().equals(name)) {
        return level;
      }
    }
    throw wrong("'" + name + "' is no level; levels are raid0, raid1, raid5, raid6, raid7, rs");
  }

  private int dataBits(Level level) {
    if (skip(':')) {
      return number("the number of data bits");
    }
    if (level == Level.RAID1) {
      return 1;
    }
    throw wrong("':' and the number of data bits are missing after '" + level + "'");
  }

  private int parityBits(Level level) {
    if (skip('+')) {
      return number("the number of parity bits");
    }
    if (level.parityIsFree()) {
      throw wrong("'+' and the number of parity bits are missing " + where());
    }
    return level.parityBits();
  }

  private List<Integer> copies(Level level, long bits) {
    int size = (int) Math.min(bits, Limits.BITS_PER_STRIPE_MAX);
    if (!skip('x')) {
      return Collections.nCopies(size, level.copiesDefault());
    }
    List<Integer> numbers = new ArrayList<>();
    do {
      numbers.add(number("a number of copies"));
    } while (skip(','));
    return numbers.size() == 1 ? Collections.nCopies(size, numbers.getFirst()) : numbers;
  }

  private int number(String what) {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong(what + " is missing " + where());
    }
    if (at - from > DIGITS_MAX) {
      throw wrong(what + " is too large at character " + (from + 1));
    }
    return Integer.parseInt(text.substring(from, at));
  }

  private boolean skip(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private String where() {
    return at < text.length() ? "at character " + (at + 1) : "at the end";
  }

  private IllegalArgumentException wrong(String what) {
    String shown = given.length() > 64 ? given.substring(0, 64) + "..." : given;
    return new IllegalArgumentException("layout '" + shown + "': " + what + EXAMPLE);
  }
}
