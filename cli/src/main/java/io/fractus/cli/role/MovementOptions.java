// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.platform.ByteSize;
import io.fractus.tracker.movement.MovementSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How much a tracker moves for the sake of speed and space. */
public final class MovementOptions {
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?)%");
  private static final String OFF = "off";

  @Option(
      names = "--movement-per-day",
      paramLabel = "AMOUNT",
      description = {
        "What may be moved in a day for the sake of speed and space, such as 50GB, or 1%% of",
        "what nodes hold, or off (default: 2%%)."
      })
  String perDay = "2%";

  MovementSettings settings() {
    if (perDay.equals(OFF)) {
      return MovementSettings.OFF;
    }
    Matcher percent = PERCENT.matcher(perDay);
    try {
      return percent.matches()
          ? new MovementSettings(Double.parseDouble(percent.group(1)) / 100, 0)
          : new MovementSettings(0, ByteSize.parse(perDay).bytes());
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(
          "--movement-per-day must be like 50GB, 2% or off, is '" + perDay + "'", e);
    }
  }
}
