// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One number.
 *
 * @param bench which benchmark
 * @param name which case of it
 * @param value what was measured
 * @param unit of the value and of the floor
 * @param floor what it is held against
 * @param floorValue what that measured, in the same run
 * @param ratio value / floorValue
 * @param target what is asked for, in words, or null if the number is only recorded
 * @param met whether it was reached; true if nothing is asked for
 */
public record BenchResult(
    String bench,
    @JsonProperty("case") String name,
    double value,
    String unit,
    String floor,
    @JsonProperty("floor_value") double floorValue,
    double ratio,
    @Nullable String target,
    boolean met) {

  /** A number that is only recorded. */
  public static BenchResult recorded(
      String bench, String name, double value, String unit, String floor, double floorValue) {
    return new BenchResult(
        bench, name, value, unit, floor, floorValue, value / floorValue, null, true);
  }

  /** The same with something asked of it. */
  public BenchResult withTarget(String words, boolean reached) {
    return new BenchResult(bench, name, value, unit, floor, floorValue, ratio, words, reached);
  }

  /** One line for people, in columns. */
  public String toLine() {
    return String.format(
        Locale.ROOT,
        "%-7s %-38s %9.2f %-5s %-34s %9.2f %6.2fx  %s",
        bench,
        name,
        value,
        unit,
        floor,
        floorValue,
        ratio,
        target == null ? "" : (met ? "met: " : "MISSED: ") + target);
  }

  /** The heads of the columns of {@link #toLine}. */
  public static String header() {
    return String.format(
        Locale.ROOT,
        "%-7s %-38s %9s %-5s %-34s %9s %7s  %s",
        "bench",
        "case",
        "value",
        "unit",
        "floor",
        "value",
        "ratio",
        "target");
  }
}
