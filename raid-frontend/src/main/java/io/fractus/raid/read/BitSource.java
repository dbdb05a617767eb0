// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.PieceCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of one bit, from staging or from the copies on nodes, one copy after the other until one
 * gives them. A copy that failed is not asked again, but for one that was busy. Not thread-safe.
 */
final class BitSource implements AutoCloseable {
  private final StoredBit bit;
  private final Readers shared;
  private final List<Copy> left;
  private boolean tryStaging;
  private @Nullable PeerReader reader;
  private @Nullable Copy reading;
  private int busy;

  BitSource(StoredBit bit, List<Copy> copies, Readers shared) {
    this.bit = bit;
    this.shared = shared;
    this.left = new ArrayList<>(copies.stream().filter(Sources::isReadable).toList());
    this.left.sort(Comparator.comparing(copy -> shared.shunned().contains(copy.nodeId())));
    this.tryStaging = shared.staging().has(bit.metainfo());
  }

  /** Whether there is anyone left to ask. */
  boolean isPromising() {
    return tryStaging || reader != null || !left.isEmpty();
  }

  /** Whether there is someone to ask who was not silent lately. */
  boolean isReady() {
    return tryStaging
        || reader != null
        || left.stream().anyMatch(copy -> !shared.shunned().contains(copy.nodeId()));
  }

  /**
   * Reads pieces, verified.
   *
   * @return their bytes, or null if nobody is left who has them
   */
  byte @Nullable [] read(int firstPiece, int pieces) {
    BitMetainfo metainfo = bit.metainfo();
    long from = (long) firstPiece * metainfo.pieceLength();
    long to = Math.min(metainfo.length(), from + (long) pieces * metainfo.pieceLength());
    byte[] bytes = new byte[(int) (to - from)];
    if (tryStaging && readStaged(firstPiece, pieces, bytes)) {
      return bytes;
    }
    while (reader != null || !left.isEmpty()) {
      if (readFromPeer(firstPiece, pieces, bytes)) {
        return bytes;
      }
    }
    return null;
  }

  /** Staged bytes are hashed like all others: a gateway's disk rots too. */
  private boolean readStaged(int firstPiece, int pieces, byte[] bytes) {
    BitMetainfo metainfo = bit.metainfo();
    try {
      byte[] staged =
          shared.staging().read(metainfo, (long) firstPiece * metainfo.pieceLength(), bytes.length);
      int wrong = new PieceCheck(metainfo).firstWrong(firstPiece, pieces, staged, 0);
      if (wrong >= 0) {
        throw new IOException("piece " + wrong + " of a staged bit is wrong");
      }
      System.arraycopy(staged, 0, bytes, 0, bytes.length);
      return true;
    } catch (IOException _) {
      // It left staging a moment ago, or its disk has rotted: nodes have it.
      tryStaging = false;
      return false;
    }
  }

  private boolean readFromPeer(int firstPiece, int pieces, byte[] bytes) {
    Copy copy = reading == null ? left.removeFirst() : reading;
    reading = copy;
    long started = System.nanoTime();
    try {
      if (reader == null) {
        reader = shared.contacts().read(copy, bit.metainfo());
      }
      reader.readPieces(firstPiece, pieces, bytes, 0);
      long millis = (System.nanoTime() - started) / 1_000_000;
      report(copy, Kind.SERVED, bytes.length, millis, "");
      return true;
    } catch (PeerException e) {
      close();
      if (isBusy(copy, e.kind()) && busy < ReadLimits.BUSY_MAX) {
        askAgain(copy);
      } else {
        shun(copy, e);
      }
      return false;
    }
  }

  /** A stock client that is busy may not even answer. */
  private static boolean isBusy(Copy copy, PeerException.Kind kind) {
    return kind == PeerException.Kind.BUSY
        || (kind == PeerException.Kind.NOT_SERVED && copy.stock());
  }

  /** Asks a busy copy once more: after all others, and after a pause if there are none. */
  private void askAgain(Copy copy) {
    boolean hasOthers = !left.isEmpty();
    busy++;
    left.add(copy);
    if (hasOthers) {
      return;
    }
    try {
      Thread.sleep(ReadLimits.BUSY_PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      left.clear();
    }
  }

  private void shun(Copy copy, PeerException e) {
    Kind kind =
        switch (e.kind()) {
          case CORRUPT, PROTOCOL -> Kind.CORRUPT;
          case NOT_SERVED, MISSING -> Kind.MISSING;
          case UNREACHABLE -> Kind.UNREACHABLE;
          case BUSY -> Kind.SLOW;
          case TIMEOUT -> Kind.SLOW;
          case CLOSED -> null;
        };
    if (kind == null) {
      return;
    }
    if (kind == Kind.UNREACHABLE || kind == Kind.SLOW) {
      shared.shunned().add(copy.nodeId());
    }
    report(copy, kind, 0, 0, String.valueOf(e.getMessage()));
  }

  private void report(Copy copy, Kind kind, long length, long millis, String detail) {
    shared
        .reports()
        .report(new Report(copy.nodeId(), bit.infoHash(), kind, length, millis, detail));
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
    reader = null;
    reading = null;
  }
}
