// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as much as announces need of it. Whatever is unusual is foreign: a full
 * HTTP server answers it, or refuses it.
 *
 * @param kind what it is
 * @param target what is asked for, if it is an announce
 * @param end where the next request begins
 * @param keepAlive whether there may be one
 * @param isOld whether it is HTTP/1.0, where an answer says so if there may be one
 */
record HttpHead(
    Kind kind, @Nullable AnnounceTarget target, int end, boolean keepAlive, boolean isOld) {
  private static final byte[] START = "GET /".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_LENGTH = "HTTP/1.1".length();
  private static final HttpHead INCOMPLETE = new HttpHead(Kind.INCOMPLETE, null, 0, false, false);
  private static final HttpHead FOREIGN = new HttpHead(Kind.FOREIGN, null, 0, false, false);

  /** What the bytes are so far. */
  enum Kind {
    /** More is needed to tell. */
    INCOMPLETE,
    /** Not for us. */
    FOREIGN,
    /** An announce or a scrape. */
    ANNOUNCE
  }

  static HttpHead parse(byte[] text, int from, int to) {
    for (int i = 0; i < START.length && from + i < to; i++) {
      if (text[from + i] != START[i]) {
        return FOREIGN;
      }
    }
    int lineEnd = indexOf(text, '\n', from, to);
    if (lineEnd == to) {
      return INCOMPLETE;
    }
    int lineTo = withoutReturn(text, from, lineEnd);
    int targetFrom = from + START.length - 1;
    int targetTo = indexOf(text, ' ', targetFrom, lineTo);
    AnnounceTarget target = AnnounceTarget.parse(text, targetFrom, targetTo);
    if (target == null
        || lineTo - targetTo - 1 != VERSION_LENGTH
        || !startsWith(text, targetTo + 1, lineTo, "http/1.")) {
      return FOREIGN;
    }
    return headers(text, lineEnd + 1, to, target, text[lineTo - 1] == '0');
  }

  private static HttpHead headers(
      byte[] text, int from, int to, AnnounceTarget target, boolean isOld) {
    boolean keepAlive = !isOld;
    int line = from;
    while (true) {
      int lineEnd = indexOf(text, '\n', line, to);
      if (lineEnd == to) {
        return INCOMPLETE;
      }
      int lineTo = withoutReturn(text, line, lineEnd);
      if (lineTo == line) {
        return new HttpHead(Kind.ANNOUNCE, target, lineEnd + 1, keepAlive, isOld);
      }
      switch (text[line] | 0x20) {
        case 'c' -> {
          if (startsWith(text, line, lineTo, "content-length:")) {
            return FOREIGN;
          }
          if (startsWith(text, line, lineTo, "connection:")) {
            keepAlive = keepAlive(text, line + "connection:".length(), lineTo, keepAlive);
          }
        }
        case 't', 'e', 'u' -> {
          if (startsWith(text, line, lineTo, "transfer-encoding:")
              || startsWith(text, line, lineTo, "expect:")
              || startsWith(text, line, lineTo, "upgrade:")) {
            return FOREIGN;
          }
        }
        default -> {
          // No other header changes the answer: Want-Digest of aria2, Accept-Encoding of others.
        }
      }
      line = lineEnd + 1;
    }
  }

  private static boolean keepAlive(byte[] text, int from, int to, boolean byDefault) {
    int at = from;
    while (at < to && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    if (startsWith(text, at, to, "close")) {
      return false;
    }
    return byDefault || startsWith(text, at, to, "keep-alive");
  }

  private static int withoutReturn(byte[] text, int from, int lineEnd) {
    return lineEnd > from && text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private static int indexOf(byte[] text, char wanted, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text[at] == wanted) {
        return at;
      }
    }
    return to;
  }

  /** Whether it begins with these lower-case letters, in either case. */
  private static boolean startsWith(byte[] text, int from, int to, String lower) {
    if (to - from < lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      byte b = text[from + i];
      int folded = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
      if (folded != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
