// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * The common prefixes of one page of a listing: keys come in order, those that have a delimiter
 * behind the prefix that is asked for roll up into one entry, and the scan is told where to go on
 * behind all that it hides. Not thread-safe.
 */
final class CommonPrefixes {
  private final String prefix;
  private final String delimiter;
  private final List<String> found = new ArrayList<>();

  /** The common prefix that the last keys rolled up into, or empty. */
  private String hiding = "";

  /**
   * Those of a listing.
   *
   * @param delimiter empty if nothing rolls up
   */
  CommonPrefixes(String prefix, String delimiter) {
    this.prefix = prefix;
    this.delimiter = delimiter;
  }

  /** Where to begin after a key; after a common prefix, that is behind all that it hides. */
  String start(String after) {
    boolean rolledUp =
        !delimiter.isEmpty()
            && after.endsWith(delimiter)
            && after.startsWith(prefix)
            && after.length() > prefix.length();
    hiding = rolledUp ? after : "";
    return behind(after);
  }

  /** Whether a key is in the common prefix that was found last. */
  boolean hides(String key) {
    return !hiding.isEmpty() && key.startsWith(hiding);
  }

  /** Where to go on behind a key, or behind all that is hidden with it. */
  String behind(String key) {
    return hides(key) ? KeyCursor.behind(hiding, key) : key;
  }

  /**
   * Whether a key rolls up into a common prefix that was not found before, which hides from now on
   * what else begins with it.
   */
  boolean rollsUp(String key) {
    int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    if (end < 0) {
      return false;
    }
    hiding = key.substring(0, end + delimiter.length());
    found.add(hiding);
    return true;
  }

  /** Those of the page so far, in order. */
  List<String> found() {
    return found;
  }
}
