// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that a user runs, each with a deadline. Stateless. */
final class Tool {
  /** What a Java process is told that is one of many on a machine, as {@code up} tells nodes. */
  static final List<String> SMALL =
      List.of("-XX:+UseSerialGC", "-Xmx64m", "-Xms16m", "-XX:TieredStopAtLevel=1");

  static final Duration LIMIT = Duration.ofMinutes(3);

  /** The root of the repository. */
  static final Path ROOT = Path.of(System.getProperty("fractus.root", "..")).normalize();

  /** How a program ended and what it printed, both streams together. */
  record Result(int exitCode, String output) {
    Result orFail() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ":\n" + output);
      }
      return this;
    }
  }

  private Tool() {}

  /** The command line of Fractus as {@code ./fractus} ends up with it. */
  static List<String> fractus(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-jar");
    command.add(jar().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** All of Fractus, as the build makes it. */
  static Path jar() {
    Path jar = ROOT.resolve("cli/target/fractus.jar").toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new AssertionError(jar + " is not there: mvn package makes it");
    }
    return jar;
  }

  /** Starts a program that goes on; what it prints is added to a log, and it is told nothing. */
  static Process start(ProcessBuilder program, Path log) throws IOException {
    Process process =
        program
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    return process;
  }

  static Result run(String... command) {
    return run(List.of(command), Map.of(), LIMIT);
  }

  /** Runs a program to its end; kills it and fails at the deadline. */
  static Result run(List<String> command, Map<String, String> environment, Duration limit) {
    try {
      Path output = Files.createTempFile("fractus-it-", ".out");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              command + " took longer than " + limit.toSeconds() + " s:\n" + text(output));
        }
        return new Result(process.exitValue(), text(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
  }
}
