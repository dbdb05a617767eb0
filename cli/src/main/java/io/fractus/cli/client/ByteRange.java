// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of an object as HTTP has it: {@code 0-99} is the first hundred bytes, {@code 100-} the rest,
 * {@code -100} the last hundred.
 *
 * @param text in one of these forms
 */
record ByteRange(String text) {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18})-(\\d{1,18})?|-(\\d{1,18})");

  ByteRange {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a range is first-last, first- or -count in bytes, this is '" + text + "'");
    }
    if (matcher.group(2) != null
        && Long.parseLong(matcher.group(1)) > Long.parseLong(matcher.group(2))) {
      throw new IllegalArgumentException("the range '" + text + "' ends before it begins");
    }
  }

  String header() {
    return "bytes=" + text;
  }
}
