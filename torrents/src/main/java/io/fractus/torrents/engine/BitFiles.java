// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What every engine asks of the file of a bit before it seeds it. */
public final class BitFiles {
  private BitFiles() {}

  /**
   * Sees that the file of a bit is there and has its length.
   *
   * @throws EngineException of kind {@code FILE_MISSING} if not
   */
  public static void requireWhole(BitMetainfo bit, Path directory) {
    Path file = directory.resolve(bit.name());
    try {
      long length = Files.isRegularFile(file) ? Files.size(file) : -1;
      if (length != bit.length()) {
        throw new EngineException(
            Kind.FILE_MISSING, file + " must have " + bit.length() + " bytes, " + describe(length));
      }
    } catch (IOException e) {
      throw new EngineException(Kind.FILE_MISSING, "cannot read " + file + ": " + e, e);
    }
  }

  private static String describe(long length) {
    return length < 0 ? "it does not exist" : "it has " + length;
  }
}
