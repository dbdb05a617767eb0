// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

/** How much of the cloud is free, for copies beyond those wanted. */
public enum Room {
  /** They may be made. */
  AMPLE,
  /** They may stay. */
  ENOUGH,
  /** Their space is needed. */
  TIGHT;

  /** Of a cloud with so much space, so much of it in use. */
  public static Room of(long shareBytes, long usedBytes) {
    double free = shareBytes <= 0 ? 0 : (double) (shareBytes - usedBytes) / shareBytes;
    if (free < MovementLimits.TIGHT_FREE_SHARE) {
      return TIGHT;
    }
    return free < MovementLimits.AMPLE_FREE_SHARE ? ENOUGH : AMPLE;
  }
}
