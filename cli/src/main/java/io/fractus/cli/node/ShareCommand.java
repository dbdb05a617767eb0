// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.node.NodeStatus;
import io.fractus.platform.ByteSize;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fractus node share}: more space, or less. */
@Command(
    name = "share",
    description = {
      "Change the space that a running node offers, until its configuration says otherwise.",
      "What a smaller share has no room for is kept until other nodes have it."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fractus node share 2GB", "  fractus node share 500MB --data /srv/fractus"})
public final class ShareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "SIZE", description = "Such as 500MB or 2TB.")
  ByteSize size = new ByteSize(0);

  @Mixin final RunningNode node = new RunningNode();

  public ShareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NodeStatus now = node.ask("share", Map.of("shareBytes", size.bytes()));
    long excess = now.usedBytes() - now.shareBytes();
    console.say(
        "%s offers %s, of which %s are used%s"
            .formatted(
                now.name(),
                StatusText.size(now.shareBytes()),
                StatusText.size(now.usedBytes()),
                excess > 0
                    ? "; what is too much goes when other nodes have it: fractus node status"
                    : ""));
    return Failure.DONE;
  }
}
