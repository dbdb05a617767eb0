// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.announce.Announced;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A complete bit: what is needed to serve it, and no more, for a node has many thousands. Its name
 * is kept as a number and its hashes are not kept at all. Thread-safe.
 */
final class Seed implements Carried {
  private final InfoHash hash;
  private final Path directory;
  private final long nameHigh;
  private final long nameLow;
  private final int length;
  private final int pieceLength;
  private final @Nullable Announced announced;
  private volatile boolean broken;

  /**
   * @param directory shared by all seeds in it
   */
  Seed(BitMetainfo bit, Path directory, @Nullable Announced announced) {
    this.hash = bit.infoHash();
    this.directory = directory;
    this.nameHigh = HexFormat.fromHexDigitsToLong(bit.name(), 0, 16);
    this.nameLow = HexFormat.fromHexDigitsToLong(bit.name(), 16, 32);
    this.length = Math.toIntExact(bit.length());
    this.pieceLength = bit.pieceLength();
    this.announced = announced;
  }

  @Override
  public InfoHash hash() {
    return hash;
  }

  @Override
  public boolean isSeeding() {
    return !broken;
  }

  Path file() {
    HexFormat hex = HexFormat.of();
    return directory.resolve(hex.toHexDigits(nameHigh) + hex.toHexDigits(nameLow));
  }

  int pieces() {
    return Math.ceilDiv(length, pieceLength);
  }

  /** Where a block begins in the file, or -1 if the bit has no such block. */
  long position(int piece, int begin, int count) {
    long position = (long) piece * pieceLength + begin;
    boolean isWithin =
        piece >= 0
            && piece < pieces()
            && begin >= 0
            && count > 0
            && begin <= pieceLength - count
            && position <= length - count;
    return isWithin ? position : -1;
  }

  @Nullable Announced announced() {
    return announced;
  }

  /** Notes that the file cannot be read. Returns whether that is news. */
  synchronized boolean broke() {
    boolean news = !broken;
    broken = true;
    return news;
  }
}
