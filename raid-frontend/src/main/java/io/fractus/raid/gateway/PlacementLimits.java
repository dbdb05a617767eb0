// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

/** How much is told of where an object is, each bound with its reason. */
final class PlacementLimits {
  /** Stripes that are shown if all can be. */
  static final int STRIPES_SHOWN_MAX = 256;

  /** Bits that are shown: with their copies these are a few megabytes of JSON. */
  static final int BITS_SHOWN_MAX = 6_144;

  /** Stripes that are shown of an object that has too many, the worst of them. */
  static final int WORST_SHOWN_MAX = 64;

  /** Bits whose copies are explained one by one: another megabyte or two. */
  static final int BITS_EXPLAINED_MAX = 1_536;

  /** Bits of the stripes that are examined: the tracker works for a few seconds at most. */
  static final int BITS_EXAMINED_MAX = 24_576;

  /** Stripes of a large object that are in memory at a time: 255 bits each at worst. */
  static final int STRIPES_LOADED_MAX = 128;

  private PlacementLimits() {}
}
