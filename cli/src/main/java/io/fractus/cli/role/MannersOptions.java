// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.node.manners.Manners;
import io.fractus.node.manners.WeekHours;
import io.fractus.platform.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a node gives way to its owner. */
final class MannersOptions {
  @Option(
      names = "--up",
      paramLabel = "SIZE",
      description = "Bytes per second that it sends at most, such as 500KB; no limit if not given.")
  @Nullable ByteSize up;

  @Option(
      names = "--down",
      paramLabel = "SIZE",
      description = "Bytes per second that it fetches at most; no limit if not given.")
  @Nullable ByteSize down;

  @Option(
      names = "--hours",
      paramLabel = "TIMES",
      description = "When it may run, such as 'mon-fri 18:00-08:00, sat-sun'; always if not given.")
  String hours = "";

  @Option(names = "--only-idle", description = "Rest while the machine is busy.")
  boolean onlyIdle;

  @Option(names = "--only-on-mains", description = "Rest on battery.")
  boolean onlyOnMains;

  @Option(names = "--only-unmetered", description = "Rest on a metered network.")
  boolean onlyUnmetered;

  /** Throws {@link IllegalArgumentException} if something of it cannot be. */
  Manners manners() {
    return new Manners(
        rate(up), rate(down), WeekHours.parse(hours), onlyIdle, onlyOnMains, onlyUnmetered);
  }

  private static int rate(@Nullable ByteSize size) {
    return size == null ? 0 : (int) Math.min(Integer.MAX_VALUE, size.bytes());
  }
}
