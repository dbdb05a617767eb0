// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's folder of our bits, if it is on this machine too: what the client leaves of a bit
 * that it let go is deleted here. Elsewhere nothing is done. Immutable.
 */
public final class LocalFolder {
  private static final Logger log = LoggerFactory.getLogger(LocalFolder.class);
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

  private final String folder;

  /**
   * @param folder as the client names it
   */
  public LocalFolder(String folder) {
    this.folder = folder;
  }

  /** Deletes the file of a bit, and nothing but such a file. */
  public void delete(String name) {
    if (folder.isEmpty() || !NAME.matcher(name).matches()) {
      return;
    }
    try {
      Path file = Path.of(folder).resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | InvalidPathException e) {
      log.warn("cannot delete {} in {}: {}", name, folder, e.toString());
    }
  }
}
