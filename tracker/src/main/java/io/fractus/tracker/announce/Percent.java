// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import java.util.Arrays;

/** Percent-encoding of bytes. Stateless. */
final class Percent {
  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 16; i++) {
      char digit = Character.forDigit(i, 16);
      DIGITS[digit] = (byte) i;
      DIGITS[Character.toUpperCase(digit)] = (byte) i;
    }
  }

  private Percent() {}

  /** The bytes meant; what is no escape stands for itself. */
  static byte[] decode(byte[] text, int from, int to) {
    byte[] bytes = new byte[to - from];
    int length = 0;
    int at = from;
    while (at < to) {
      byte b = text[at++];
      if (b == '%' && at + 1 < to) {
        int high = digit(text[at]);
        int low = digit(text[at + 1]);
        if (high >= 0 && low >= 0) {
          b = (byte) ((high << 4) | low);
          at += 2;
        }
      }
      bytes[length++] = b;
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static int digit(byte b) {
    return b < 0 ? -1 : DIGITS[b];
  }
}
