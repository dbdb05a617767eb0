// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static io.fractus.torrents.wire.PeerException.Kind.CORRUPT;
import static io.fractus.torrents.wire.PeerException.Kind.MISSING;
import static io.fractus.torrents.wire.PeerException.Kind.PROTOCOL;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A run of pieces on its way from one peer. Not thread-safe; used once. */
final class PieceTransfer {
  /*
   * Blocks are requested in order, over the borders of pieces, so that the pipe never runs dry
   * between two pieces; requests leave in batches, for each batch is a system call. Pieces are
   * handed over in order: whoever reads a range wants its first byte first. Memory is bounded by
   * the blocks that may be outstanding: a piece is begun only when one of its blocks is to be
   * requested.
   */
  private static final int BATCH_BLOCKS = 16;

  private final PeerAddress peer;
  private final BitMetainfo bit;
  private final PeerConnection connection;
  private final PeerMessages messages;
  private final Duration silence;
  private final Deque<PieceAssembly> assemblies = new ArrayDeque<>();
  private final Deque<byte[]> spares = new ArrayDeque<>();
  private final ByteBuffer batch =
      ByteBuffer.allocate(Limits.WIRE_BLOCKS_OUTSTANDING_MAX * PeerMessages.REQUEST_BYTES);
  private final int assembliesMax;
  private final int end;
  private int next;
  private int outstanding;
  private boolean refused;

  PieceTransfer(
      PeerAddress peer,
      BitMetainfo bit,
      PeerConnection connection,
      PeerMessages messages,
      Duration silence,
      int first,
      int count) {
    this.peer = peer;
    this.bit = bit;
    this.connection = connection;
    this.messages = messages;
    this.silence = silence;
    this.next = first;
    this.end = first + count;
    this.assembliesMax =
        2 + Limits.WIRE_BLOCKS_OUTSTANDING_MAX * Limits.WIRE_BLOCK_MAX / bit.pieceLength();
  }

  void run(PieceSink sink) throws PeerException, IOException {
    connection.expectWithin(silence);
    while (next < end || !assemblies.isEmpty()) {
      request();
      int id = messages.read();
      switch (id) {
        case PeerMessages.PIECE -> {
          receive();
          deliver(sink);
        }
        case PeerMessages.REJECT -> reject();
        default -> {
          messages.absorb(id);
          if (messages.choked() && outstanding > 0) {
            assemblies.forEach(PieceAssembly::forgetRequests);
            outstanding = 0;
          }
        }
      }
    }
  }

  private void request() throws PeerException {
    int free = Limits.WIRE_BLOCKS_OUTSTANDING_MAX - outstanding;
    if (messages.choked() || refused || (free < BATCH_BLOCKS && outstanding > 0)) {
      return;
    }
    batch.clear();
    for (PieceAssembly assembly : assemblies) {
      free -= request(assembly, free);
    }
    while (free > 0 && next < end && assemblies.size() < assembliesMax) {
      if (!messages.has(next)) {
        throw new PeerException(MISSING, peer, "it has not piece " + next + " of " + bit);
      }
      PieceAssembly assembly = new PieceAssembly(next, bit.pieceLength(next), spare());
      assemblies.add(assembly);
      next++;
      free -= request(assembly, free);
    }
    if (batch.position() > 0) {
      connection.write(batch.array(), batch.position());
    }
  }

  private int request(PieceAssembly assembly, int free) {
    int count = 0;
    for (int block = assembly.nextToRequest();
        block >= 0 && count < free;
        block = assembly.nextToRequest()) {
      PeerMessages.putRequest(
          batch, assembly.piece(), block * Limits.WIRE_BLOCK_MAX, assembly.blockLength(block));
      assembly.requested(block);
      outstanding++;
      count++;
    }
    return count;
  }

  private void receive() throws PeerException {
    int length = messages.payloadLength() - 2 * Integer.BYTES;
    if (length < 0) {
      throw new PeerException(PROTOCOL, peer, "a piece message without its head");
    }
    int piece = connection.readInt();
    int begin = connection.readInt();
    PieceAssembly assembly = find(piece);
    if (assembly == null || !assembly.awaits(begin, length)) {
      connection.skip(length);
      return;
    }
    connection.readFully(assembly.bytes(), begin, length);
    assembly.received(begin);
    outstanding--;
    refused = false;
    connection.expectWithin(silence);
  }

  /** Asked again after the next block; when nothing else is on its way, there is no such block. */
  private void reject() throws PeerException {
    messages.expectPayload(3 * Integer.BYTES, "reject");
    int piece = connection.readInt();
    int begin = connection.readInt();
    connection.readInt();
    PieceAssembly assembly = find(piece);
    if (assembly != null && begin >= 0 && assembly.rejected(begin)) {
      outstanding--;
      refused = true;
      if (outstanding == 0 && !messages.choked()) {
        throw new PeerException(MISSING, peer, "it refused piece " + piece + " of " + bit);
      }
    }
  }

  private void deliver(PieceSink sink) throws PeerException, IOException {
    boolean delivered = false;
    for (PieceAssembly head = assemblies.peek();
        head != null && head.complete();
        head = assemblies.peek()) {
      assemblies.remove();
      byte[] sha1 = PieceHasher.hash(head.bytes(), 0, head.length());
      if (!bit.verifies(head.piece(), sha1)) {
        throw new PeerException(
            CORRUPT, peer, "it sent wrong bytes for piece " + head.piece() + " of " + bit);
      }
      sink.piece(head.piece(), head.bytes(), head.length());
      spares.push(head.bytes());
      delivered = true;
    }
    if (delivered) {
      // The sink may have taken long, which is not the peer's silence.
      connection.expectWithin(silence);
    }
  }

  private @Nullable PieceAssembly find(int piece) {
    for (PieceAssembly assembly : assemblies) {
      if (assembly.piece() == piece) {
        return assembly;
      }
    }
    return null;
  }

  private byte[] spare() {
    byte[] spare = spares.poll();
    return spare != null ? spare : new byte[(int) Math.min(bit.pieceLength(), bit.length())];
  }
}
