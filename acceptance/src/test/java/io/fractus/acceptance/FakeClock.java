// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The wall clock of one process, which a test sets while the process runs. It is libfaketime
 * (Debian: {@code faketime}) that does it, and it leaves the monotonic clock alone, as does whoever
 * sets the clock of a machine.
 */
final class FakeClock {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

  private final Path file;

  /**
   * A clock that is right.
   *
   * @param file where its offset will be
   */
  FakeClock(Path file) throws IOException {
    this.file = file;
    set(Duration.ZERO);
  }

  /** Sets the clock to so much more or less than what it is. */
  void set(Duration ahead) throws IOException {
    // At once: the process reads the file whenever it asks for the time.
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, "%+d\n".formatted(ahead.toSeconds()));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes away what a killed process would leave behind: by then it needs the names no more. */
  static void tidy(ProcessHandle process) throws IOException {
    for (String name : List.of("faketime_shm_", "sem.faketime_sem_")) {
      Files.deleteIfExists(Path.of("/dev/shm", name + process.pid()));
    }
  }

  /** What the environment of the process must have. */
  Map<String, String> environment() {
    Path library =
        LIBRARIES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() ->
                new AssertionError("libfaketime is not there: install faketime: " + LIBRARIES));
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_NO_CACHE", "1",
        "DONT_FAKE_MONOTONIC", "1",
        // Else it takes the deadlines of waits for times of the wall clock, and they spin.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }
}
