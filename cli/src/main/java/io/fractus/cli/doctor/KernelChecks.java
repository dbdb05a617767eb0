// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.doctor;

import io.fractus.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a gateway on this machine would compute with. Stateless. */
final class KernelChecks {
  /** Enough for both self-tests, at their longest, on a machine that is busy. */
  private static final int SECONDS_MAX = 60;

  private KernelChecks() {}

  static List<Check> all() throws IOException {
    Process trials =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KernelTrials.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      List<Check> checks = new ArrayList<>();
      try (BufferedReader out = trials.inputReader(StandardCharsets.UTF_8)) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.startsWith("{")) {
            checks.add(Json.read(line, Check.class));
          }
        }
      }
      if (!trials.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || trials.exitValue() != 0) {
        checks.add(Check.bad("kernels", "the self-test of coding and hashing did not end well"));
      }
      return checks;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Check.bad("kernels", "interrupted"));
    } finally {
      trials.destroyForcibly();
    }
  }
}
