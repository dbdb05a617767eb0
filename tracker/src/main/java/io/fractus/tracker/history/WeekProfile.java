// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.availability.WeekEvidence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node is over the hours of a week: for each of the 168 how long it was watched and how long
 * it was here, for each four of them how much it sent and fetched in which time. About 2 KiB,
 * whatever the age of the node. Not thread-safe.
 */
final class WeekProfile {
  /*
   * Forgetting: with every week that begins, everything counts four-root-of-half of what it did, so
   * that what is four weeks old counts half. The sums stay bounded by the geometric series, about
   * 6.3 times one hour a cell, which single precision holds to the second. A clock that is set by
   * months makes nothing older, and a tracker that comes back to a later year forgets no more than
   * after AGED_AT_ONCE_MAX weeks: it may be the clock that is wrong.
   */

  static final int HOURS = 168;
  static final int SPEEDS = 42;

  private static final int HOURS_PER_SPEED = HOURS / SPEEDS;
  private static final double HALF_LIFE_WEEKS = 4;
  private static final long AGED_AT_ONCE_MAX = 8;

  /** What a line of 1 MB/s sends in a minute: nobody waits because of that. */
  private static final double QUIET_BYTES_PER_HOUR = 64 << 20;

  /** Hours for which a part of the week must have been watched to say how it is. */
  private static final double QUIET_WATCHED_MIN = 0.5;

  private static final int FLOATS = 2 * HOURS + 4 * SPEEDS;

  private final float[] observed = new float[HOURS];
  private final float[] here = new float[HOURS];
  private final float[] upBytes = new float[SPEEDS];
  private final float[] upMillis = new float[SPEEDS];
  private final float[] downBytes = new float[SPEEDS];
  private final float[] downMillis = new float[SPEEDS];

  /** The week that counts in full: its number since 1970. */
  private long week;

  WeekProfile() {}

  /**
   * Adds an hour that is over.
   *
   * @param start when it began
   */
  void add(long start, Tally tally) {
    int cell = enter(start);
    observed[cell] += tally.get(Count.OBSERVED_MS);
    here[cell] += tally.get(Count.HERE_MS);
    int speed = cell / HOURS_PER_SPEED;
    upBytes[speed] += tally.get(Count.UP_BYTES);
    upMillis[speed] += tally.get(Count.UP_MS);
    downBytes[speed] += tally.get(Count.DOWN_BYTES);
    downMillis[speed] += tally.get(Count.DOWN_MS);
  }

  /** The node was not here for so long of an hour that has been added. */
  void takeBack(long start, long millis) {
    int cell = enter(start);
    here[cell] = Math.max(0, here[cell] - millis);
  }

  /** The cell of an hour, after forgetting what its week makes older. */
  private int enter(long start) {
    long weekStart = Span.WEEK.start(start);
    long number = number(start);
    if (number > week) {
      long weeks = Math.min(number - week, AGED_AT_ONCE_MAX);
      float factor = (float) Math.pow(0.5, weeks / HALF_LIFE_WEEKS);
      for (float[] cells : all()) {
        for (int i = 0; i < cells.length; i++) {
          cells[i] *= factor;
        }
      }
      week = number;
    }
    return (int) ((start - weekStart) / Span.HOUR.millis());
  }

  private static long number(long at) {
    return Math.floorDiv(Span.WEEK.start(at), Span.WEEK.millis());
  }

  /** The clock was set from one time to another: nothing is older than before. */
  void shift(long from, long to) {
    week += number(to) - number(from);
  }

  /** The share of the time that it was here, this hour included; null if it was never watched. */
  @Nullable Double availability(Tally hour) {
    return ratio(sum(here) + hour.get(Count.HERE_MS), sum(observed) + hour.get(Count.OBSERVED_MS));
  }

  /** For how many hours it was watched, this one included, weeks ago counting less. */
  double watchedHours(Tally hour) {
    return (sum(observed) + hour.get(Count.OBSERVED_MS)) / (double) Span.HOUR.millis();
  }

  /** The same for each hour of the week. */
  List<@Nullable Double> heat() {
    List<@Nullable Double> heat = new ArrayList<>(HOURS);
    for (int i = 0; i < HOURS; i++) {
      heat.add(ratio(here[i], observed[i]));
    }
    return heat;
  }

  /** How long it was watched and here in each hour of the week. */
  WeekEvidence evidence() {
    double[] watchedHours = new double[HOURS];
    double[] hereHours = new double[HOURS];
    for (int i = 0; i < HOURS; i++) {
      watchedHours[i] = observed[i] / (double) Span.HOUR.millis();
      hereHours[i] = Math.max(0, here[i]) / (double) Span.HOUR.millis();
    }
    return new WeekEvidence(watchedHours, hereHours);
  }

  /** Bytes per second sent in each four hours of the week. */
  List<@Nullable Double> upSpeeds() {
    List<@Nullable Double> speeds = new ArrayList<>(SPEEDS);
    for (int i = 0; i < SPEEDS; i++) {
      Double perMilli = upMillis[i] > 0 ? upBytes[i] / (double) upMillis[i] : null;
      speeds.add(perMilli == null ? null : perMilli * 1000);
    }
    return speeds;
  }

  /**
   * Whether it usually serves no more at that time of the week than at half of the others, or so
   * little that it does not matter; so half of a week is quiet at least.
   */
  boolean isQuiet(long at) {
    List<Double> rates = new ArrayList<>();
    for (int part = 0; part < SPEEDS; part++) {
      Double rate = upBytesPerHour(part);
      if (rate != null) {
        rates.add(rate);
      }
    }
    Double now =
        upBytesPerHour((int) ((at - Span.WEEK.start(at)) / Span.HOUR.millis()) / HOURS_PER_SPEED);
    if (now == null || now <= QUIET_BYTES_PER_HOUR) {
      return true;
    }
    rates.sort(Double::compare);
    return now <= rates.get((rates.size() - 1) / 2);
  }

  /** Null if it was hardly watched then. */
  private @Nullable Double upBytesPerHour(int part) {
    double millis = 0;
    for (int i = 0; i < HOURS_PER_SPEED; i++) {
      millis += observed[part * HOURS_PER_SPEED + i];
    }
    double hours = millis / Span.HOUR.millis();
    return hours < QUIET_WATCHED_MIN ? null : upBytes[part] / hours;
  }

  private static @Nullable Double ratio(double part, double whole) {
    return whole > 0 ? Math.clamp(part / whole, 0, 1) : null;
  }

  private static double sum(float[] cells) {
    double sum = 0;
    for (float cell : cells) {
      sum += cell;
    }
    return sum;
  }

  private float[][] all() {
    return new float[][] {observed, here, upBytes, upMillis, downBytes, downMillis};
  }

  WeekProfile copy() {
    return read(write());
  }

  byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES + FLOATS * Float.BYTES).putLong(week);
    for (float[] cells : all()) {
      for (float cell : cells) {
        out.putFloat(cell);
      }
    }
    return out.array();
  }

  /** Reads what {@link #write} wrote. */
  static WeekProfile read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    WeekProfile profile = new WeekProfile();
    profile.week = in.getLong();
    for (float[] cells : profile.all()) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = in.getFloat();
      }
    }
    return profile;
  }
}
