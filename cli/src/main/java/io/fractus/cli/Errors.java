// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.protocol.control.TrackerException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a user is told of a failure: one line on standard error, and an exit code. Immutable. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;
  private final FractusCommand fractus;

  Errors(Console console, FractusCommand fractus) {
    this.console = console;
    this.fractus = fractus;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    console.say("fractus: " + e.getMessage());
    CommandLine command = e.getCommandLine();
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    console.say("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return Failure.WRONG_USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return report(e);
  }

  /** Says what went wrong and returns the exit code for it. */
  int report(Exception e) {
    console.say("fractus: " + message(e));
    if (fractus.debug) {
      e.printStackTrace(console.err());
    }
    return exitCode(e);
  }

  private static int exitCode(Exception e) {
    return switch (e) {
      case Failure failure -> failure.exitCode();
      case TrackerException tracker
          when tracker.problem().type().equals(TrackerException.UNREACHABLE) ->
          Failure.NOT_REACHABLE;
      default -> Failure.FAILED;
    };
  }

  private static String message(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case AccessDeniedException denied -> "not allowed: " + denied.getFile();
      case IOException io -> io.getMessage() != null ? io.getMessage() : io.toString();
      case RuntimeException ours when ours.getClass().getName().startsWith("io.fractus.") ->
          String.valueOf(ours.getMessage());
      default -> "this should not happen, please report it with the output of --debug: " + e;
    };
  }
}
