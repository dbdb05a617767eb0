// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** A bit with random bytes. */
public final class TestBit {
  private final BitMetainfo metainfo;
  private final byte[] bytes;

  private TestBit(BitMetainfo metainfo, byte[] bytes) {
    this.metainfo = metainfo;
    this.bytes = bytes;
  }

  public BitMetainfo metainfo() {
    return metainfo;
  }

  /** What its file holds. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A bit of some length, the same for the same seed. */
  public static TestBit random(long seed, int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] name = new byte[16];
    random.nextBytes(name);
    int pieceLength = BitMetainfo.pieceLengthFor(length);
    PieceHasher hasher = new PieceHasher(pieceLength);
    hasher.update(bytes, 0, length);
    return new TestBit(
        BitMetainfo.create(
            "test-cloud", HexFormat.of().formatHex(name), length, pieceLength, hasher.finish()),
        bytes);
  }

  public InfoHash infoHash() {
    return metainfo.infoHash();
  }

  /** Writes the file into a directory. */
  public Path writeTo(Path directory) throws IOException {
    return Files.write(directory.resolve(metainfo.name()), bytes);
  }

  /** Flips one byte of the file in a directory. */
  public void corruptIn(Path directory, long offset) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve(metainfo.name()).toFile(), "rw")) {
      file.seek(offset);
      int was = file.read();
      file.seek(offset);
      file.write(was ^ 0xff);
    }
  }

  /** The bytes of one piece. */
  public byte[] piece(int piece) {
    int from = piece * metainfo.pieceLength();
    return Arrays.copyOfRange(bytes, from, from + metainfo.pieceLength(piece));
  }
}
