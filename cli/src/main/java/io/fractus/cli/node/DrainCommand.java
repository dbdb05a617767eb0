// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.node.NodeStatus;
import io.fractus.node.NodeStatus.Leave;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fractus node drain}: leaves in order. */
@Command(
    name = "drain",
    description = {
      "Have a running node hand its bits to others, and wait until it holds none.",
      "Ctrl-C ends the waiting, not the drain; undrain takes it back."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:drained, or begun with --no-wait",
      "1:not drained within --timeout, or refused",
      "2:wrong usage",
      "3:no node runs on the directory"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fractus node drain", "  fractus node drain --timeout 3600 && systemctl stop node"})
public final class DrainCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  private final Console console;

  @Option(names = "--no-wait", description = "Begin, and do not wait for the end.")
  boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Wait for so long at most; for ever if not given.")
  @Nullable Long timeoutSeconds;

  @Mixin final RunningNode node = new RunningNode();

  public DrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    NodeStatus now = node.ask("drain", Map.of());
    if (noWait) {
      console.say(now.name() + " hands over its bits: fractus node status");
      return Failure.DONE;
    }
    long begin = System.nanoTime();
    String said = "";
    try (ProgressBar bar = bar(now)) {
      while (!now.leave().drained()) {
        if (timeoutSeconds != null
            && System.nanoTime() - begin > Duration.ofSeconds(timeoutSeconds).toNanos()) {
          throw Failure.failed("not drained in time, and going on: " + text(now));
        }
        if (bar == null && !text(now).equals(said)) {
          said = text(now);
          console.say(said);
        } else if (bar != null) {
          show(bar, now.leave());
        }
        Thread.sleep(Limits.DRAIN_POLL);
        now = node.status();
      }
    }
    console.say(now.name() + " is drained: it holds nothing that the cloud counts on");
    return Failure.DONE;
  }

  private static String text(NodeStatus now) {
    if (!now.state().equals("running")) {
      return "the node is paused, and can hand over nothing: fractus node resume";
    }
    if (!now.connected()) {
      return "the tracker is not connected: " + now.channel();
    }
    return now.leave().text().isEmpty() ? "asked the tracker" : now.leave().text();
  }

  private @Nullable ProgressBar bar(NodeStatus now) {
    return console.errIsTerminal()
        ? new ProgressBarBuilder()
            .setTaskName("draining " + now.name())
            .setInitialMax(now.bits())
            .setUnit(" bits", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
            .build()
        : null;
  }

  private static void show(ProgressBar bar, Leave leave) {
    int all = Math.max(leave.bitsAtStart(), leave.bitsLeft());
    if (all > 0) {
      bar.maxHint(all);
      bar.stepTo(all - leave.bitsLeft());
    }
    int stays = leave.text().indexOf("cannot");
    bar.setExtraMessage(stays < 0 ? "" : leave.text().substring(stays));
  }
}
