// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.bench.BenchCommand;
import io.fractus.cli.client.GetCommand;
import io.fractus.cli.client.LsCommand;
import io.fractus.cli.client.MbCommand;
import io.fractus.cli.client.NodesCommand;
import io.fractus.cli.client.PutCommand;
import io.fractus.cli.client.RbCommand;
import io.fractus.cli.client.RmCommand;
import io.fractus.cli.client.StatCommand;
import io.fractus.cli.config.Settings;
import io.fractus.cli.doctor.DoctorCommand;
import io.fractus.cli.node.DrainCommand;
import io.fractus.cli.node.PauseCommand;
import io.fractus.cli.node.ResumeCommand;
import io.fractus.cli.node.ShareCommand;
import io.fractus.cli.node.StatusCommand;
import io.fractus.cli.node.UndrainCommand;
import io.fractus.cli.role.GatewayCommand;
import io.fractus.cli.role.JoinCommand;
import io.fractus.cli.role.NodeCommand;
import io.fractus.cli.role.TrackerCommand;
import io.fractus.cli.token.CreateCommand;
import io.fractus.cli.token.ListCommand;
import io.fractus.cli.token.RevokeCommand;
import io.fractus.cli.token.TokenCommand;
import io.fractus.cli.up.UpCommand;
import io.fractus.platform.ByteSize;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The program. Commands are built here, by hand, from what a process has around it. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    configureLogging(Arrays.asList(arguments));
    System.exit(run(Console.ofProcess(), arguments));
  }

  /** Runs one command and returns its exit code. */
  static int run(Console console, String... arguments) {
    FractusCommand fractus = new FractusCommand(console);
    CommandLine line = commandLine(console, fractus);
    Errors errors = new Errors(console, fractus);
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    try {
      Settings.install(line, List.of(arguments), console.environment());
    } catch (Failure e) {
      return errors.report(e);
    }
    return line.execute(arguments);
  }

  /** All commands, without settings and without handlers of errors. */
  static CommandLine commandLine(Console console, FractusCommand fractus) {
    return new CommandLine(fractus)
        .addSubcommand(new UpCommand(console))
        .addSubcommand(new TrackerCommand())
        .addSubcommand(new GatewayCommand())
        .addSubcommand(node(console))
        .addSubcommand(new PutCommand(console))
        .addSubcommand(new GetCommand(console))
        .addSubcommand(new LsCommand(console))
        .addSubcommand(new RmCommand(console))
        .addSubcommand(new StatCommand(console))
        .addSubcommand(new MbCommand(console))
        .addSubcommand(new RbCommand(console))
        .addSubcommand(new NodesCommand(console))
        .addSubcommand(token(console))
        .addSubcommand(new DoctorCommand(console))
        .addSubcommand(new BenchCommand(console))
        .addSubcommand(new VersionCommand(console))
        .registerConverter(ByteSize.class, Main::size)
        .setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.outIsTerminal() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setUsageHelpAutoWidth(console.outIsTerminal())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static CommandLine node(Console console) {
    return new CommandLine(new NodeCommand())
        .addSubcommand(new JoinCommand(console))
        .addSubcommand(new StatusCommand(console))
        .addSubcommand(new ShareCommand(console))
        .addSubcommand(new PauseCommand(console))
        .addSubcommand(new ResumeCommand(console))
        .addSubcommand(new DrainCommand(console))
        .addSubcommand(new UndrainCommand(console));
  }

  private static CommandLine token(Console console) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new CreateCommand(console))
        .addSubcommand(new ListCommand(console))
        .addSubcommand(new RevokeCommand(console));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static ByteSize size(String text) {
    try {
      return ByteSize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  /** Roles tell what they do; other commands tell it by themselves. Read when logging starts. */
  private static void configureLogging(List<String> arguments) {
    boolean role =
        !arguments.isEmpty()
            && List.of("tracker", "gateway", "node").contains(arguments.getFirst())
            && (arguments.size() == 1
                || arguments.get(1).startsWith("-")
                || arguments.get(1).equals("join"));
    String level = role ? "INFO" : "WARN";
    System.setProperty("fractus.log", arguments.contains("--debug") ? "DEBUG" : level);
  }
}
