// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.node.NodeStatus;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fractus node pause}. */
@Command(
    name = "pause",
    description =
        "Have a running node rest: it serves, fetches and says nothing until it is resumed.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus node pause --data /srv/fractus"})
public final class PauseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin final RunningNode node = new RunningNode();

  public PauseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NodeStatus now = node.ask("pause", Map.of());
    console.say("%s is paused".formatted(now.name()));
    return Failure.DONE;
  }
}
