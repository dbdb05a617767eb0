// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import java.util.Locale;

/** What a code can be asked to do with a row. */
public enum Operation {
  /** Make the parity. */
  ENCODE,
  /** Make as many units as may be lost, data first. */
  DECODE,
  /** Make one lost unit. */
  REBUILD,
  /** Say whether the parity is right. */
  VERIFY,
  /** Bring the parity up to date after one data unit was changed. */
  UPDATE;

  /** Data that one pass works on, in bytes: what a rate counts. */
  long bytes(Shape shape) {
    return this == UPDATE ? Shape.CELL : shape.dataBytes();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
