// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.MessageIds;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A seeder on a real socket that says of all its bits that it has them, and does with each request
 * what its habit is. Speaks what a seeder must: handshake, bitfield, unchoke, pieces.
 */
final class PretendingPeer implements AutoCloseable {
  private static final int HANDSHAKE_BYTES = 68;
  private static final int HASH_OFFSET = 28;

  private final ServerSocket server;
  private final Habit habit;
  private final Map<InfoHash, BitMetainfo> announced = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** How it answers. */
  @FunctionalInterface
  interface Habit {
    /**
     * A whole piece, right or wrong.
     *
     * @param calledAt at which of its addresses it is asked
     * @throws SilentException to say nothing more
     * @throws IOException to end the connection
     */
    byte[] piece(BitMetainfo bit, int piece, InetAddress calledAt) throws IOException;
  }

  /** It says nothing more on this connection. */
  static final class SilentException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Listens on all addresses of the machine, so that it can tell at which it was called. */
  PretendingPeer(Habit habit) throws IOException {
    this.habit = habit;
    this.server = new ServerSocket(0, 32);
    Thread.ofVirtual().start(this::accept);
  }

  void announce(BitMetainfo bit) {
    announced.put(bit.infoHash(), bit);
  }

  PeerAddress address(String host) {
    return new PeerAddress(host, server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        // Closed, or nobody to serve.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      talk(
          socket,
          new DataInputStream(socket.getInputStream()),
          new DataOutputStream(socket.getOutputStream()));
    } catch (SilentException _) {
      await(socket);
    } catch (IOException _) {
      // That is its answer.
    } finally {
      open.remove(socket);
    }
  }

  private void await(Socket socket) {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    open.remove(socket);
  }

  private void talk(Socket socket, DataInputStream in, DataOutputStream out) throws IOException {
    byte[] hello = in.readNBytes(HANDSHAKE_BYTES);
    if (hello.length < HANDSHAKE_BYTES) {
      return;
    }
    InfoHash hash =
        InfoHash.of(Arrays.copyOfRange(hello, HASH_OFFSET, HASH_OFFSET + InfoHash.BYTES));
    BitMetainfo bit = announced.get(hash);
    if (bit == null) {
      return;
    }
    out.write(19);
    out.write("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[8]);
    out.write(hash.bytes());
    out.write(new byte[20]);
    byte[] field = new byte[(bit.pieceCount() + 7) / 8];
    for (int i = 0; i < bit.pieceCount(); i++) {
      field[i / 8] |= (byte) (0x80 >> i % 8);
    }
    message(out, MessageIds.BITFIELD, field);
    message(out, MessageIds.UNCHOKE);
    int at = -1;
    byte[] bytes = new byte[0];
    while (true) {
      byte[] body = in.readNBytes(in.readInt());
      if (body.length != 13 || body[0] != MessageIds.REQUEST) {
        continue;
      }
      ByteBuffer request = ByteBuffer.wrap(body, 1, 12);
      int piece = request.getInt();
      int begin = request.getInt();
      int length = request.getInt();
      if (piece != at) {
        bytes = habit.piece(bit, piece, socket.getLocalAddress());
        at = piece;
      }
      out.writeInt(9 + length);
      out.write(MessageIds.PIECE);
      out.writeInt(piece);
      out.writeInt(begin);
      out.write(bytes, begin, length);
    }
  }

  private static void message(DataOutputStream out, int id, byte... payload) throws IOException {
    out.writeInt(1 + payload.length);
    out.write(id);
    out.write(payload);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
