// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static io.fractus.torrents.wire.PeerException.Kind.MISSING;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * A reader of one bit from one peer over one TCP connection (BEP 3), blocking and meant for virtual
 * threads. It only takes: it offers nothing and seeds nothing. After an exception it is of no more
 * use and must be closed. Not thread-safe but for {@link #close}, which ends a blocked read.
 */
public final class PeerReader implements AutoCloseable {
  private final PeerAddress peer;
  private final BitMetainfo bit;
  private final PeerConnection connection;
  private final PeerMessages messages;
  private final Duration silence;

  private PeerReader(
      PeerAddress peer, BitMetainfo bit, PeerConnection connection, WireTimeouts timeouts) {
    this.peer = peer;
    this.bit = bit;
    this.connection = connection;
    this.messages = new PeerMessages(peer, bit, connection);
    this.silence = timeouts.block();
  }

  /**
   * Connects, shakes hands and waits until the peer serves us.
   *
   * @throws PeerException {@code UNREACHABLE} if nobody listens, {@code NOT_SERVED} if the peer has
   *     not the bit, {@code PROTOCOL} or {@code TIMEOUT}
   */
  public static PeerReader connect(PeerAddress peer, BitMetainfo bit, WireTimeouts timeouts)
      throws PeerException {
    return begin(PeerConnection.open(peer, timeouts.connect()), peer, bit, timeouts);
  }

  /**
   * The same over a connection that the peer has opened, in which it waits for our handshake. The
   * connection is closed with the reader, or if there is none.
   */
  static PeerReader over(Socket socket, PeerAddress peer, BitMetainfo bit, WireTimeouts timeouts)
      throws PeerException {
    return begin(PeerConnection.over(peer, socket), peer, bit, timeouts);
  }

  private static PeerReader begin(
      PeerConnection connection, PeerAddress peer, BitMetainfo bit, WireTimeouts timeouts)
      throws PeerException {
    try {
      PeerReader reader = new PeerReader(peer, bit, connection, timeouts);
      connection.expectWithin(timeouts.handshake());
      reader.messages.shakeHands();
      connection.expectWithin(timeouts.unchoke());
      reader.messages.awaitUnchoke();
      return reader;
    } catch (PeerException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the peer has said that it has a piece. */
  public boolean has(int piece) {
    return messages.has(Objects.checkIndex(piece, bit.pieceCount()));
  }

  /** Whether the peer has said that it has every piece. */
  public boolean hasAll() {
    return messages.hasAll();
  }

  /**
   * Reads one piece and verifies its hash.
   *
   * @param piece 0 to {@link BitMetainfo#pieceCount()} - 1
   * @throws PeerException {@code MISSING} if the peer has not the piece, {@code CORRUPT} if its
   *     bytes are wrong, or any other kind
   */
  public byte[] readPiece(int piece) throws PeerException {
    byte[] bytes = new byte[bit.pieceLength(piece)];
    readPieces(piece, 1, bytes, 0);
    return bytes;
  }

  /**
   * Reads a run of pieces, pipelined, and verifies them.
   *
   * @param first 0 to {@link BitMetainfo#pieceCount()} - 1
   * @param count at least 1
   * @param into takes them, one after the other
   * @param offset where the first one goes
   * @throws PeerException as {@link #readPiece}; what is in the array is then of no meaning
   * @throws IndexOutOfBoundsException if the bit has not these pieces, or they do not fit
   */
  public void readPieces(int first, int count, byte[] into, int offset) throws PeerException {
    Objects.checkFromIndexSize(first, count, bit.pieceCount());
    int length =
        count == 0 ? 0 : (count - 1) * bit.pieceLength() + bit.pieceLength(first + count - 1);
    Objects.checkFromIndexSize(offset, length, into.length);
    new PieceTransfer(peer, bit, connection, messages, silence, first, count, into, offset).run();
  }

  /**
   * Reads a part of a piece without verifying it, for whoever knows the bytes already.
   *
   * @param begin offset in the piece, in bytes
   * @param length 1 to {@link Limits#WIRE_BLOCK_MAX} bytes within the piece
   * @throws PeerException {@code MISSING} if the peer has not the piece, or any other kind
   */
  public byte[] readBlock(int piece, int begin, int length) throws PeerException {
    Objects.checkFromIndexSize(begin, length, bit.pieceLength(piece));
    if (length < 1 || length > Limits.WIRE_BLOCK_MAX) {
      throw new IllegalArgumentException(
          "a block has 1.." + Limits.WIRE_BLOCK_MAX + " bytes, asked for " + length);
    }
    if (!messages.has(piece)) {
      throw new PeerException(MISSING, peer, "it has not piece " + piece + " of " + bit);
    }
    connection.expectWithin(silence);
    boolean asked = false;
    while (true) {
      if (messages.choked()) {
        asked = false;
      } else if (!asked) {
        byte[] request = new byte[PeerMessages.REQUEST_BYTES];
        PeerMessages.putRequest(ByteBuffer.wrap(request), piece, begin, length);
        connection.write(request, request.length);
        asked = true;
      }
      int id = messages.read();
      if (id == MessageIds.REJECT && !messages.choked()) {
        throw new PeerException(MISSING, peer, "it refused piece " + piece + " of " + bit);
      }
      if (id != MessageIds.PIECE || messages.payloadLength() != length + 2 * Integer.BYTES) {
        messages.absorb(id);
        continue;
      }
      byte[] block = new byte[messages.payloadLength()];
      connection.readFully(block, 0, block.length);
      ByteBuffer head = ByteBuffer.wrap(block);
      if (head.getInt() == piece && head.getInt() == begin) {
        return Arrays.copyOfRange(block, 2 * Integer.BYTES, block.length);
      }
    }
  }

  /** How long it waits for a block before it gives up. */
  public Duration silence() {
    return silence;
  }

  /** Gives memory back until the next read. */
  public void rest() {
    connection.rest();
  }

  /** Bytes received so far, with the overhead of the protocol. May be read by any thread. */
  public long bytesReceived() {
    return connection.received();
  }

  /** Ends the connection; a read that is blocked ends with {@code CLOSED}. Idempotent. */
  @Override
  public void close() {
    connection.close();
  }
}
