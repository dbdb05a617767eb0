// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import java.util.concurrent.TimeUnit;

/** Processes that a benchmark started. */
final class ScratchProcess {
  private ScratchProcess() {}

  /** Asks a process to end, and ends it if it does not in so many seconds. */
  static void end(Process process, int seconds) {
    process.destroy();
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
