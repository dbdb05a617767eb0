// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a scan of keys begins, in the order of their UTF-8 bytes: one bound and not two, for an
 * index is entered at one of them, and would be walked from there to the other.
 *
 * @param key the bound
 * @param behind whether what is at the bound is left out
 */
record KeyCursor(String key, boolean behind) {
  /** No key character sorts after this one. */
  private static final String HIGHEST = new String(Character.toChars(Character.MAX_CODE_POINT));

  /**
   * Where keys begin that come after one and not before another.
   *
   * @param after only keys that come after this one
   * @param from only keys that are this one or come after it
   */
  static KeyCursor of(String after, String from) {
    return compare(from, after) > 0 ? new KeyCursor(from, false) : new KeyCursor(after, true);
  }

  /** With one parameter, the key. */
  String condition() {
    return behind ? "object_key > ?" : "object_key >= ?";
  }

  /** Where to go on behind a key that is hidden by a common prefix: behind all that it hides. */
  static String behind(String prefix, String key) {
    String jump = prefix + HIGHEST;
    return compare(key, jump) > 0 ? key : jump;
  }

  /** As the database has them in order. */
  static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
