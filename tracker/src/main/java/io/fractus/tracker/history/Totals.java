// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/**
 * Sums over a time.
 *
 * @param observedMillis how long the tracker watched
 * @param hereMillis how much of that the node was here
 * @param upBytes that it sent, as others measured
 * @param upMillis how long these took
 * @param upBytesPerSecondMax the fastest of these transfers
 * @param downBytes that it fetched, as others measured
 * @param downMillis how long these took
 * @param downBytesPerSecondMax the fastest of these transfers
 * @param joins how often it came
 * @param losses how often it went
 * @param probesServed probes that it answered with a right piece
 * @param probesFailed all others
 * @param auditsPassed bits that it was asked to verify, and has
 * @param auditsFailed bits that it was asked to verify, and has not
 * @param served gateways' reports of a good transfer
 * @param slow gateways' reports that it was overtaken
 * @param unreachable gateways' reports that it did not answer
 * @param corrupt wrong pieces that gateways or probes got
 * @param missing bits that it should have and gateways or probes did not find
 * @param lost copies that it said it lost
 */
public record Totals(
    long observedMillis,
    long hereMillis,
    long upBytes,
    long upMillis,
    long upBytesPerSecondMax,
    long downBytes,
    long downMillis,
    long downBytesPerSecondMax,
    int joins,
    int losses,
    int probesServed,
    int probesFailed,
    int auditsPassed,
    int auditsFailed,
    int served,
    int slow,
    int unreachable,
    int corrupt,
    int missing,
    int lost) {

  /** Nothing counted. */
  public static final Totals NONE =
      new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public Totals plus(Totals other) {
    return new Totals(
        observedMillis + other.observedMillis,
        hereMillis + other.hereMillis,
        upBytes + other.upBytes,
        upMillis + other.upMillis,
        Math.max(upBytesPerSecondMax, other.upBytesPerSecondMax),
        downBytes + other.downBytes,
        downMillis + other.downMillis,
        Math.max(downBytesPerSecondMax, other.downBytesPerSecondMax),
        joins + other.joins,
        losses + other.losses,
        probesServed + other.probesServed,
        probesFailed + other.probesFailed,
        auditsPassed + other.auditsPassed,
        auditsFailed + other.auditsFailed,
        served + other.served,
        slow + other.slow,
        unreachable + other.unreachable,
        corrupt + other.corrupt,
        missing + other.missing,
        lost + other.lost);
  }
}
