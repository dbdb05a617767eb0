// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server that breaks off a given number of times, each in the middle of a transfer. */
final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 << 10;

  private final ServerSocket listening;
  private final URI server;
  private final long cutAfter;
  private final AtomicInteger cutsLeft;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param cutAfter bytes in either direction after which a connection breaks
   * @param cuts connections that shall break
   */
  CuttingProxy(URI server, long cutAfter, int cuts) throws IOException {
    this.server = server;
    this.cutAfter = cutAfter;
    this.cutsLeft = new AtomicInteger(cuts);
    this.listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** How many connections are still to be cut. */
  int cutsLeft() {
    return cutsLeft.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket far = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(far);
        AtomicLong passed = new AtomicLong();
        Thread.ofVirtual().start(() -> pass(client, far, passed));
        Thread.ofVirtual().start(() -> pass(far, client, passed));
      } catch (IOException _) {
        // Closed, by whoever had enough of it.
      }
    }
  }

  private void pass(Socket from, Socket to, AtomicLong passed) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        if (passed.addAndGet(read) > cutAfter
            && cutsLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          from.setSoLinger(true, 0);
          to.setSoLinger(true, 0);
          return;
        }
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException _) {
      // The other direction ended it.
    } finally {
      open.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
