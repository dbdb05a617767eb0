// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/**
 * One line for each record: time in UTC, level, class, message. A trace is folded into its line, so
 * that whoever searches a log finds all of it. Thread-safe.
 */
final class LogLines extends Formatter {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final Pattern LINE_ENDS = Pattern.compile("[\r\n]+\\s*");
  private static final String FOLD = " | ";

  @Override
  public String format(LogRecord entry) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(entry.getInstant(), line);
    String level = name(entry.getLevel());
    line.append(' ').append(level).append(" ".repeat(6 - level.length()));
    String logger = String.valueOf(entry.getLoggerName());
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
    line.append(fold(formatMessage(entry)));
    Throwable thrown = entry.getThrown();
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      line.append(FOLD).append(fold(trace.toString().strip()));
    }
    return line.append(System.lineSeparator()).toString();
  }

  private static String fold(String text) {
    return LINE_ENDS.matcher(text).replaceAll(FOLD);
  }

  /** As those who log call it. */
  private static String name(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }
}
