// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * What was seen of a node: for each hour of the week, from Monday 00:00 UTC, for how many hours it
 * was watched and for how many of these it was here; weeks ago count less. Immutable, thread-safe.
 */
public final class WeekEvidence {
  /** Hours of a week. */
  public static final int HOURS = 168;

  /** Of a node that was never watched. */
  public static final WeekEvidence NONE = new WeekEvidence(new double[HOURS], new double[HOURS]);

  private final double[] watched;
  private final double[] here;

  /**
   * @param watched 168 numbers of hours, 0 or more; is copied
   * @param here 168 numbers of hours; what exceeds {@code watched} by rounding is cut
   */
  public WeekEvidence(double[] watched, double[] here) {
    if (watched.length != HOURS || here.length != HOURS) {
      throw new IllegalArgumentException(
          "a week has %d hours, not %d and %d".formatted(HOURS, watched.length, here.length));
    }
    this.watched = watched.clone();
    this.here = here.clone();
    for (int hour = 0; hour < HOURS; hour++) {
      if (!(watched[hour] >= 0 && here[hour] >= 0)) {
        throw new IllegalArgumentException(
            "hour %d was watched for %s and here for %s"
                .formatted(hour, watched[hour], here[hour]));
      }
      this.here[hour] = Math.min(here[hour], watched[hour]);
    }
  }

  double watched(int hour) {
    return watched[hour];
  }

  double here(int hour) {
    return here[hour];
  }

  /** Hours for which it was watched, of all the week. */
  public double watched() {
    double sum = 0;
    for (double hours : watched) {
      sum += hours;
    }
    return sum;
  }

  /** Hours for which it was here, of all the week. */
  double here() {
    double sum = 0;
    for (double hours : here) {
      sum += hours;
    }
    return sum;
  }
}
