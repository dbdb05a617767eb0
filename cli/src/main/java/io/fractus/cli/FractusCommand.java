// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code fractus} without a command: says which there are. */
@Command(
    name = "fractus",
    description = "An object store whose disks are BitTorrent peers.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage", "3:not reachable"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus up",
      "  fractus put photo.jpg demo/photo.jpg",
      "  fractus get demo/photo.jpg -",
      "  fractus COMMAND --help"
    })
final class FractusCommand implements Callable<Integer> {
  private final Console console;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the trace of an error, and more in logs.")
  boolean debug;

  @Option(
      names = {"-V", "--version"},
      description = "Show the version.")
  boolean version;

  FractusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (version) {
      console.print(VersionCommand.line());
      return Failure.DONE;
    }
    console.err().print(Objects.requireNonNull(spec).commandLine().getUsageMessage());
    return Failure.WRONG_USAGE;
  }
}
