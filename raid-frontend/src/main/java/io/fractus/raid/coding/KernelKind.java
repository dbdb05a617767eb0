// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to compute over GF(2^8) that this program has. */
public enum KernelKind {
  /** Shuffles of the Vector API, for processors with registers of 256 bits and more. */
  VECTOR,
  /** Plain loops that the compiler turns into vector instructions: no flags, fast while cold. */
  LOOPS,
  /** One look-up for up to four outputs: for a virtual machine that does not vectorise. */
  TABLE;

  /**
   * The kind of a name such as {@code vector}.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static KernelKind parse(String name) {
    for (KernelKind kind : values()) {
      if (kind.toString().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "there is no kernel '%s', but %s"
            .formatted(
                name,
                Arrays.stream(values())
                    .map(KernelKind::toString)
                    .collect(Collectors.joining(", "))));
  }

  /** The name in options and reports: {@code vector}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
