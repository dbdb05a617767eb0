// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

/**
 * How much is moved for the sake of speed and space.
 *
 * @param share in a day at most this share of what nodes hold; 0 if bytes count
 * @param bytes in a day at most so many bytes; 0 and no share for nothing at all
 */
public record MovementSettings(double share, long bytes) {
  /** All that there is could move in two months; a new copy of a thousandth of it is made soon. */
  public static final MovementSettings USUAL = new MovementSettings(0.02, 0);

  /** Nothing is moved but for repair and drains. */
  public static final MovementSettings OFF = new MovementSettings(0, 0);

  public MovementSettings {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share of movement must be 0..1, is " + share);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes of movement must not be negative, are " + bytes);
    }
  }

  /** Whether nothing is moved. */
  public boolean isOff() {
    return share == 0 && bytes == 0;
  }

  /** What may be moved in a day when nodes hold so much. */
  public long bytesPerDay(long held) {
    if (share == 0) {
      return bytes;
    }
    return Math.max(MovementLimits.DAY_BYTES_MIN, (long) (share * held));
  }
}
