// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory in which every access fails, for everybody, until it is closed: the kernel ends in a
 * circle of symbolic links and says so, which is neither "no such file" nor wrong bytes.
 */
public final class Broken implements AutoCloseable {
  private final Path directory;
  private final Path away;

  private Broken(Path directory, Path away) {
    this.directory = directory;
    this.away = away;
  }

  /** Breaks the directory of a file. */
  public static Broken directoryOf(Path file) throws IOException {
    Path directory = file.resolveSibling(".").normalize();
    Broken broken =
        new Broken(directory, directory.resolveSibling(directory.getFileName() + ".away"));
    Files.move(directory, broken.away);
    Files.createSymbolicLink(directory, directory.getFileName());
    return broken;
  }

  /** Mends it: all is as it was. */
  @Override
  public void close() throws IOException {
    Files.delete(directory);
    Files.move(away, directory);
  }
}
