// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.torrents.bencode.Bencode;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The info dictionary of a bit: a private single-file v1 torrent with a random name (BEP 3, 27).
 * Immutable and thread-safe.
 *
 * <pre>
 *   d 6:length i…e 4:name 32:(random hex) 12:piece length i…e 6:pieces 20·n:(SHA-1 of each piece)
 *     7:private i1e 6:source (cloud id) e
 * </pre>
 *
 * Nothing in it tells the object, the stripe or the position that it is of.
 */
public final class BitMetainfo {
  /** Longest bit, in bytes: what a small node can hold and a reader can buffer. */
  public static final long LENGTH_MAX = 16L << 20;

  /** Shortest piece, in bytes: four blocks of 16 KiB. */
  public static final int PIECE_LENGTH_MIN = 64 << 10;

  /** Longest piece, in bytes. */
  public static final int PIECE_LENGTH_MAX = 1 << 20;

  /** Longest info dictionary that is parsed, in bytes: 256 piece hashes and the rest. */
  public static final int INFO_LENGTH_MAX = 8 << 10;

  /** Longest cloud id, in bytes. */
  public static final int SOURCE_LENGTH_MAX = 64;

  private static final int HASH_BYTES = 20;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

  private final byte[] info;
  private final InfoHash infoHash;
  private final String name;
  private final String source;
  private final long length;
  private final int pieceLength;

  /** Where the hashes begin in {@code info}. */
  private final int pieces;

  private BitMetainfo(
      byte[] info, String name, String source, long length, int pieceLength, int pieces) {
    this.info = info;
    this.infoHash = InfoHash.ofInfo(info);
    this.name = name;
    this.source = source;
    this.length = length;
    this.pieceLength = pieceLength;
    this.pieces = pieces;
  }

  /**
   * The piece length for a bit: up to 64 KiB times 64 as many pieces of 64 KiB as it takes, which
   * are the cells that it is made in and are hashed many at once; above, 64 to 127 longer pieces. 4
   * MiB bits get 64 KiB, 16 MiB bits 256 KiB.
   *
   * @param length bytes of the bit, 1 to {@link #LENGTH_MAX}
   */
  public static int pieceLengthFor(long length) {
    long power = Long.highestOneBit(Math.max(1, length / 64));
    return Math.clamp(power, PIECE_LENGTH_MIN, PIECE_LENGTH_MAX);
  }

  /**
   * Makes the metainfo of a bit from hashes that were taken while it was encoded.
   *
   * @param source the cloud's id, so that two clouds never share a swarm
   * @param name 32 lower-case hexadecimal digits from a random source
   * @param length bytes of the bit, 1 to {@link #LENGTH_MAX}
   * @param pieceLength a power of two from {@link #PIECE_LENGTH_MIN} to {@link #PIECE_LENGTH_MAX}
   * @param pieces the SHA-1 of each piece, one after the other
   * @throws IllegalArgumentException if any of it is out of bounds
   */
  public static BitMetainfo create(
      String source, String name, long length, int pieceLength, byte[] pieces) {
    byte[] info =
        Bencode.encode(
            BValue.dictionary()
                .put("length", length)
                .put("name", name)
                .put("piece length", pieceLength)
                .put("pieces", pieces)
                .put("private", 1)
                .put("source", source)
                .build());
    return parse(info);
  }

