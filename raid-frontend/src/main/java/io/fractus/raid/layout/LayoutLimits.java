// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.layout;

/** The bounds of stripes, each with its reason. */
public final class LayoutLimits {
  /** Sealed bytes of one segment: what a gateway holds in memory for one object in flight. */
  public static final int SEGMENT_BYTES_MAX = 64 << 20;

  /** Bytes of one bit: a small node must be able to carry one, and to fetch it in seconds. */
  public static final int BIT_BYTES_MAX = 16 << 20;

  private LayoutLimits() {}
}
