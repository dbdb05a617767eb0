// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a peer whose first connections end after so many bytes; those that follow hold. */
final class BreakingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final long bytes;
  private final AtomicInteger toBreak;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Listens.
   *
   * @param target the port of the peer
   * @param breaks how many connections end
   * @param bytes from the peer, after which they do
   */
  BreakingProxy(int target, int breaks, long bytes) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.toBreak = new AtomicInteger(breaks);
    this.bytes = bytes;
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections are yet to end; negative if some hold. */
  int toBreak() {
    return toBreak.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket reader = server.accept();
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(reader);
        sockets.add(peer);
        long most = toBreak.getAndDecrement() > 0 ? bytes : Long.MAX_VALUE;
        Thread.startVirtualThread(() -> pump(reader, peer, Long.MAX_VALUE));
        Thread.startVirtualThread(() -> pump(peer, reader, most));
      } catch (IOException _) {
        // The test is over.
      }
    }
  }

  private static void pump(Socket from, Socket to, long most) {
    byte[] buffer = new byte[16 << 10];
    long left = most;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count;
      while (left > 0 && (count = in.read(buffer, 0, (int) Math.min(left, buffer.length))) > 0) {
        out.write(buffer, 0, count);
        left -= count;
      }
    } catch (IOException _) {
      // One of them is gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
