// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static io.fractus.torrents.wire.PeerException.Kind.CORRUPT;
import static io.fractus.torrents.wire.PeerException.Kind.MISSING;
import static io.fractus.torrents.wire.PeerException.Kind.PROTOCOL;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A run of pieces on its way from one peer. Not thread-safe; used once. */
final class PieceTransfer {
  /*
   * Blocks are requested in order, over the borders of pieces, so that the pipe never runs dry
   * between two pieces; requests leave in batches, for each batch is a system call. Blocks are read
   * from the socket straight to their place in the caller's array, and hashed there.
   */
  private static final int BATCH_BLOCKS = 16;

  private final PeerAddress peer;
  private final BitMetainfo bit;
  private final PeerConnection connection;
  private final PeerMessages messages;
  private final Duration silence;
  private final Deque<PieceAssembly> assemblies = new ArrayDeque<>();
  private final PieceCheck check;
  private final ByteBuffer batch =
      ByteBuffer.allocate(Limits.WIRE_BLOCKS_OUTSTANDING_MAX * PeerMessages.REQUEST_BYTES);
  private final int assembliesMax;
  private final byte[] into;
  private final int offset;
  private final int first;
  private final int end;
  private int next;
  private int complete;
  private int checked;
  private int outstanding;
  private boolean refused;

  PieceTransfer(
      PeerAddress peer,
      BitMetainfo bit,
      PeerConnection connection,
      PeerMessages messages,
      Duration silence,
      int first,
      int count,
      byte[] into,
      int offset) {
    this.peer = peer;
    this.bit = bit;
    this.connection = connection;
    this.messages = messages;
    this.silence = silence;
    this.check = new PieceCheck(bit);
    this.into = into;
    this.offset = offset;
    this.first = first;
    this.next = first;
    this.complete = first;
    this.checked = first;
    this.end = first + count;
    this.assembliesMax =
        2 + Limits.WIRE_BLOCKS_OUTSTANDING_MAX * Limits.WIRE_BLOCK_MAX / bit.pieceLength();
  }

  void run() throws PeerException {
    connection.expectWithin(silence);
    while (checked < end) {
      request();
      int id = messages.read();
      switch (id) {
        case MessageIds.PIECE -> {
          receive();
          verify();
        }
        case MessageIds.REJECT -> reject();
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
      PieceAssembly assembly = new PieceAssembly(next, bit.pieceLength(next));
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
    connection.readFully(into, place(piece) + begin, length);
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

  /** Checks the pieces that are complete, in order, once there are enough to do it well. */
  private void verify() throws PeerException {
    for (PieceAssembly head = assemblies.peek();
        head != null && head.complete();
        head = assemblies.peek()) {
      assemblies.remove();
      complete++;
    }
    int waiting = complete - checked;
    if (waiting >= check.atOnce() || complete == end) {
      int wrong = check.firstWrong(checked, waiting, into, place(checked));
      if (wrong >= 0) {
        throw new PeerException(
            CORRUPT, peer, "it sent wrong bytes for piece " + wrong + " of " + bit);
      }
      checked = complete;
      // Checking may have taken long, which is not the peer's silence.
      connection.expectWithin(silence);
    }
  }

  /** Where a piece of the run begins in the caller's array. */
  private int place(int piece) {
    return offset + (piece - first) * bit.pieceLength();
  }

  private @Nullable PieceAssembly find(int piece) {
    for (PieceAssembly assembly : assemblies) {
      if (assembly.piece() == piece) {
        return assembly;
      }
    }
    return null;
  }
}
