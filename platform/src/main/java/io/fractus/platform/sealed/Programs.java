// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end, with what they must know on their input. Stateless. */
final class Programs {
  /** How long one may take: a disk may have to wake up, and scrypt is not asked for. */
  private static final Duration TIME_MAX = Duration.ofSeconds(30);

  private Programs() {}

  /**
   * Runs a program; a secret goes to it through a pipe, for arguments can be read by everybody.
   *
   * @param log takes what it says. A file, for what it leaves running goes on to write there
   * @return its exit code
   * @throws IOException if there is no such program, or it does not end in time
   */
  static int run(List<String> command, String secret, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // It ended before it read: its exit code says more than the broken pipe.
    }
    try {
      if (process.waitFor(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    }
    process.destroyForcibly();
    throw new IOException(
        command.getFirst() + " did not end within " + TIME_MAX.toSeconds() + " seconds");
  }
}
