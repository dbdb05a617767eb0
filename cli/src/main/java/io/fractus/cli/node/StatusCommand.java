// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fractus node status}: the same facts as on its status page. */
@Command(
    name = "status",
    description = "Show how a running node is.",
    footerHeading = "%nExamples:%n",
    footer = {"  fractus node status", "  fractus node status --data /srv/fractus --json"})
public final class StatusCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "One JSON object, as the page /status has it.")
  boolean json;

  @Mixin final RunningNode node = new RunningNode();

  public StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (json) {
      console.print(node.statusJson());
    } else {
      StatusText.lines(node.status()).forEach(console::print);
    }
    return Failure.DONE;
  }
}
