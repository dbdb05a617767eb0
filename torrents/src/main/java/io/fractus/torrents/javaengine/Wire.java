// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.wire.MessageIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The words of the peer wire (BEP 3 and 6). */
final class Wire {

  /** Bytes before the block of a piece message: its length, id, piece and begin. */
  static final int PIECE_HEAD_BYTES = 13;

  static final int REQUEST_BYTES = 17;
  static final int PEER_ID_BYTES = 20;

  /** Bytes of a handshake up to the peer id. */
  static final int HELLO_BYTES = 48;

  private static final byte[] NAME =
      "\u0013BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1);

  /** The first byte of every handshake. */
  static final int NAME_LENGTH = 19;

  private static final int RESERVED_BYTES = 8;

  /** The bit of the reserved bytes, as a long, that says: fast extension. */
  private static final long FAST = 0x04;

  private Wire() {}

  /** Room for a handshake and what follows it in one packet, with the handshake in it. */
  static ByteBuffer hello(InfoHash bit, byte[] peerId, int more) {
    return ByteBuffer.allocate(HELLO_BYTES + PEER_ID_BYTES + more)
        .put(NAME)
        .putLong(FAST)
        .put(bit.bytes())
        .put(peerId);
  }

  /** Whether the first byte of a handshake is right: another means an encrypted handshake. */
  static boolean isHello(byte[] hello) {
    for (int i = 0; i < NAME.length; i++) {
      if (hello[i] != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean isFast(byte[] hello) {
    return (hello[NAME.length + RESERVED_BYTES - 1] & FAST) != 0;
  }

  static InfoHash bit(byte[] hello) {
    byte[] hash = new byte[InfoHash.BYTES];
    System.arraycopy(hello, NAME.length + RESERVED_BYTES, hash, 0, hash.length);
    return InfoHash.of(hash);
  }

  /** Appends that we have every piece. */
  static void putEverything(ByteBuffer out, boolean fast, int pieces) {
    if (fast) {
      putBare(out, MessageIds.HAVE_ALL);
      return;
    }
    out.putInt(1 + bitfieldBytes(pieces)).put((byte) MessageIds.BITFIELD);
    for (int i = 0; i < pieces; i += 8) {
      out.put((byte) (0xff00 >> Math.min(8, pieces - i)));
    }
  }

  static int bitfieldBytes(int pieces) {
    return (pieces + 7) / 8;
  }

  /** The pieces of a bitfield; it may name some that do not exist. */
  static BitSet pieces(byte[] field) {
    BitSet have = new BitSet();
    for (int i = 0; i < 8 * field.length; i++) {
      if ((field[i / 8] & 0x80 >> i % 8) != 0) {
        have.set(i);
      }
    }
    return have;
  }

  /** Appends a message without payload. */
  static void putBare(ByteBuffer out, int id) {
    out.putInt(1).put((byte) id);
  }

  /** That we have each piece now, one by one, and serve the peer. */
  static ByteBuffer haveAllNow(int pieces) {
    ByteBuffer out = ByteBuffer.allocate(pieces * 9 + 5);
    for (int piece = 0; piece < pieces; piece++) {
      out.putInt(1 + Integer.BYTES).put((byte) MessageIds.HAVE).putInt(piece);
    }
    putBare(out, MessageIds.UNCHOKE);
    return out.flip();
  }

  /** Appends a message with the three numbers of a request. */
  static void putBlock(ByteBuffer out, int id, int piece, int begin, int length) {
    out.putInt(REQUEST_BYTES - Integer.BYTES).put((byte) id);
    out.putInt(piece).putInt(begin).putInt(length);
  }

  static void putPieceHead(ByteBuffer out, int piece, int begin, int length) {
    out.putInt(PIECE_HEAD_BYTES - Integer.BYTES + length).put((byte) MessageIds.PIECE);
    out.putInt(piece).putInt(begin);
  }
}
