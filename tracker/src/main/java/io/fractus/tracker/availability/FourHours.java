// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import java.util.Arrays;

/**
 * How likely a node is here in each four hours of the week, at least: the worst of the four. 80
 * bytes, so that a tracker can keep it of every node to place by. Immutable, thread-safe.
 */
public final class FourHours {
  /*
   *   object header and reference  16 bytes
   *   array header                 16 bytes
   *   parts                        42 bytes, and 6 to the next multiple of 8
   *
   * Four hours are the grain in which people come and go; nodes chosen by them and judged by all
   * 168 hours are within a few per cent of those chosen by all.
   */

  /** Parts of a week. */
  public static final int PARTS = 42;

  private static final int HOURS_PER_PART = WeekEvidence.HOURS / PARTS;

  private final byte[] steps;

  private FourHours(byte[] steps) {
    this.steps = steps;
  }

  /** The worst hour of each part of that week. */
  public static FourHours of(WeekAvailability week) {
    byte[] steps = new byte[PARTS];
    for (int part = 0; part < PARTS; part++) {
      int worst = 255;
      for (int i = 0; i < HOURS_PER_PART; i++) {
        worst = Math.min(worst, week.stepAt(part * HOURS_PER_PART + i));
      }
      steps[part] = (byte) worst;
    }
    return new FourHours(steps);
  }

  /** As it was written. */
  public static FourHours read(byte[] from, int at) {
    return new FourHours(Arrays.copyOfRange(from, at, at + PARTS));
  }

  /** Writes it where many are kept: {@link #PARTS} bytes. */
  public void write(byte[] to, int at) {
    System.arraycopy(steps, 0, to, at, PARTS);
  }

  /** Of the chance of each part, given for its first and its last hour. */
  static FourHours ofParts(IntToDoubleBiFunction chances) {
    byte[] steps = new byte[PARTS];
    for (int part = 0; part < PARTS; part++) {
      int first = part * HOURS_PER_PART;
      double chance = chances.apply(first, first + HOURS_PER_PART - 1);
      steps[part] = (byte) WeekAvailability.step(chance);
    }
    return new FourHours(steps);
  }

  /** What is so from one hour to another. */
  @FunctionalInterface
  interface IntToDoubleBiFunction {
    double apply(int first, int last);
  }

  /** The chance that it is not here then, 0.00013 to 1. */
  public double miss(int part) {
    return 1 - WeekAvailability.ofStep(Byte.toUnsignedInt(steps[part]));
  }

  /**
   * The chance that it is here in the worst hours of the week: 1 less the power mean of fourth
   * order of the misses. A lab has its nights in it, but a server is not held for a lab because of
   * one hour in which it was seen away.
   */
  public double inWorstHours() {
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      double squared = miss(part) * miss(part);
      sum += squared * squared;
    }
    return 1 - Math.sqrt(Math.sqrt(sum / PARTS));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FourHours hours && Arrays.equals(steps, hours.steps);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(steps);
  }
}
