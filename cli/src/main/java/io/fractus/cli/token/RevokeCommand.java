// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.token;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fractus token revoke}: nobody joins with it any more; who has joined stays. */
@Command(
    name = "revoke",
    description = "Let nobody join with a token any more. Nodes that have joined stay.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus token revoke 4"})
public final class RevokeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "NUMBER", description = "As in fractus token list.")
  long number;

  @Mixin final TrackerAdmin tracker = new TrackerAdmin();

  public RevokeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var _ = tracker.call("DELETE", "/api/v1/tokens/" + number, "");
    console.say("nobody can join with token " + number + " any more");
    return Failure.DONE;
  }
}
