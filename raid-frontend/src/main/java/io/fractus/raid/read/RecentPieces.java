// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.StoredBit;
import io.fractus.torrents.InfoHash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of bits that were read lately, in memory, verified and as sealed as they came.
 * Thread-safe.
 */
public final class RecentPieces {
  /*
   * A piece never changes, for the name of its bit is made of the hashes of its pieces: whoever has
   * the name from the catalog may read it here, and nobody comes here without. So nothing has to be
   * thrown out when an object is deleted or written anew.
   *
   * Two lines, each with what was used last at its end. Newcomers are in the first and go from its
   * front when there is no room; one that is asked for again moves to the second, whose front falls
   * back to the end of the first when the second has more than its share. So a crowd of things that
   * are read once, such as a pack that is compacted, takes nothing from what is read all the time.
   *
   * Arrays are handed out as they are: nobody writes into them.
   */

  private final long bytesMax;
  private final long provenMax;
  private final JoinedFetches joined = new JoinedFetches();
  private final Map<Key, byte[]> newcomers = new LinkedHashMap<>();
  private final Map<Key, byte[]> proven = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long provenBytes;
  private long hits;
  private long misses;

  private record Key(InfoHash bit, int piece) {}

  /**
   * Has nothing yet.
   *
   * @param bytesMax most that it takes, 0 for nothing at all
   */
  public RecentPieces(long bytesMax) {
    this.bytesMax = bytesMax;
    this.provenMax = (long) (bytesMax * ReadLimits.PIECES_PROVEN);
  }

  /** Whether a window with so many wanted bytes is kept. */
  boolean keeps(long windowBytes) {
    return bytesMax > 0 && windowBytes <= ReadLimits.KEPT_WINDOW_BYTES;
  }

  /** Those who want the same of what is not here yet. */
  JoinedFetches joined() {
    return joined;
  }

  /** The pieces of a bit in a window, one after the other, if all of them are here. */
  byte @Nullable [] find(StoredBit bit, Window window) {
    if (bytesMax == 0) {
      return null;
    }
    if (window.pieces() == 1) {
      return get(bit, window.firstPiece());
    }
    byte[][] found = new byte[window.pieces()][];
    int length = 0;
    for (int i = 0; i < found.length; i++) {
      byte[] piece = get(bit, window.firstPiece() + i);
      if (piece == null) {
        return null;
      }
      found[i] = piece;
      length += piece.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] piece : found) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  private synchronized byte @Nullable [] get(StoredBit bit, int piece) {
    Key key = new Key(bit.infoHash(), piece);
    byte[] known = proven.get(key);
    if (known != null) {
      return known;
    }
    byte[] newcomer = newcomers.remove(key);
    if (newcomer != null) {
      proven.put(key, newcomer);
      provenBytes += size(newcomer);
      Iterator<Map.Entry<Key, byte[]>> eldest = proven.entrySet().iterator();
      while (provenBytes > provenMax && eldest.hasNext()) {
        Map.Entry<Key, byte[]> falls = eldest.next();
        eldest.remove();
        provenBytes -= size(falls.getValue());
        newcomers.put(falls.getKey(), falls.getValue());
      }
    }
    return newcomer;
  }

  /**
   * Keeps the pieces of a bit in a window, as long as there is room.
   *
   * @param verified against the hashes of the pieces; not written to any more
   */
  void keep(StoredBit bit, Window window, byte[] verified) {
    if (window.pieces() == 1) {
      put(new Key(bit.infoHash(), window.firstPiece()), verified);
      return;
    }
    int at = 0;
    for (int i = 0; i < window.pieces(); i++) {
      int piece = window.firstPiece() + i;
      byte[] copy = new byte[bit.metainfo().pieceLength(piece)];
      System.arraycopy(verified, at, copy, 0, copy.length);
      put(new Key(bit.infoHash(), piece), copy);
      at += copy.length;
    }
  }

  private synchronized void put(Key key, byte[] piece) {
    if (size(piece) > bytesMax || proven.containsKey(key) || newcomers.containsKey(key)) {
      return;
    }
    newcomers.put(key, piece);
    bytes += size(piece);
    evict(newcomers);
    provenBytes -= evict(proven);
  }

  /** Takes from the front of a line until there is room; returns the bytes that went. */
  private long evict(Map<Key, byte[]> line) {
    long before = bytes;
    Iterator<byte[]> eldest = line.values().iterator();
    while (bytes > bytesMax && eldest.hasNext()) {
      bytes -= size(eldest.next());
      eldest.remove();
    }
    return before - bytes;
  }

  private static long size(byte[] piece) {
    return (long) piece.length + ReadLimits.PIECE_OVERHEAD;
  }

  /** Notes that so many bits of windows were here, and so many were not. */
  synchronized void count(int here, int missing) {
    hits += here;
    misses += missing;
  }

  /** What became of it so far. */
  public synchronized Totals totals() {
    return new Totals(bytes, hits, misses);
  }

  /**
   * What became of it so far.
   *
   * @param bytes that it takes now
   * @param hits bits of windows that were here
   * @param misses those that had to be fetched, or that another read was just fetching
   */
  public record Totals(long bytes, long hits, long misses) {}
}
