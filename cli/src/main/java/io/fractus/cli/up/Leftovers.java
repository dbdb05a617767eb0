// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Roles that outlived the {@code up} that started them. They end by themselves when their parent is
 * gone; this waits for that, and makes it happen if it does not. Stateless.
 */
final class Leftovers {
  private Leftovers() {}

  /** Stops what the pid files of an earlier start name, if it is ours and still runs. */
  static void stop(Path directory, Console console) {
    List<ProcessHandle> ours = new ArrayList<>();
    for (Path pidFile : pidFiles(directory)) {
      Optional<ProcessHandle> process = process(pidFile).filter(p -> isOurs(p, directory));
      process.ifPresent(handle -> {
        String name = String.valueOf(pidFile.getFileName()).replaceFirst("\\.pid$", "");
        console.say(name + " of an earlier start still runs (pid " + handle.pid() + "): stop");
        handle.destroy();
        ours.add(handle);
      });
    }
    ours.forEach(Leftovers::awaitEnd);
  }

  private static List<Path> pidFiles(Path directory) {
    Path run = directory.resolve("run");
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (var files = Files.list(run)) {
      return files.filter(file -> file.toString().endsWith(".pid")).sorted().toList();
    } catch (IOException e) {
      throw Failure.failed("cannot list " + run + ": " + e.getMessage(), e);
    }
  }

  private static Optional<ProcessHandle> process(Path pidFile) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** A pid may have been given to another process since: the command line tells whose it is. */
  private static boolean isOurs(ProcessHandle process, Path directory) {
    List<String> arguments = Arrays.asList(process.info().arguments().orElse(new String[0]));
    return arguments.contains(Child.MAIN)
        && arguments.stream().anyMatch(argument -> argument.startsWith(directory + "/"));
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(Limits.STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      process.destroyForcibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw Failure.failed("cannot wait for process " + process.pid() + ": " + e.getCause(), e);
    }
  }
}
