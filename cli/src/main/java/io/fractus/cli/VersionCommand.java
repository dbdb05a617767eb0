// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fractus version}. */
@Command(
    name = "version",
    description = "Show the version of Fractus and of its Java.",
    footerHeading = "%nExample:%n",
    footer = "  fractus version")
public final class VersionCommand implements Callable<Integer> {
  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.print(line());
    return Failure.DONE;
  }

  /** Program and Java on one line. */
  static String line() {
    return "fractus " + version() + ", Java " + Runtime.version();
  }

  /** The version in the manifest of the jar; classes that are run without one have none. */
  public static String version() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "development");
  }
}
