// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.node.NodeStatus;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fractus node undrain}. */
@Command(
    name = "undrain",
    description = "Have a node take part again that was to leave.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus node undrain --data /srv/fractus"})
public final class UndrainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin final RunningNode node = new RunningNode();

  public UndrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NodeStatus now = node.ask("undrain", Map.of());
    console.say("%s takes part again".formatted(now.name()));
    return Failure.DONE;
  }
}
