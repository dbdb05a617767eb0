// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory whose files and names are encrypted on the disk, and can be used in the clear through
 * another one while this is open. One process at a time may open it: the caller holds the lock of a
 * data directory. Thread-safe.
 */
public final class SealedDirectory implements AutoCloseable {
  /*
   *   sealed/          what is on the disk: gocryptfs.conf (the file key, wrapped) and files
   *   sealed.new/      while it is made; renamed when it is whole
   *   clear/           the mount point: empty on the disk, for ever
   *   gocryptfs.log    what the programs said since the last start
   *
   * The daemon of gocryptfs outlives this process if it is killed. So whatever is mounted here at a
   * start, dead or alive, is unmounted, and the key has to open the directory again: a mount that
   * is there is no proof that the caller has it.
   *
   * INVARIANT: nothing is written into the mount point while nothing is mounted. Whoever uses the
   * clear side has to keep to a directory below it, which is not there when the mount is gone.
   */
  private static final Logger log = LoggerFactory.getLogger(SealedDirectory.class);

  /** How often an orderly unmount is tried, for those who still close a file. */
  private static final int TRIES = 20;

  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final Gocryptfs gocryptfs;
  private final Path clear;

  private SealedDirectory(Gocryptfs gocryptfs, Path clear) {
    this.gocryptfs = gocryptfs;
    this.clear = clear;
  }

  /** The program that would do it and its version, if it is installed. */
  public static Optional<String> program() {
    return Gocryptfs.version();
  }

  /** Whether there is a sealed directory, open or not. */
  public static boolean exists(Path sealed) {
    return Files.exists(sealed.resolve(Gocryptfs.CONFIG));
  }

  /**
   * Opens a sealed directory, which is made if it is not there.
   *
   * @param sealed on the disk
   * @param clear where it is to be seen; made if it is not there
   * @param key 32 bytes
   * @throws SealedException if the key is another one, then nothing is changed; if what is there is
   *     not a sealed directory, or the machine cannot mount it
   */
  public static SealedDirectory open(Path sealed, Path clear, byte[] key) {
    try {
      // The table of mounts has real paths.
      Path parent = Files.createDirectories(clear.toAbsolutePath().getParent()).toRealPath();
      Path point = parent.resolve(clear.getFileName());
      Gocryptfs gocryptfs = new Gocryptfs(parent.resolve("gocryptfs.log"));
      SealedDirectory opened = new SealedDirectory(gocryptfs, point);
      opened.recover();
      opened.create(sealed, key);
      opened.checkPoint();
      gocryptfs.mount(sealed.toAbsolutePath(), point, key);
      if (!opened.isMounted()) {
        throw new SealedException("gocryptfs says that it mounted " + point + ", and did not");
      }
      return opened;
    } catch (IOException e) {
      throw new SealedException("cannot open the sealed directory " + sealed + ": " + e, e);
    }
  }

  /** Whoever was killed leaves a mount, whose daemon may be gone too. */
  private void recover() throws IOException {
    Optional<String> type = MountTable.typeAt(clear);
    if (type.isEmpty()) {
      return;
    }
    if (!type.get().equals(Gocryptfs.MOUNT_TYPE)) {
      throw new SealedException(
          "a file system of type " + type.get() + " is mounted on " + clear + ": unmount it");
    }
    log.info("{} is still mounted since it was last used: unmounting it", clear);
    close();
    if (isMounted()) {
      throw new SealedException(clear + " is mounted and cannot be unmounted: do so by hand");
    }
  }

  private void create(Path sealed, byte[] key) throws IOException {
    if (exists(sealed)) {
      return;
    }
    if (Files.exists(sealed) && !isEmpty(sealed)) {
      throw new SealedException(
          "%s has files but no %s: restore it, or use another directory"
              .formatted(sealed, Gocryptfs.CONFIG));
    }
    Path unfinished = sealed.resolveSibling(sealed.getFileName() + ".new");
    if (Files.exists(unfinished)) {
      try (Stream<Path> files = Files.list(unfinished)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    } else {
      makeDirectory(unfinished);
    }
    gocryptfs.init(unfinished, key);
    Files.deleteIfExists(sealed);
    Files.move(unfinished, sealed);
  }

  private void checkPoint() throws IOException {
    if (!Files.exists(clear)) {
      makeDirectory(clear);
    } else if (!isEmpty(clear)) {
      throw new SealedException(
          clear
              + " has files while nothing is mounted there, so they are not encrypted:"
              + " move them away or delete them");
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  /** The clear side, absolute and real. */
  public Path path() {
    return clear;
  }

  /** Whether it can be used in the clear, by whoever may. */
  public boolean isMounted() throws IOException {
    return MountTable.typeAt(clear).equals(Optional.of(Gocryptfs.MOUNT_TYPE));
  }

  /** Unmounts it. What somebody else still has open there can be read until it is closed. */
  @Override
  public void close() {
    try {
      for (int tried = 0; tried < TRIES && isMounted(); tried++) {
        if (tried > 0) {
          Thread.sleep(BETWEEN);
        }
        gocryptfs.unmount(clear, false);
      }
      if (isMounted()) {
        log.warn("{} is in use: it is unmounted when that ends", clear);
        gocryptfs.unmount(clear, true);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      gocryptfs.unmount(clear, true);
    } catch (IOException e) {
      log.warn("{} may still be mounted: {}", clear, e.toString());
    }
  }
}
