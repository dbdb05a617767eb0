// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import io.fractus.cli.account.KeyCommand;
import io.fractus.cli.account.QuotaCommand;
import io.fractus.cli.account.UserCommand;
import io.fractus.cli.base.Console;
import io.fractus.cli.bench.BenchCommand;
import io.fractus.cli.client.GetCommand;
import io.fractus.cli.client.LsCommand;
import io.fractus.cli.client.MbCommand;
import io.fractus.cli.client.NodesCommand;
import io.fractus.cli.client.PlanCommand;
import io.fractus.cli.client.PutCommand;
import io.fractus.cli.client.RbCommand;
import io.fractus.cli.client.RepairCommand;
import io.fractus.cli.client.RmCommand;
import io.fractus.cli.client.StatCommand;
import io.fractus.cli.doctor.DoctorCommand;
import io.fractus.cli.role.GatewayCommand;
import io.fractus.cli.role.TrackerCommand;
import io.fractus.cli.token.CreateCommand;
import io.fractus.cli.token.ListCommand;
import io.fractus.cli.token.RevokeCommand;
import io.fractus.cli.token.TokenCommand;
import io.fractus.cli.up.UpCommand;
import picocli.CommandLine;

/** The program. Commands are built here, by hand, from what a process has around it. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Program.main(arguments, Main::commands);
  }

  /** Runs one command and returns its exit code. */
  static int run(Console console, String... arguments) {
    return Program.run(console, Main::commands, arguments);
  }

  /** All commands, without settings and without handlers of errors. */
  static CommandLine commandLine(Console console, FractusCommand fractus) {
    return Program.commandLine(console, fractus, Main::commands);
  }

  private static Program.Commands commands(Program.Commands to) {
    Console console = to.console();
    return to.add(new UpCommand(console))
        .add(new TrackerCommand())
        .add(new GatewayCommand())
        .add(Program.node(console))
        .add(new PutCommand(console))
        .add(new GetCommand(console))
        .add(new LsCommand(console))
        .add(new RmCommand(console))
        .add(new StatCommand(console))
        .add(new MbCommand(console))
        .add(new RbCommand(console))
        .add(new NodesCommand(console))
        .add(new PlanCommand(console))
        .add(new RepairCommand(console))
        .add(token(console))
        .add(new UserCommand(console))
        .add(new KeyCommand(console))
        .add(new QuotaCommand(console))
        .add(new DoctorCommand(console))
        .add(new BenchCommand(console));
  }

  private static CommandLine token(Console console) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new CreateCommand(console))
        .addSubcommand(new ListCommand(console))
        .addSubcommand(new RevokeCommand(console));
  }
}
