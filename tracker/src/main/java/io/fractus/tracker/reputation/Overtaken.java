// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import io.fractus.protocol.control.ReportRequest.Pace;
import org.jspecify.annotations.Nullable;

/**
 * What it is worth that a gateway gave a node up for others: how slow the node would have been had
 * the gateway's line not been, and how much that counts. Pure; immutable.
 *
 * @param bytesPerSecond what is held of the node's speed
 * @param weight what that counts beside a measurement, 0 to 1
 * @param isBlame whether anything is to be done about the node at once
 */
public record Overtaken(double bytesPerSecond, double weight, boolean isBlame) {
  /*
   * The others were asked for as much at the same time by the same line. Four times slower than
   * they is slow, half as much again is chance. Where they were slow as well it is the line, or the
   * hour: the node is taken for as much faster as they should have been, and the report counts by
   * the square of how fast they were, for on a full line some connections starve.
   */

  /** So much slower than others counts fully. */
  private static final double SURE_FACTOR = 4;

  /** Slower than that is not told apart as long as not even a block has come. */
  private static final double FACTOR_MAX = 64;

  /** Peers send so many bytes at a time: of fewer it cannot be said how fast they come. */
  static final long BLOCK = 16 << 10;

  /** A report that nothing can be compared with. */
  private static final double ALONE = 0.25;

  /** Less is chance: on a good line, less than half as slow again. */
  private static final double BLAME_MIN = 0.25;

  /**
   * Of a report.
   *
   * @param bytes what had come
   * @param millis in which time
   * @param others what others did meanwhile, or null
   */
  public static Overtaken of(long bytes, long millis, @Nullable Pace others) {
    if (millis <= 0) {
      // Busy, or silent for longer than anybody waits: no speed, but no chance either.
      return new Overtaken(0, 0, true);
    }
    double own = bytes * 1000.0 / millis;
    if (others == null || others.bytes() == 0) {
      return new Overtaken(own, ALONE, true);
    }
    double theirs = others.bytes() * 1000.0 / Math.max(1, others.millis());
    double factor = theirs / told(bytes, millis, theirs);
    double line = Math.min(1, theirs / Rules.SLOW_UNTIL);
    double slower = Math.clamp(Math.log(factor) / Math.log(SURE_FACTOR), 0, 1);
    double weight = slower * line * line;
    return new Overtaken(theirs / factor / line, weight, weight >= BLAME_MIN);
  }

  /** How fast it was, as far as can be told: of who sent no block, that one would take longer. */
  private static double told(long bytes, long millis, double theirs) {
    double own = bytes * 1000.0 / millis;
    return bytes >= BLOCK
        ? own
        : Math.min(Math.max(own, theirs / FACTOR_MAX), BLOCK * 1000.0 / millis);
  }
}
