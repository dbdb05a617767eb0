// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-coding of paths and queries, strict in both directions. Stateless. */
public final class PercentCoding {
  private static final String UNRESERVED = "-._~";

  private PercentCoding() {}

  /**
   * Decodes once. A plus is a plus.
   *
   * @throws IllegalArgumentException if an escape is broken or the bytes are not UTF-8
   */
  public static String decode(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(hex(raw, i + 1) << 4 | hex(raw, i + 2));
        i += 3;
      } else {
        int end = raw.offsetByCodePoints(i, 1);
        bytes.writeBytes(raw.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8 once percent-decoded", e);
    }
  }

  private static int hex(String raw, int index) {
    int digit = index < raw.length() ? Character.digit(raw.charAt(index), 16) : -1;
    if (digit < 0 || raw.charAt(index) > 'f') {
      throw new IllegalArgumentException("a '%' in it has no two hexadecimal digits after it");
    }
    return digit;
  }

  /** Encodes all but letters, digits and {@code -._~}: what AWS signs. */
  public static String encode(String text) {
    return encode(text, UNRESERVED);
  }

  /** The same, but slashes stay. */
  public static String encodePath(String text) {
    return encode(text, UNRESERVED + "/");
  }

  private static String encode(String text, String safe) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isAlphanumeric(c) || safe.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(upperHex(c >> 4)).append(upperHex(c & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static char upperHex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
