// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.coding.FirstRows;

/** A JVM that has coded nothing yet: prints the nanoseconds of its first rows. */
public final class FirstEncode {
  private FirstEncode() {}

  /**
   * Prints nanoseconds of the first megabyte, and of all that is coded.
   *
   * @param arguments the name of a kernel, or of the library
   */
  @SuppressWarnings("SystemOut") // The answer of this process.
  public static void main(String[] arguments) {
    FirstRows rows = FirstRows.encode(arguments[0]);
    System.out.println(rows.firstNanos() + " " + rows.allNanos());
  }
}
