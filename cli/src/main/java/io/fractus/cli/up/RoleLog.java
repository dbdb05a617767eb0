// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Limits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The log of a role and the older ones beside it, {@code NAME.log.1} being the last. Its process
 * appends to it and knows nothing of this. Used by one thread at a time.
 */
final class RoleLog {
  /*
   * The process holds the file open, so it cannot be renamed away from it: it is copied and then
   * emptied, and what is appended next is at its beginning. A line that comes in the moment between
   * is lost; the last look before is as late as can be.
   */

  private final Path file;
  private final long bytesMax;
  private final int olderMax;

  RoleLog(Path file) {
    this(file, Limits.LOG_BYTES_MAX, Limits.LOGS_KEPT);
  }

  /**
   * @param bytesMax what makes a log one of the older ones
   * @param olderMax how many of those are kept, at least one
   */
  RoleLog(Path file, long bytesMax, int olderMax) {
    this.file = file;
    this.bytesMax = bytesMax;
    this.olderMax = olderMax;
  }

  /** Makes it an older one if it is too long. */
  void rotate() throws IOException {
    if (!Files.exists(file) || Files.size(file) <= bytesMax) {
      return;
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel log =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel copy =
            FileChannel.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      copy(log, copy);
      for (int i = olderMax; i > 1; i--) {
        if (Files.exists(older(i - 1))) {
          Files.move(older(i - 1), older(i), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(next, older(1), StandardCopyOption.REPLACE_EXISTING);
      // What came meanwhile.
      copy(log, copy);
      log.truncate(0);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void copy(FileChannel from, FileChannel to) throws IOException {
    for (long at = to.position(); at < from.size(); at = to.position()) {
      to.position(at + from.transferTo(at, from.size() - at, to));
    }
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
