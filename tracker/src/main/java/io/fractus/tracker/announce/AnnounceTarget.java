// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The path and query of an announce or scrape URL: {@code /announce?passkey=K}, which is handed
 * out, and {@code /announce/K} and {@code /K/announce}, which other trackers have; scrape likewise.
 * Immutable.
 */
final class AnnounceTarget {
  private static final byte[] ANNOUNCE = "announce".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SCRAPE = "scrape".getBytes(StandardCharsets.US_ASCII);

  private final boolean scrape;
  private final byte @Nullable [] passkey;
  private final int queryStart;
  private final int queryEnd;

  private AnnounceTarget(boolean scrape, byte @Nullable [] passkey, int queryStart, int queryEnd) {
    this.scrape = scrape;
    this.passkey = passkey;
    this.queryStart = queryStart;
    this.queryEnd = queryEnd;
  }

  /** Reads a request target, or returns null if it is anything else. */
  static @Nullable AnnounceTarget parse(byte[] text, int from, int to) {
    if (from >= to || text[from] != '/') {
      return null;
    }
    int pathEnd = indexOf(text, '?', from, to);
    int queryStart = Math.min(pathEnd + 1, to);
    int firstEnd = indexOf(text, '/', from + 1, pathEnd);
    if (firstEnd == pathEnd) {
      return of(text, from + 1, pathEnd, null, queryStart, to);
    }
    int second = firstEnd + 1;
    if (second == pathEnd || indexOf(text, '/', second, pathEnd) != pathEnd) {
      return null;
    }
    AnnounceTarget first =
        of(text, from + 1, firstEnd, Percent.decode(text, second, pathEnd), queryStart, to);
    return first != null
        ? first
        : of(text, second, pathEnd, Percent.decode(text, from + 1, firstEnd), queryStart, to);
  }

  private static @Nullable AnnounceTarget of(
      byte[] text, int from, int to, byte @Nullable [] passkey, int queryStart, int queryEnd) {
    boolean scrape = is(text, from, to, SCRAPE);
    return scrape || is(text, from, to, ANNOUNCE)
        ? new AnnounceTarget(scrape, passkey, queryStart, queryEnd)
        : null;
  }

  private static boolean is(byte[] text, int from, int to, byte[] name) {
    return Arrays.equals(text, from, to, name, 0, name.length);
  }

  private static int indexOf(byte[] text, char wanted, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text[at] == wanted) {
        return at;
      }
    }
    return to;
  }

  /** Whether it asks for counts only. */
  boolean isScrape() {
    return scrape;
  }

  /** The passkey in the path, or null if it is in the query. */
  byte @Nullable [] passkey() {
    return passkey;
  }

  /** Where the query begins; its end if there is none. */
  int queryStart() {
    return queryStart;
  }

  int queryEnd() {
    return queryEnd;
  }
}
