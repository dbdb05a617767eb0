// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's folder of our bits, if it is on this machine too: what the client leaves of a bit
 * that it let go is deleted here. Elsewhere nothing is done. Immutable.
 */
public final class LocalFolder {
  private static final Logger log = LoggerFactory.getLogger(LocalFolder.class);

  /** The bit itself, and what aria2 and Transmission have beside one that is not complete. */
  private static final List<String> SUFFIXES = List.of("", ".aria2", ".part");

  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

  private final String folder;

  /**
   * @param folder as the client names it
   */
  public LocalFolder(String folder) {
    this.folder = folder;
  }

  /** Deletes the file of a bit, and what clients keep beside it; nothing but such files. */
  public void delete(String name) {
    if (folder.isEmpty() || !NAME.matcher(name).matches()) {
      return;
    }
    for (String suffix : SUFFIXES) {
      try {
        Path file = Path.of(folder).resolve(name + suffix);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | InvalidPathException e) {
        log.warn("cannot delete {} in {}: {}", name + suffix, folder, e.toString());
      }
    }
  }

  /** Bytes left on its disk, or on that of the folder around it; all there are if none is here. */
  public long usableBytes() {
    try {
      for (Path path = Path.of(folder); path != null; path = path.getParent()) {
        if (Files.isDirectory(path)) {
          return path.toFile().getUsableSpace();
        }
      }
    } catch (InvalidPathException e) {
      log.debug("no folder of this machine: {}", e.getMessage());
    }
    return Long.MAX_VALUE;
  }
}
