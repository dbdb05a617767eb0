// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one running role, held by it alone. A file {@code FORMAT} in it says which role
 * and which version of its layout wrote it, such as {@code tracker 1}; a file {@code LOCK} is
 * locked while the role runs. Thread-safe.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Opens a directory, making it if it is not there (readable by its owner only).
   *
   * @param role such as {@code tracker}; a directory of another role is refused
   * @param format the version of the layout; a directory of another version is refused
   * @throws DataDirectoryException if it is of another role or version, in use, not empty and not
   *     ours, or cannot be written
   */
  public static DataDirectory open(Path path, String role, int format) {
    Path directory = path.toAbsolutePath().normalize();
    try {
      create(directory);
      checkFormat(directory, role + " " + format);
      return new DataDirectory(directory, lock(directory));
    } catch (IOException e) {
      throw new DataDirectoryException("cannot use the data directory " + directory + ": " + e, e);
    }
  }

  /** The directory, absolute. */
  public Path path() {
    return path;
  }

  private static void create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static void checkFormat(Path directory, String expected) throws IOException {
    Path file = directory.resolve("FORMAT");
    if (Files.exists(file)) {
      String found = Files.readString(file).strip();
      if (!found.equals(expected)) {
        throw new DataDirectoryException(
            "the data directory "
                + directory
                + " is of format '"
                + found
                + "', this program writes '"
                + expected
                + "': use another directory, or the version that wrote this one");
      }
      return;
    }
    try (var entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw new DataDirectoryException(
            "the directory " + directory + " is not empty and not a data directory: use another");
      }
    }
    DurableFiles.write(file, (expected + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // Held by this very process: the same answer as held by another.
    }
    if (lock == null) {
      channel.close();
      throw new DataDirectoryException(
          "the data directory " + directory + " is in use by another process: stop it first");
    }
    return channel;
  }

  /** Lets go of the directory. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new DataDirectoryException("cannot unlock " + path + ": " + e, e);
    }
  }
}
