// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** One role of a local cloud in a process of its own. Thread-safe. */
final class Child {
  /** The program; it imports this package, so this package cannot import it. */
  static final String MAIN = "io.fractus.cli.Main";

  private final String name;
  private final Process process;
  private final Path pidFile;
  private final Path log;

  private Child(String name, Process process, Path pidFile, Path log) {
    this.name = name;
    this.process = process;
    this.pidFile = pidFile;
    this.log = log;
  }

  /**
   * Starts a role with the Java and the class path of this process.
   *
   * @param directory of the cloud, for {@code run/<name>.pid} and {@code log/<name>.log}
   * @param javaOptions for its virtual machine
   * @param arguments of the command line, without secrets: everybody can read them
   */
  static Child start(
      Path directory, String name, List<String> javaOptions, List<String> arguments) {
    Path log = directory.resolve("log").resolve(name + ".log");
    Path pidFile = directory.resolve("run").resolve(name + ".pid");
    // Ctrl-C on a terminal reaches the whole process group. A signal that is ignored stays so
    // through exec, and Java respects it: the children close when, and in the order, we say.
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", classPath(), MAIN));
    command.addAll(arguments);
    command.addAll(List.of("--parent-pid", Long.toString(ProcessHandle.current().pid())));
    try {
      new RoleLog(log).rotate();
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectErrorStream(true)
              .start();
      Files.writeString(pidFile, process.pid() + "\n");
      Files.write(directory.resolve("run").resolve(name + ".command"), command);
      return new Child(name, process, pidFile, log);
    } catch (IOException e) {
      throw Failure.failed("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  private static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Begins a new log if this one is too long. */
  void rotateLog() {
    try {
      new RoleLog(log).rotate();
    } catch (IOException _) {
      // Such as a full disk, on which the log does not grow either; the next look may do better.
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Runs something when the process has ended, on a thread of the JDK. */
  void onExit(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  /** What the log says at its end, for the user to see why a start failed. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      int from = Math.max(0, lines.size() - Limits.LOG_LINES_SHOWN);
      return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(cannot read " + log + ": " + e.getMessage() + ")";
    }
  }

  Path log() {
    return log;
  }

  /** Asks the process to close in order. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end, kills if that takes too long, and forgets the pid. */
  void awaitEnd() {
    try {
      if (!process.waitFor(Limits.STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        Objects.requireNonNull(process.destroyForcibly());
        process.waitFor();
      }
      Files.deleteIfExists(pidFile);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // A pid file of a process that has ended is harmless.
    }
  }
}
