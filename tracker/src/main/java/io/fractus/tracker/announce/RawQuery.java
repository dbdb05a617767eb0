// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.tracker.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request as bytes: infohashes are not text, so no decoder of characters may touch
 * them. A plus is a plus, as every client means it. Immutable.
 */
final class RawQuery {
  private final Map<String, List<byte[]>> values;

  private RawQuery(Map<String, List<byte[]>> values) {
    this.values = values;
  }

  /** Parses what follows the question mark; null is an empty query. */
  static RawQuery parse(@Nullable String query) {
    Map<String, List<byte[]>> values = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return new RawQuery(values);
    }
    if (query.length() > Limits.QUERY_LENGTH_MAX) {
      throw new AnnounceException("query too long");
    }
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', start);
      if (equals > start && equals < end) {
        String name = new String(decode(query, start, equals), StandardCharsets.UTF_8);
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(decode(query, equals + 1, end));
      }
      start = end + 1;
    }
    return new RawQuery(values);
  }

  private static byte[] decode(String text, int start, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
    int position = start;
    while (position < end) {
      char c = text.charAt(position);
      if (c == '%' && position + 2 < end && isHex(text, position)) {
        bytes.write(Integer.parseInt(text, position + 1, position + 3, 16));
        position += 3;
      } else {
        bytes.write(c);
        position++;
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isHex(String text, int position) {
    return Character.digit(text.charAt(position + 1), 16) >= 0
        && Character.digit(text.charAt(position + 2), 16) >= 0;
  }

  /** The first value under a name, or null. */
  byte @Nullable [] bytes(String name) {
    List<byte[]> found = values.get(name);
    return found == null ? null : found.getFirst();
  }

  /** All values under a name. */
  List<byte[]> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The first value under a name as text, or null. */
  @Nullable String text(String name) {
    byte[] found = bytes(name);
    return found == null ? null : new String(found, StandardCharsets.UTF_8);
  }

  /** The first value under a name as a number, or the default if there is none or it is none. */
  long number(String name, long otherwise) {
    String found = text(name);
    if (found == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(found);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
