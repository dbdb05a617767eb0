// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.Limits;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each checked when it is read. Not thread-safe. */
final class Query {
  private final Context context;

  Query(Context context) {
    this.context = context;
  }

  /** A text, or null if it is not there or empty. */
  @Nullable String text(String name) {
    List<String> values = context.queryParams(name);
    if (values.size() > 1) {
      throw malformed(name + " may be given once");
    }
    @Nullable String value = values.isEmpty() ? null : values.getFirst();
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (value.length() > Limits.FILTER_LENGTH_MAX) {
      throw malformed(name + " has at most " + Limits.FILTER_LENGTH_MAX + " characters");
    }
    return value;
  }

  long number(String name, long otherwise, long min, long max) {
    @Nullable String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw malformed(name + " must be a number in " + min + ".." + max + ", is '" + text + "'");
  }

  /** A number with decimals, or null if it is not there. */
  @Nullable Double decimal(String name) {
    @Nullable String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw malformed(name + " must be a number such as 0.99, is '" + text + "'");
  }

  boolean flag(String name) {
    @Nullable String text = text(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw malformed(name + " must be true or false, is '" + text + "'");
  }

  /** One of the values of an enum in lower case, or null. */
  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    @Nullable String text = text(name);
    if (text == null) {
      return null;
    }
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw malformed(
        name
            + " must be one of "
            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)
            + ", is '"
            + text
            + "'");
  }

  int offset() {
    return (int) number("offset", 0, 0, AdminLimits.PAGE_OFFSET_MAX);
  }

  int limit() {
    return (int) number("limit", AdminLimits.PAGE_DEFAULT, 1, AdminLimits.PAGE_MAX);
  }

  static TrackerException malformed(String detail) {
    return new TrackerException(new Problem("malformed-request", "Malformed request", 400, detail));
  }
}
