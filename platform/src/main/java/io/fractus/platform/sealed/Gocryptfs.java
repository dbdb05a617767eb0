// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The programs {@code gocryptfs} and {@code fusermount}. Immutable. */
final class Gocryptfs {
  /** The type of its mounts. */
  static final String MOUNT_TYPE = "fuse.gocryptfs";

  /** The file without which a directory is not one of its. */
  static final String CONFIG = "gocryptfs.conf";

  private static final String PROGRAM = "gocryptfs";
  private static final int WRONG_PASSWORD = 12;
  private static final int OUTPUT_MAX = 2_000;

  /** The newer name first; Debian has both when it has the newer one. */
  private static final List<String> UNMOUNTERS = List.of("fusermount3", "fusermount");

  private final Path log;

  /**
   * @param log what the programs say, from the last start on
   */
  Gocryptfs(Path log) {
    this.log = log;
  }

  /** The version line of the program, if it is there. */
  static Optional<String> version() {
    @Nullable Path log = null;
    try {
      log = Files.createTempFile("fractus-", ".log");
      int code = Programs.run(List.of(PROGRAM, "-version"), "", log);
      String line = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
      return code == 0 ? Optional.of(line.replaceFirst(";.*", "")) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } finally {
      deleteQuietly(log);
    }
  }

  private static void deleteQuietly(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // A temporary file that stays does no harm.
    }
  }

  /** Makes an empty directory a sealed one. The key has 256 bits: scrypt has nothing to add. */
  void init(Path sealed, byte[] key) {
    int code = run(List.of(PROGRAM, "-init", "-q", "-scryptn", "10", sealed.toString()), key);
    if (code != 0) {
      throw new SealedException("gocryptfs cannot make " + sealed + said(code));
    }
  }

  /**
   * Mounts, and returns when it is. What it says goes on into the log, not to syslog, which not
   * every machine has. With {@code -kernel_cache} bytes that were read stay in the page cache after
   * a file is closed, as those of any other disk: nobody else writes below {@code sealed}.
   */
  void mount(Path sealed, Path clear, byte[] key) {
    int code =
        run(
            List.of(
                PROGRAM,
                "-q",
                "-nosyslog",
                "-nodev",
                "-nosuid",
                "-noexec",
                "-kernel_cache",
                sealed.toString(),
                clear.toString()),
            key);
    if (code == WRONG_PASSWORD) {
      throw new SealedException(
          "the key does not open " + sealed + ": it was sealed with another one; nothing changed");
    }
    if (code != 0) {
      throw new SealedException("gocryptfs cannot mount " + clear + said(code));
    }
  }

  private int run(List<String> command, byte[] key) {
    try {
      return Programs.run(command, HexFormat.of().formatHex(key) + "\n", log);
    } catch (IOException e) {
      throw new SealedException(
          "gocryptfs does not run: "
              + e.getMessage()
              + "; a sealed store needs the packages gocryptfs and fuse3",
          e);
    }
  }

  private String said(int code) {
    try {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
      return " (exit code %d): %s"
          .formatted(code, text.substring(Math.max(0, text.length() - OUTPUT_MAX)));
    } catch (IOException _) {
      return " (exit code " + code + ")";
    }
  }

  /**
   * Asks once to unmount.
   *
   * @param lazily whether files that are still open may stay so
   */
  void unmount(Path clear, boolean lazily) {
    for (String unmounter : UNMOUNTERS) {
      try {
        Programs.run(List.of(unmounter, lazily ? "-uz" : "-u", clear.toString()), "", log);
        return;
      } catch (IOException _) {
        // Not there: the next one. Whether it is unmounted, the table of mounts says.
      }
    }
  }
}
