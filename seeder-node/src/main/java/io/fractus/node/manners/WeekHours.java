// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.manners;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of the week, to the minute, such as {@code mon-fri 18:00-08:00, sat-sun}. A day without a
 * time is all of it; a time that ends before it begins goes on into the next day. Immutable.
 */
public final class WeekHours {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern PART =
      Pattern.compile(
          "([a-z]{3})(?:-([a-z]{3}))?(?: +([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2}))?");

  /** The whole week. */
  public static final WeekHours ALWAYS = new WeekHours("", new BitSet());

  private final String text;
  private final BitSet minutes;

  private WeekHours(String text, BitSet minutes) {
    this.text = text;
    this.minutes = minutes;
  }

  /**
   * Reads times.
   *
   * @param text parts with commas between; blank for always
   * @throws IllegalArgumentException that names the part, the rule and an example
   */
  public static WeekHours parse(String text) {
    if (text.isBlank()) {
      return ALWAYS;
    }
    BitSet minutes = new BitSet(WEEK);
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      add(minutes, part.strip());
    }
    return new WeekHours(text, minutes);
  }

  private static void add(BitSet minutes, String part) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      throw wrong(part);
    }
    int first = day(matcher.group(1), part);
    int last = matcher.group(2) == null ? first : day(matcher.group(2), part);
    boolean timed = matcher.group(3) != null;
    int from = timed ? minute(matcher.group(3), matcher.group(4), part) : 0;
    int to = timed ? minute(matcher.group(5), matcher.group(6), part) : DAY;
    int length = to > from ? to - from : to + DAY - from;
    for (int day = first; ; day = (day + 1) % 7) {
      for (int i = 0; i < length; i++) {
        minutes.set((day * DAY + from + i) % WEEK);
      }
      if (day == last) {
        return;
      }
    }
  }

  private static int day(String name, String part) {
    int day = DAYS.indexOf(name);
    if (day < 0) {
      throw wrong(part);
    }
    return day;
  }

  private static int minute(String hours, String minutes, String part) {
    int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    if (minute > DAY || Integer.parseInt(minutes) > 59) {
      throw wrong(part);
    }
    return minute;
  }

  private static IllegalArgumentException wrong(String part) {
    return new IllegalArgumentException(
        "hours must be like 'mon-fri 18:00-08:00, sat-sun', of which '" + part + "' is none");
  }

  /** Whether a time is among them. */
  public boolean contains(LocalDateTime at) {
    DayOfWeek day = at.getDayOfWeek();
    return minutes.isEmpty()
        || minutes.get((day.getValue() - 1) * DAY + at.getHour() * 60 + at.getMinute());
  }

  /** As it was written; empty for always. */
  @Override
  public String toString() {
    return text;
  }
}
