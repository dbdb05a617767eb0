// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

/**
 * The pace of a node, and whether it is becoming another. Pure; immutable.
 *
 * @param before without the run
 * @param runWeight how many of the newest measurements are far from that, all on the same side
 * @param runMean their mean, of logarithms
 */
record Trend(Pace before, float runWeight, float runMean) {
  /*
   * A mean of sixteen is slow to turn: of a node that now has a hundredth of its speed it takes 45
   * measurements to say so, and who leaves it alone meanwhile does not make them. So a run that is
   * off by a factor that chance does not make, eight times in a row, is the pace, and what was
   * before it is another node's. A shorter run counts as it always did.
   */

  /** So many times faster or slower than before is not chance, if it goes on. */
  private static final double FAR = Math.log(4);

  /** So many in a row are what it has come to. */
  static final int RUN_TURNS = 8;

  /** So much came in this time. */
  Trend measured(long bytes, long millis) {
    double counts = Pace.counts(bytes);
    return counts <= 0 ? this : with(counts, Pace.speed(bytes, millis));
  }

  /** It was given up for another: it was no faster, however little came. */
  Trend overtaken(Overtaken by) {
    return by.weight() <= 0 ? this : with(by.weight(), Pace.logarithm(by.bytesPerSecond()));
  }

  /** Nothing came in this time of what it said it has: it was no faster than a block takes. */
  Trend silent(long millis) {
    return millis <= 0 ? this : with(1, Pace.speed(Overtaken.BLOCK, millis));
  }

  private Trend with(double counts, double speed) {
    if (runWeight > 0 && isFar(before, speed) && speed > before.mean() == runMean > before.mean()) {
      double run = runWeight + counts;
      double mean = runMean + counts / run * (speed - runMean);
      return run >= RUN_TURNS
          ? new Trend(Pace.of(run, mean), 0, 0)
          : new Trend(before, (float) run, (float) mean);
    }
    Pace all = pace();
    return isFar(all, speed)
        ? new Trend(all, (float) counts, (float) speed)
        : new Trend(all.with(counts, speed), 0, 0);
  }

  private static boolean isFar(Pace from, double speed) {
    return from.weight() > 0 && Math.abs(speed - from.mean()) >= FAR;
  }

  /** All that was measured. */
  Pace pace() {
    return runWeight > 0 ? before.with(runWeight, runMean) : before;
  }

  /** Whether the newest measurements are all far slower than before, and slower than this. */
  boolean isFalling(double bytesPerSecond) {
    return runWeight > 0 && runMean < before.mean() && runMean < Pace.logarithm(bytesPerSecond);
  }
}
