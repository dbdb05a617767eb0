// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import io.fractus.platform.DurableFiles;
import io.fractus.platform.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a store, which may be on a disk of its own that comes and goes. It is known by a
 * random id in it, of which the node keeps a copy: a disk that is mounted again may have another
 * device number, and an empty mount point, or another disk, must not be taken for a store that lost
 * everything. Thread-safe.
 *
 * <pre>
 *   bits/store.id    the id of the store, 32 hexadecimal digits
 *   DIR/store.id     the same, kept by the node
 * </pre>
 */
final class StoreRoot {
  static final String ID = "store.id";
  private static final Logger log = LoggerFactory.getLogger(StoreRoot.class);
  private static final int ID_DIGITS = 32;
  private static final Pattern ID_PATTERN = Pattern.compile("[0-9a-f]{" + ID_DIGITS + "}");

  private final Path path;
  private final Path copy;

  /** Null while none could be written, on a disk that is full: then the directory must be it. */
  private final @Nullable String id;

  private final @Nullable Object opened;
  private volatile @Nullable Object place;

  private StoreRoot(Path path, Path copy, @Nullable String id, @Nullable Object place) {
    this.path = path;
    this.copy = copy;
    this.id = id;
    this.opened = place;
    this.place = place;
  }

  /**
   * Opens the directory of a store. Where the node has no id yet there is its first start, or its
   * first with a program that knows of ids: the directory is made, and both get one.
   *
   * @param path the directory
   * @param copy the file of the node with the id
   */
  static StoreRoot open(Path path, Path copy) throws IOException {
    Optional<String> known = read(copy);
    if (known.isPresent()) {
      return new StoreRoot(path, copy, known.get(), null);
    }
    Files.createDirectories(path);
    String id = read(path.resolve(ID)).orElse(null);
    try {
      if (id == null) {
        String fresh = Secrets.newHex(new SecureRandom(), ID_DIGITS);
        write(path.resolve(ID), fresh);
        id = fresh;
      }
      write(copy, id);
    } catch (IOException e) {
      log.warn("the store in {} gets its id at another start: {}", path, e.toString());
    }
    return new StoreRoot(path, copy, id, key(path));
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      String id = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (!ID_PATTERN.matcher(id).matches()) {
        throw new IOException(file + " is not the id of a store");
      }
      return Optional.of(id);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static void write(Path file, String id) throws IOException {
    DurableFiles.write(file, (id + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  Path path() {
    return path;
  }

  /** What the system calls the directory now: another one after the disk was mounted again. */
  @Nullable Object place() {
    return place;
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /**
   * Why it cannot be used now, for people, found out without a write; empty if it can be read and
   * is the store of this node.
   */
  Optional<String> unusable() {
    try {
      Object now = key(path);
      Optional<String> reason = id == null ? moved(now) : foreign(id);
      if (reason.isEmpty()) {
        place = now;
      }
      return reason;
    } catch (NoSuchFileException _) {
      return Optional.of(path + " cannot be used, it does not exist: is its disk mounted?");
    } catch (IOException e) {
      return Optional.of(path + " cannot be used: " + e);
    }
  }

  private Optional<String> moved(@Nullable Object now) {
    return Objects.equals(opened, now)
        ? Optional.empty()
        : Optional.of(path + " is not the directory it was: is its disk mounted?");
  }

  private Optional<String> foreign(String own) throws IOException {
    Optional<String> found = read(path.resolve(ID));
    if (found.isEmpty()) {
      return Optional.of(
          path
              + " is not the store of this node, it has no "
              + ID
              + ": is its disk mounted? Nothing is lost, and the node goes on when it is back. If"
              + " it is gone for good, stop the node, delete "
              + copy
              + ", and start it with what is there");
    }
    return found.get().equals(own)
        ? Optional.empty()
        : Optional.of(
            path
                + " is the store of another node, as its "
                + ID
                + " says: mount the right disk. Nothing is lost, and the node goes on when it is"
                + " back");
  }

  /** Why nothing can be written, for people; empty if the disk lets us. */
  Optional<String> readOnly() {
    return Files.isWritable(path)
        ? Optional.empty()
        : Optional.of(path + " cannot be written: is its disk read-only?");
  }
}
