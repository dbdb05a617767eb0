// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.Limits;
import io.fractus.torrents.announce.Announced;
import io.fractus.torrents.wire.MessageIds;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;

/** Serves one peer of one seed, on the thread that reads its connection. */
final class Upload {
  /*
   * Requests are read as they come and answered before more are read, so that a peer that asks for
   * much fills its own socket and not our memory. Those that came together are answered together:
   * their blocks are read into one buffer, each behind its head, and sent by one system call. When
   * all buffers are lent to slow peers, a block goes from the file to the socket without one.
   */
  private final Link link;
  private final Seed seed;
  private final Shared shared;
  private final int[] pieces = new int[Limits.UPLOAD_BLOCKS_AT_ONCE];
  private final int[] begins = new int[Limits.UPLOAD_BLOCKS_AT_ONCE];
  private final int[] lengths = new int[Limits.UPLOAD_BLOCKS_AT_ONCE];
  private int waiting;

  Upload(Link link, Seed seed, Shared shared) {
    this.link = link;
    this.seed = seed;
    this.shared = shared;
  }

  /**
   * Serves until the peer goes, or has everything itself.
   *
   * @throws FileFaultException if the file cannot be read
   * @throws IOException if the connection or the peer fails
   */
  void run() throws IOException {
    while (!link.isPeerComplete()) {
      take(link.next());
      // After the wait, in which the owner may have changed it.
      int most = shared.uploadRate().blocks(Limits.UPLOAD_BLOCKS_AT_ONCE);
      while (waiting > 0 && waiting < most && link.hasNext()) {
        take(link.next());
      }
      answer();
    }
  }

  private void take(int id) throws IOException {
    switch (id) {
      case MessageIds.REQUEST -> request();
      case MessageIds.CANCEL -> cancel();
      case MessageIds.BITFIELD -> bitfield();
      case MessageIds.HAVE_ALL -> {
        link.expectPayload(0, "have all");
        link.peerIsComplete();
      }
      case MessageIds.PIECE -> throw new ProtocolException("a piece that nobody asked for");
      default -> link.skip(link.payload());
    }
  }

  private void request() throws IOException {
    link.expectPayload(3 * Integer.BYTES, "request");
    int piece = link.getInt();
    int begin = link.getInt();
    int length = link.getInt();
    if (length > Limits.WIRE_BLOCK_MAX || seed.position(piece, begin, length) < 0) {
      throw new ProtocolException(
          "a request for %d bytes at %d of piece %d".formatted(length, begin, piece));
    }
    pieces[waiting] = piece;
    begins[waiting] = begin;
    lengths[waiting] = length;
    waiting++;
  }

  /** A request that was answered already cannot be called back. */
  private void cancel() throws IOException {
    link.expectPayload(3 * Integer.BYTES, "cancel");
    int piece = link.getInt();
    int begin = link.getInt();
    int length = link.getInt();
    int kept = 0;
    for (int i = 0; i < waiting; i++) {
      if (pieces[i] != piece || begins[i] != begin || lengths[i] != length) {
        pieces[kept] = pieces[i];
        begins[kept] = begins[i];
        lengths[kept] = lengths[i];
        kept++;
      }
    }
    waiting = kept;
  }

  private void bitfield() throws IOException {
    link.expectPayload(Wire.bitfieldBytes(seed.pieces()), "bitfield");
    byte[] field = new byte[link.payload()];
    link.get(field, 0, field.length);
    BitSet have = Wire.pieces(field);
    if (have.length() > seed.pieces()) {
      throw new ProtocolException("its bitfield has pieces that do not exist");
    }
    if (have.cardinality() == seed.pieces()) {
      link.peerIsComplete();
    }
  }

  private void answer() throws IOException {
    if (waiting == 0) {
      return;
    }
    int bytes = 0;
    for (int i = 0; i < waiting; i++) {
      bytes += lengths[i];
    }
    try {
      shared.uploadRate().take(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException().initCause(e);
    }
    OpenFiles.OpenFile file = open();
    ByteBuffer buffer = shared.buffers().borrow();
    try {
      if (buffer == null) {
        sendFromFile(file.channel());
      } else {
        sendFromBuffer(file.channel(), buffer);
      }
    } finally {
      shared.files().giveBack(file);
      if (buffer != null) {
        shared.buffers().giveBack(buffer);
      }
    }
    waiting = 0;
    link.uploaded(bytes);
    shared.sent().add(bytes);
    Announced announced = seed.announced();
    if (announced != null) {
      announced.uploaded(bytes);
    }
  }

  private OpenFiles.OpenFile open() throws FileFaultException {
    try {
      return shared.files().borrow(seed);
    } catch (IOException e) {
      throw new FileFaultException(e);
    }
  }

  private void sendFromBuffer(FileChannel file, ByteBuffer buffer) throws IOException {
    for (int i = 0; i < waiting; i++) {
      Wire.putPieceHead(buffer, pieces[i], begins[i], lengths[i]);
      buffer.limit(buffer.position() + lengths[i]);
      read(file, seed.position(pieces[i], begins[i], lengths[i]), buffer);
      buffer.limit(buffer.capacity());
    }
    link.write(buffer.flip());
  }

  private static void read(FileChannel file, long position, ByteBuffer into)
      throws FileFaultException {
    try {
      long at = position;
      while (into.hasRemaining()) {
        int count = file.read(into, at);
        if (count < 0) {
          throw new EOFException("the file ends at byte " + at);
        }
        at += count;
      }
    } catch (IOException e) {
      throw new FileFaultException(e);
    }
  }

  private void sendFromFile(FileChannel file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Wire.PIECE_HEAD_BYTES);
    for (int i = 0; i < waiting; i++) {
      Wire.putPieceHead(head.clear(), pieces[i], begins[i], lengths[i]);
      link.write(head.flip(), file, seed.position(pieces[i], begins[i], lengths[i]), lengths[i]);
    }
  }
}
