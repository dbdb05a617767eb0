// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.net.ConnectionKey;
import bt.net.Peer;
import bt.net.buffer.BufferedData;
import bt.net.pipeline.IBufferedPieceRegistry;
import bt.protocol.Piece;
import bt.torrent.annotation.Consumes;
import bt.torrent.messaging.MessageContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that have come and wait to be written, of each connection by themselves. bt knows them
 * by piece and offset alone: of two bits that are fetched at a time one would be given the other's,
 * and what a broken connection left behind would stand in the way of all that follow. Thread-safe.
 */
public final class Blocks implements IBufferedPieceRegistry {
  // bt makes a peer for each connection, and compares them by identity.
  private final Map<Peer, Map<Place, BufferedData>> waiting = new ConcurrentHashMap<>();
  private volatile @Nullable Peer turn;

  private record Place(int piece, int offset) {}

  Blocks() {}

  /** Where one connection puts its blocks. */
  IBufferedPieceRegistry of(Peer peer) {
    return new IBufferedPieceRegistry() {
      @Override
      public boolean addBufferedPiece(int piece, int offset, BufferedData block) {
        return waiting
                .computeIfAbsent(peer, _ -> new ConcurrentHashMap<>())
                .putIfAbsent(new Place(piece, offset), block)
            == null;
      }

      @Override
      public @Nullable BufferedData getBufferedPiece(int piece, int offset) {
        return take(peer, piece, offset);
      }
    };
  }

  /**
   * Called by bt with each block, on the one thread that handles all, before it takes the block.
   */
  @Consumes
  public void consume(Piece block, MessageContext context) {
    turn = context.getPeer();
  }

  @Override
  public @Nullable BufferedData getBufferedPiece(int piece, int offset) {
    Peer peer = turn;
    return peer == null ? null : take(peer, piece, offset);
  }

  private @Nullable BufferedData take(Peer peer, int piece, int offset) {
    Map<Place, BufferedData> blocks = waiting.get(peer);
    return blocks == null ? null : blocks.remove(new Place(piece, offset));
  }

  @Override
  public boolean addBufferedPiece(int piece, int offset, BufferedData block) {
    throw new IllegalStateException("a block of no connection");
  }

  void gone(ConnectionKey key) {
    waiting.remove(key.getPeer());
  }
}