  /**
   * Reads the exact bytes of an info dictionary, and refuses every one that {@link #create} would
   * not have made: a node never takes a torrent that could name a path or two files.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static BitMetainfo parse(byte[] info) {
    if (info.length > INFO_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "an info dictionary has at most " + INFO_LENGTH_MAX + " bytes, this has " + info.length);
    }
    if (!(Bencode.decode(info) instanceof BDictionary dictionary)) {
      throw new IllegalArgumentException("the info of a bit is a dictionary");
    }
    require(dictionary.entries().size() == 6, "the info of a bit has exactly six keys");
    long length = integer(dictionary, "length", 1, LENGTH_MAX);
    long pieceLength = integer(dictionary, "piece length", PIECE_LENGTH_MIN, PIECE_LENGTH_MAX);
    require(Long.bitCount(pieceLength) == 1, "piece length must be a power of two");
    String name = bytes(dictionary, "name").text();
    require(NAME.matcher(name).matches(), "name must be 32 lower-case hexadecimal digits");
    BString source = bytes(dictionary, "source");
    require(
        source.length() >= 1 && source.length() <= SOURCE_LENGTH_MAX,
        "source must have 1.." + SOURCE_LENGTH_MAX + " bytes");
    require(integer(dictionary, "private", 1, 1) == 1, "info.private must be 1");
    BString pieces = bytes(dictionary, "pieces");
    long count = (length + pieceLength - 1) / pieceLength;
    require(
        pieces.length() == count * HASH_BYTES,
        "pieces must be " + count + " hashes of " + HASH_BYTES + " bytes");
    // The hashes are most of it, and a node that is told of many bits has them once.
    int at = info.length - afterPieces(source) - pieces.length();
    return new BitMetainfo(info.clone(), name, source.text(), length, (int) pieceLength, at);
  }

  /** Bytes that come after the hashes: the keys are in their order. */
  private static int afterPieces(BString source) {
    return ("7:privatei1e6:source" + source.length() + ":e").length() + source.length();
  }

  private static long integer(BDictionary dictionary, String key, long min, long max) {
    Long value = dictionary.integer(key);
    if (value == null || value < min || value > max) {
      throw new IllegalArgumentException(
          "info." + key + " must be " + min + ".." + max + ", is " + value);
    }
    return value;
  }

  private static BString bytes(BDictionary dictionary, String key) {
    BString value = dictionary.bytes(key, INFO_LENGTH_MAX);
    if (value == null) {
      throw new IllegalArgumentException("info." + key + " must be a string");
    }
    return value;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A copy of the bencoded info dictionary. */
  public byte[] info() {
    return info.clone();
  }

  public InfoHash infoHash() {
    return infoHash;
  }

  /** The name of the bit's file: 32 lower-case hexadecimal digits. */
  public String name() {
    return name;
  }

  /** The id of the cloud that made it. */
  public String source() {
    return source;
  }

  /** Bytes of the bit. */
  public long length() {
    return length;
  }

  /** Bytes of every piece but the last. */
  public int pieceLength() {
    return pieceLength;
  }

  public int pieceCount() {
    return (int) Math.ceilDiv(length, (long) pieceLength);
  }

  /**
   * Bytes of one piece.
   *
   * @param piece 0 to {@link #pieceCount()} - 1
   */
  public int pieceLength(int piece) {
    checkPiece(piece);
    return (int) Math.min(pieceLength, length - (long) piece * pieceLength);
  }

  /** Whether a SHA-1 is that of a piece. */
  public boolean verifies(int piece, byte[] sha1) {
    return sha1.length == HASH_BYTES && verifies(piece, sha1, 0);
  }

  /**
   * Whether a SHA-1 among others is that of a piece.
   *
   * @param offset where it begins
   */
  public boolean verifies(int piece, byte[] sha1s, int offset) {
    checkPiece(piece);
    int from = pieces + piece * HASH_BYTES;
    return Arrays.equals(info, from, from + HASH_BYTES, sha1s, offset, offset + HASH_BYTES);
  }

  private void checkPiece(int piece) {
    if (piece < 0 || piece >= pieceCount()) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + pieceCount());
    }
  }

  /**
   * The bytes of a {@code .torrent} file.
   *
   * @param announce the announce URL of the node it is for, or null for none
   */
  public byte[] toTorrent(@Nullable String announce) {
    BValue.Builder torrent = BValue.dictionary().put("info", Bencode.decode(info));
    if (announce != null) {
      torrent.put("announce", announce);
    }
    return Bencode.encode(torrent.build());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitMetainfo that && Arrays.equals(info, that.info);
  }

  @Override
  public int hashCode() {
    return infoHash.hashCode();
  }

  @Override
  public String toString() {
    return "bit " + infoHash + " of " + length + " bytes";
  }
}
