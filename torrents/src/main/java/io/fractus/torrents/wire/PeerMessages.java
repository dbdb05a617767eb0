// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static io.fractus.torrents.wire.PeerException.Kind.NOT_SERVED;
import static io.fractus.torrents.wire.PeerException.Kind.PROTOCOL;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The messages of one connection and what they say of the peer: its pieces, and whether it chokes
 * us. Not thread-safe.
 */
final class PeerMessages {
  /*
   * handshake: 19 "BitTorrent protocol" | 8 reserved | 20 infohash | 20 peer id
   * message:   length (4) | id (1) | payload (length - 1); length 0 keeps the connection alive
   *
   * We set no reserved bit, so the peer may send only what BEP 3 has. Messages of extensions are
   * skipped, for some peers send them all the same. That we are interested is said after the peer's
   * handshake, which costs a round trip: aria2 drops a peer that says more before it.
   */

  /** Bytes of a request on the wire. */
  static final int REQUEST_BYTES = 17;

  private static final byte[] PROTOCOL_NAME =
      "\u0013BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] PEER_ID_PREFIX = "-FR0001-".getBytes(StandardCharsets.ISO_8859_1);
  private static final int RESERVED_BYTES = 8;
  private static final int PEER_ID_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Bytes of a handshake. */
  static final int HELLO_BYTES = PROTOCOL_NAME.length + RESERVED_BYTES + 2 * PEER_ID_BYTES;

  private final PeerAddress peer;
  private final BitMetainfo bit;
  private final PeerConnection connection;
  private final BitSet have = new BitSet();
  private boolean choked = true;
  private int payloadLength;

  PeerMessages(PeerAddress peer, BitMetainfo bit, PeerConnection connection) {
    this.peer = peer;
    this.bit = bit;
    this.connection = connection;
  }

  /** A handshake without extensions, by a peer that nobody knows. */
  static byte[] hello(InfoHash bit) {
    byte[] peerId = new byte[PEER_ID_BYTES];
    RANDOM.nextBytes(peerId);
    System.arraycopy(PEER_ID_PREFIX, 0, peerId, 0, PEER_ID_PREFIX.length);
    return ByteBuffer.allocate(HELLO_BYTES)
        .put(PROTOCOL_NAME)
        .put(new byte[RESERVED_BYTES])
        .put(bit.bytes())
        .put(peerId)
        .array();
  }

  /** Whether these bytes are a handshake for a bit. */
  static boolean isHello(byte[] hello, InfoHash bit) {
    int hash = PROTOCOL_NAME.length + RESERVED_BYTES;
    return Arrays.equals(hello, 0, PROTOCOL_NAME.length, PROTOCOL_NAME, 0, PROTOCOL_NAME.length)
        && Arrays.equals(hello, hash, hash + InfoHash.BYTES, bit.bytes(), 0, InfoHash.BYTES);
  }

  /** Shakes hands; the peer has the bit. */
  void shakeHands() throws PeerException {
    byte[] hello = hello(bit.infoHash());
    connection.write(hello, hello.length);
    byte[] answer = new byte[PROTOCOL_NAME.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (byte) connection.readByte();
      if (answer[i] != PROTOCOL_NAME[i]) {
        throw new PeerException(PROTOCOL, peer, "its first bytes are not a BitTorrent handshake");
      }
    }
    connection.skip(RESERVED_BYTES);
    byte[] infoHash = new byte[bit.infoHash().bytes().length];
    connection.readFully(infoHash, 0, infoHash.length);
    if (!Arrays.equals(infoHash, bit.infoHash().bytes())) {
      throw new PeerException(NOT_SERVED, peer, "it answered for another torrent");
    }
    connection.skip(PEER_ID_BYTES);
    connection.answered();
  }

  /** Says that we want something and returns when the peer serves us. */
  void awaitUnchoke() throws PeerException {
    byte[] interested = ByteBuffer.allocate(5).putInt(1).put((byte) MessageIds.INTERESTED).array();
    connection.write(interested, interested.length);
    while (choked) {
      absorb(read());
    }
    connection.serving();
  }

  boolean has(int piece) {
    return have.get(piece);
  }

  boolean hasAll() {
    return have.cardinality() == bit.pieceCount();
  }

  boolean choked() {
    return choked;
  }

  /** The id of the next message; its payload must be taken by {@link #absorb} or by hand. */
  int read() throws PeerException {
    int length = connection.readInt();
    if (length < 0 || length > Limits.WIRE_MESSAGE_MAX) {
      throw new PeerException(
          PROTOCOL,
          peer,
          "a message of " + Integer.toUnsignedString(length) + " bytes, more than are allowed");
    }
    if (length == 0) {
      payloadLength = 0;
      return MessageIds.KEEP_ALIVE;
    }
    payloadLength = length - 1;
    return connection.readByte();
  }

  /** Bytes of the payload of the message just read. */
  int payloadLength() {
    return payloadLength;
  }

  /** Takes the payload of a message that only changes what is known of the peer. */
  void absorb(int id) throws PeerException {
    switch (id) {
      case MessageIds.CHOKE -> {
        expectPayload(0, "choke");
        choked = true;
      }
      case MessageIds.UNCHOKE -> {
        expectPayload(0, "unchoke");
        choked = false;
      }
      case MessageIds.HAVE -> {
        expectPayload(Integer.BYTES, "have");
        int piece = connection.readInt();
        if (piece < 0 || piece >= bit.pieceCount()) {
          throw new PeerException(PROTOCOL, peer, "it has piece " + piece + ", there is none");
        }
        have.set(piece);
      }
      case MessageIds.BITFIELD -> absorbBitfield();
      case MessageIds.HAVE_ALL -> {
        expectPayload(0, "have all");
        have.set(0, bit.pieceCount());
      }
      default -> connection.skip(payloadLength);
    }
  }

  private void absorbBitfield() throws PeerException {
    int count = bit.pieceCount();
    expectPayload((count + 7) / 8, "bitfield");
    have.clear();
    byte[] field = new byte[payloadLength];
    connection.readFully(field, 0, field.length);
    for (int i = 0; i < 8 * field.length; i++) {
      if ((field[i / 8] & 0x80 >> i % 8) != 0) {
        if (i >= count) {
          throw new PeerException(PROTOCOL, peer, "its bitfield has pieces that do not exist");
        }
        have.set(i);
      }
    }
  }

  void expectPayload(int length, String what) throws PeerException {
    if (payloadLength != length) {
      throw new PeerException(
          PROTOCOL, peer, "a " + what + " with a payload of " + payloadLength + " bytes");
    }
  }

  /** Appends a request to a batch. */
  static void putRequest(ByteBuffer batch, int piece, int begin, int length) {
    batch.putInt(REQUEST_BYTES - Integer.BYTES).put((byte) MessageIds.REQUEST);
    batch.putInt(piece).putInt(begin).putInt(length);
  }
}
