// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A virtual machine of its own that runs a main class to its end. */
public final class ChildJvm {
  private final List<String> options;
  private final String classPath;

  /**
   * @param options what the machine is told
   * @param places classes of all that it needs on its class path
   */
  public ChildJvm(List<String> options, Class<?>... places) {
    this.options = options;
    this.classPath =
        Arrays.stream(places)
            .map(ChildJvm::place)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it; returns what it printed. It has to end in time, with 0. */
  public String run(Duration most, Path output, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(child.waitFor(most.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
      String printed = Files.readString(output);
      assertThat(child.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      child.destroyForcibly();
    }
  }
}
