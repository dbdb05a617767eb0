// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.layout;

import java.util.Locale;

/** A way to protect a stripe, by the number of its parity bits. */
public enum Level {
  /** Striping: no parity. */
  RAID0(0),
  /** Mirroring: one data bit, no parity, copies only. */
  RAID1(0),
  /** One parity bit: P. */
  RAID5(1),
  /** Two parity bits: P and Q. */
  RAID6(2),
  /** Three parity bits: P, Q and R. */
  RAID7(3),
  /** Wide Reed-Solomon: any number of parity bits from one up. */
  RS(Level.ANY);

  private static final int ANY = -1;

  private final int parityBits;

  Level(int parityBits) {
    this.parityBits = parityBits;
  }

  /** Whether the level leaves the number of parity bits to the layout. */
  boolean parityIsFree() {
    return parityBits == ANY;
  }

  /** The parity bits that the level prescribes, unless {@link #parityIsFree}. */
  int parityBits() {
    return parityBits;
  }

  /** The copies of each bit where a layout does not say: a mirror of one copy would be none. */
  int copiesDefault() {
    return this == RAID1 ? 2 : 1;
  }

  /** The name in a layout: {@code raid6}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
