// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.config.Settings;
import io.fractus.cli.log.Logging;
import io.fractus.cli.node.DrainCommand;
import io.fractus.cli.node.PauseCommand;
import io.fractus.cli.node.ResumeCommand;
import io.fractus.cli.node.ShareCommand;
import io.fractus.cli.node.StatusCommand;
import io.fractus.cli.node.UndrainCommand;
import io.fractus.cli.role.JoinCommand;
import io.fractus.cli.role.NodeCommand;
import io.fractus.platform.ByteSize;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import picocli.CommandLine;

/**
 * What all programs have in common, whichever commands they have: settings, errors, colours. Knows
 * no class of the cloud, for the program of nodes comes without them. Stateless.
 */
final class Program {
  private Program() {}

  /** Runs one command and ends the process with its exit code. */
  static void main(String[] arguments, UnaryOperator<Commands> commands) {
    configureLogging(Arrays.asList(arguments));
    System.exit(run(Console.ofProcess(), commands, arguments));
  }

  /** A program to which commands are added. */
  record Commands(Console console, CommandLine line) {
    Commands add(Object command) {
      line.addSubcommand(command);
      return this;
    }
  }

  /** Runs one command and returns its exit code. */
  static int run(Console console, UnaryOperator<Commands> commands, String... arguments) {
    FractusCommand fractus = new FractusCommand(console);
    CommandLine line = commandLine(console, fractus, commands);
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

  /** The commands, without settings and without handlers of errors. */
  static CommandLine commandLine(
      Console console, FractusCommand fractus, UnaryOperator<Commands> commands) {
    return commands
        .apply(new Commands(console, new CommandLine(fractus)))
        .add(new VersionCommand(console))
        .line()
        .registerConverter(ByteSize.class, Program::size)
        .setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.outIsTerminal() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setUsageHelpAutoWidth(console.outIsTerminal())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** A node, and what its owner asks of it. */
  static CommandLine node(Console console) {
    return new CommandLine(new NodeCommand())
        .addSubcommand(new JoinCommand(console))
        .addSubcommand(new StatusCommand(console))
        .addSubcommand(new ShareCommand(console))
        .addSubcommand(new PauseCommand(console))
        .addSubcommand(new ResumeCommand(console))
        .addSubcommand(new DrainCommand(console))
        .addSubcommand(new UndrainCommand(console));
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

  /** Roles tell what they do; other commands tell it by themselves. */
  private static void configureLogging(List<String> arguments) {
    boolean role =
        !arguments.isEmpty()
            && List.of("tracker", "gateway", "node").contains(arguments.getFirst())
            && (arguments.size() == 1
                || arguments.get(1).startsWith("-")
                || List.of("join", "attach").contains(arguments.get(1)));
    Level level = role ? Level.INFO : Level.WARNING;
    Logging.start(arguments.contains("--debug") ? Level.FINE : level);
  }
}
