// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code 10MB}, {@code 1.5 GiB}, {@code 4096}. MB, GB, TB are
 * powers of 1000; MiB, GiB, TiB powers of 1024.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) {
  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(i?)b?");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative, this is " + bytes);
    }
  }

  /** Throws {@link IllegalArgumentException} with the syntax if it is not a size. */
  public static ByteSize parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size: write 10MB, 1.5GiB or a number of bytes");
    }
    int power = "kmgt".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1);
    double unit = Math.pow(matcher.group(3).isEmpty() ? 1000 : 1024, power);
    double bytes = Double.parseDouble(matcher.group(1)) * unit;
    if (bytes > Long.MAX_VALUE / 2.0) {
      throw new IllegalArgumentException("'" + text + "' is more than any disk holds");
    }
    return new ByteSize(Math.round(bytes));
  }

  /** For people: three significant digits at most, powers of 1000. */
  @Override
  public String toString() {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    String format =
        unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, units[unit]);
  }
}
