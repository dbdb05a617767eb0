// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.torrent;

import io.fractus.platform.DurableFiles;
import io.fractus.web.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes of pieces on disk, a file an object, of which those that nobody asked for the longest go
 * first. All of it can be made again, so a disk that fails costs only that. Thread-safe.
 */
final class PieceFiles {
  private static final Logger log = LoggerFactory.getLogger(PieceFiles.class);

  private final Path directory;
  private final int filesMax;
  private final InstantSource clock;

  PieceFiles(Path directory, int filesMax, InstantSource clock) {
    this.directory = directory;
    this.filesMax = filesMax;
    this.clock = clock;
  }

  /**
   * What was written under a name.
   *
   * @param length of it; what has another is of no use
   */
  Optional<byte[]> read(String name, long length) {
    Path file = directory.resolve(name);
    try {
      if (Files.size(file) != length) {
        return Optional.empty();
      }
      byte[] pieces = Files.readAllBytes(file);
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(pieces);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("hashes of pieces cannot be read and will be made again: {}", e.toString());
      return Optional.empty();
    }
  }

  synchronized void write(String name, byte[] pieces) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      DurableFiles.write(directory.resolve(name), pieces);
      forget();
    } catch (IOException e) {
      log.warn("hashes of pieces cannot be kept and will be made again: {}", e.toString());
    }
  }

  /** Leaves {@link Limits#TORRENT_FILES_MAX} files. */
  private void forget() throws IOException {
    record Dated(Path file, FileTime used) {}
    List<Path> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files = listed.toList();
    }
    if (files.size() <= filesMax) {
      return;
    }
    List<Dated> dated = new ArrayList<>();
    for (Path file : files) {
      dated.add(new Dated(file, Files.getLastModifiedTime(file)));
    }
    dated.sort(Comparator.comparing(Dated::used));
    for (Dated oldest : dated.subList(0, dated.size() - filesMax)) {
      Files.deleteIfExists(oldest.file());
    }
  }
}
