// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A peer on a real socket that says what a test makes it say. */
public final class RawPeer implements AutoCloseable {
  /** What it does with one connection. */
  public interface Script {
    void run(DataInputStream in, DataOutputStream out) throws IOException;
  }

  /** Bytes of a handshake. */
  public static final int HANDSHAKE = 68;

  private final ServerSocket server;

  public RawPeer(Script script) throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(script));
  }

  private void serve(Script script) {
    while (true) {
      try (Socket socket = server.accept()) {
        script.run(
            new DataInputStream(socket.getInputStream()),
            new DataOutputStream(socket.getOutputStream()));
      } catch (IOException _) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  public PeerAddress address() {
    return new PeerAddress("127.0.0.1", server.getLocalPort());
  }

  /** The handshake of a peer without extensions. */
  public static byte[] handshake(TestBit bit) {
    return ByteBuffer.allocate(HANDSHAKE)
        .put((byte) 19)
        .put("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII))
        .put(new byte[8])
        .put(bit.infoHash().bytes())
        .put("-XX0001-a-raw-peer--".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /**
   * Reads the handshake, answers, reads the first message and says that it has every piece. As
   * aria2 does, it goes away if more than the handshake comes first.
   */
  public static void hello(TestBit bit, DataInputStream in, DataOutputStream out)
      throws IOException {
    in.readNBytes(HANDSHAKE);
    if (in.available() > 0) {
      throw new IOException("more than a handshake");
    }
    out.write(handshake(bit));
    in.readNBytes(5);
    int pieces = bit.metainfo().pieceCount();
    byte[] field = new byte[(pieces + 7) / 8];
    for (int i = 0; i < pieces; i++) {
      field[i / 8] |= (byte) (0x80 >> i % 8);
    }
    message(out, MessageIds.BITFIELD, field);
  }

  public static void message(DataOutputStream out, int id, byte... payload) throws IOException {
    out.writeInt(1 + payload.length);
    out.write(id);
    out.write(payload);
  }

  /** Reads one request; its three numbers. */
  public static int[] request(DataInputStream in) throws IOException {
    int length = in.readInt();
    int id = in.read();
    if (length != 13 || id != MessageIds.REQUEST) {
      throw new IOException("not a request: " + id + " of " + length + " bytes");
    }
    return new int[] {in.readInt(), in.readInt(), in.readInt()};
  }

  /** Answers one request. */
  public static void block(TestBit bit, int[] request, DataOutputStream out) throws IOException {
    out.writeInt(9 + request[2]);
    out.write(MessageIds.PIECE);
    out.writeInt(request[0]);
    out.writeInt(request[1]);
    out.write(bit.piece(request[0]), request[1], request[2]);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
