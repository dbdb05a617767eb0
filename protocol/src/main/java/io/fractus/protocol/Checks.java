// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol;

/** Checks that the records of the protocol make of their own components. */
public final class Checks {
  private Checks() {}

  /**
   * A name that people gave: 1 to {@link Limits#LABEL_LENGTH_MAX} letters, digits, dots, dashes,
   * underscores.
   */
  public static String label(String what, String value) {
    if (!value.matches("[A-Za-z0-9._-]{1," + Limits.LABEL_LENGTH_MAX + "}")) {
      throw new IllegalArgumentException(
          what
              + " must be 1.."
              + Limits.LABEL_LENGTH_MAX
              + " letters, digits, '.', '-' or '_', is '"
              + value
              + "'");
    }
    return value;
  }

  public static int between(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(what + " must be " + min + ".." + max + ", is " + value);
    }
    return value;
  }

  public static long notNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must not be negative, is " + value);
    }
    return value;
  }
}
