// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.node.NodeStatus;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fractus node resume}. */
@Command(
    name = "resume",
    description = "Have a node go on that was paused.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus node resume --data /srv/fractus"})
public final class ResumeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin final RunningNode node = new RunningNode();

  public ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NodeStatus now = node.ask("resume", Map.of());
    console.say("%s goes on".formatted(now.name()));
    return Failure.DONE;
  }
}
