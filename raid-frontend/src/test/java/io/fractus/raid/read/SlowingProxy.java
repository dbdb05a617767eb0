// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a peer that gives so many bytes as they come, and then next to nothing. */
final class SlowingProxy implements AutoCloseable {
  private static final int STEP = 4 << 10;
  private static final int PAUSE_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** As long as it is fast it shall cost next to nothing, also while others want the processor. */
  private static final int FAST_STEP = 64 << 10;

  private final ServerSocket server;
  private final int target;
  private final AtomicLong left;
  private final Thread acceptor;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Listens.
   *
   * @param target the port of the peer
   * @param bytes of all connections together before it becomes slow
   */
  SlowingProxy(int target, long bytes) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.left = new AtomicLong(bytes);
    this.acceptor = Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many were made through it so far. */
  int connections() {
    return sockets.size() / 2;
  }

  /** Whether it has become slow. */
  boolean isSlow() {
    return left.get() < 0;
  }

  /** Ends all that were made so far, as a peer does that starts again. */
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket reader = server.accept();
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(reader);
        sockets.add(peer);
        Thread.startVirtualThread(() -> pump(reader, peer, false));
        Thread.startVirtualThread(() -> pump(peer, reader, true));
      } catch (IOException _) {
        // The test is over.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean counts) {
    byte[] buffer = new byte[FAST_STEP];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count;
      while ((count = in.read(buffer, 0, left.get() > FAST_STEP ? FAST_STEP : STEP)) > 0) {
        if (counts && left.addAndGet(-count) < 0) {
          Thread.sleep(PAUSE_MILLIS);
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException | InterruptedException _) {
      // One of them is gone.
    }
  }

  /**
   * Ends as a process does that is killed: the port first. It is free only when the thread that
   * accepts has left it, and until then takes connections that nobody answers.
   */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      acceptor.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
