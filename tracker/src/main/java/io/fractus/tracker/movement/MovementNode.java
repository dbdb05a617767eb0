// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import io.fractus.tracker.placement.Candidate;

/**
 * A node as movement sees it.
 *
 * @param known what placement knows of it
 * @param takesNew whether it gets new copies at all
 * @param isQuiet whether it serves little at this time of the week
 * @param isDemoted whether its copies shall go, for it is slow
 * @param bytesPerSecond how fast it is, a usual speed if that is not known
 * @param budget bytes that it may still fetch or give today
 */
public record MovementNode(
    Candidate known,
    boolean takesNew,
    boolean isQuiet,
    boolean isDemoted,
    double bytesPerSecond,
    long budget) {
  /** Of a node of which none is known. */
  public static final double USUAL_BYTES_PER_SECOND = 1 << 20;

  /** Its key. */
  public long node() {
    return known.node();
  }

  long freeBytes() {
    return known.shareBytes() - known.usedBytes();
  }

  /** The share of it that is free with so many bytes more on it. */
  double freeShareWith(long bytes) {
    return known.shareBytes() == 0 ? 0 : (double) (freeBytes() - bytes) / known.shareBytes();
  }
}
