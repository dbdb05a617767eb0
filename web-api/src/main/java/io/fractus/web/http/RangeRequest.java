// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks of an object of a known size. One range of bytes is honoured;
 * several ranges, other units and what is malformed are passed over, as RFC 9110 allows.
 */
public sealed interface RangeRequest {
  /** The whole object. */
  record Whole() implements RangeRequest {}

  /** Part of it: {@code length} bytes, at least one, from {@code offset} on. */
  record Part(long offset, long length) implements RangeRequest {}

  /** Nothing of what is asked is in the object. */
  record Unsatisfiable() implements RangeRequest {}

  /** A first and a last byte, either may be missing. */
  Pattern SYNTAX =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

  /** Digits that surely fit a long; a number of more is larger than any object. */
  int DIGITS_MAX = 18;

  /**
   * What a header asks for.
   *
   * @param header the value, or null if there is none
   * @param size of the object in bytes
   */
  static RangeRequest parse(@Nullable String header, long size) {
    Matcher matcher = SYNTAX.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      return new Whole();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(number(last), size);
    }
    long from = number(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (to < from) {
      return new Whole();
    }
    if (from >= size) {
      return new Unsatisfiable();
    }
    return new Part(from, Math.min(to, size - 1) - from + 1);
  }

  private static RangeRequest suffix(long wanted, long size) {
    long length = Math.min(wanted, size);
    return length == 0 ? new Unsatisfiable() : new Part(size - length, length);
  }

  private static long number(String digits) {
    return digits.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
