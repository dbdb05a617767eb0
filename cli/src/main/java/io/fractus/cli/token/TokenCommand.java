// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.token;

import io.fractus.cli.base.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fractus token}: tokens with which a few nodes may join. */
@Command(
    name = "token",
    description = "Make, list and revoke tokens with which a few nodes may join.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus token create --uses 20 --expires 7d --note lab-3",
      "  fractus token list",
      "  fractus token revoke 4"
    })
public final class TokenCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw Failure.wrongUsage("say what to do: create, list or revoke");
  }
}
