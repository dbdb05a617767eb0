// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

/** Patterns with {@code *} for any characters and {@code ?} for one. Stateless. */
final class Wildcards {
  private Wildcards() {}

  /** Whether a pattern fits all of a text; takes at most as many steps as their product. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int from = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        // The last star takes one more; what an earlier one could take makes no difference.
        p = star + 1;
        t = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
