// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.MessageIds;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer on a real socket that does what it should not. */
public final class LyingPeer implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  /** What it does with one connection. */
  @FunctionalInterface
  interface Script {
    void run(DataInputStream in, DataOutputStream out) throws IOException;
  }

  private LyingPeer(Script script) throws IOException {
    this(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()), script);
  }

  private LyingPeer(ServerSocket server, Script script) {
    this.server = server;
    Thread.ofVirtual().start(() -> serve(script));
  }

  /** Has every piece, and sends zeros for all of them. */
  public static LyingPeer sendingZeros(BitMetainfo bit) throws IOException {
    return new LyingPeer((in, out) -> sendZeros(bit, in, out));
  }

  /** Has every piece, and sends none. */
  static LyingPeer withholding(BitMetainfo bit) throws IOException {
    return new LyingPeer((in, out) -> {
      greet(bit, in, out);
      in.transferTo(OutputStream.nullOutputStream());
    });
  }

  /** Accepts and says nothing. */
  static LyingPeer hanging() throws IOException {
    return new LyingPeer((in, _) -> in.transferTo(OutputStream.nullOutputStream()));
  }

  /** Hears the handshake and closes, as clients do that do not have the torrent. */
  static LyingPeer closing() throws IOException {
    return new LyingPeer((in, _) -> in.readNBytes(68));
  }

  /** Hears the handshake and goes, as who is killed then: nobody listens after that. */
  static LyingPeer dying() throws IOException {
    ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    return new LyingPeer(
        server,
        (in, _) -> {
          in.readNBytes(68);
          server.close();
        });
  }

  /** Is no BitTorrent client at all. */
  static LyingPeer webServer() throws IOException {
    return new LyingPeer((_, out) -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
  }

  private void serve(Script script) {
    while (true) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
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

  private static void greet(BitMetainfo bit, DataInputStream in, DataOutputStream out)
      throws IOException {
    in.readNBytes(68);
    out.write(19);
    out.write("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[8]);
    out.write(bit.infoHash().bytes());
    out.write(new byte[20]);
    byte[] field = new byte[(bit.pieceCount() + 7) / 8];
    for (int i = 0; i < bit.pieceCount(); i++) {
      field[i / 8] |= (byte) (0x80 >> i % 8);
    }
    message(out, MessageIds.BITFIELD, field);
    message(out, MessageIds.UNCHOKE);
  }

  private static void sendZeros(BitMetainfo bit, DataInputStream in, DataOutputStream out)
      throws IOException {
    greet(bit, in, out);
    while (true) {
      int length = in.readInt();
      byte[] body = in.readNBytes(length);
      if (length == 13) {
        DataInputStream request = new DataInputStream(new ByteArrayInputStream(body, 1, 12));
        int piece = request.readInt();
        int begin = request.readInt();
        int wanted = request.readInt();
        out.writeInt(9 + wanted);
        out.write(MessageIds.PIECE);
        out.writeInt(piece);
        out.writeInt(begin);
        out.write(new byte[wanted]);
      }
    }
  }

  private static void message(DataOutputStream out, int id, byte... payload) throws IOException {
    out.writeInt(1 + payload.length);
    out.write(id);
    out.write(payload);
  }

  public PeerAddress address() {
    return new PeerAddress("127.0.0.1", server.getLocalPort());
  }

  /** How often somebody connected. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
