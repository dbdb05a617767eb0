// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static io.fractus.torrents.wire.PeerException.Kind.BUSY;
import static io.fractus.torrents.wire.PeerException.Kind.CLOSED;
import static io.fractus.torrents.wire.PeerException.Kind.UNREACHABLE;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where nodes call in that nobody can connect to. Thread-safe. */
public final class CallListener implements AutoCloseable {
  /*
   * Each call has a nonce of its own, which the node is told over its channel and says first
   * (CallHead). So a call is that of one node for one reader, whatever address it comes from: two
   * nodes behind one address are two, and a stranger has nothing to say. After that the node is a
   * peer like any other, that waits for our handshake.
   */
  private static final Logger log = LoggerFactory.getLogger(CallListener.class);
  private static final int BACKLOG = 200;

  private final ServerSocket server;
  private final Map<String, CompletableFuture<Socket>> awaited = new ConcurrentHashMap<>();
  private final Semaphore callers = new Semaphore(Limits.CALLERS_MAX);

  /** Tells one node to call. */
  @FunctionalInterface
  public interface Order {
    /**
     * Tells it, on a thread of its own.
     *
     * @param nonce what it shall say first
     * @return whether it could be told
     */
    boolean tell(String nonce);
  }

  private CallListener(ServerSocket server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param host a literal address
   * @param port 0 for a free one
   * @throws IOException if the port is taken
   */
  public static CallListener open(String host, int port) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot listen for calls of nodes on %s port %d: %s; choose another port"
              .formatted(host, port, e.getMessage()),
          e);
    }
    CallListener listener = new CallListener(server);
    Thread.ofVirtual().name("calls").start(listener::accept);
    return listener;
  }

  /** The port to which nodes connect. */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Has a node call, and begins to read a bit from it; blocks.
   *
   * @param peer what people know the node by
   * @throws PeerException {@code UNREACHABLE} if it does not call, or as {@link PeerReader#connect}
   */
  public PeerReader read(PeerAddress peer, BitMetainfo bit, Order order, WireTimeouts timeouts)
      throws PeerException {
    return PeerReader.over(await(peer, order), peer, bit, timeouts);
  }

  /**
   * Has a node call to see whether it does; blocks.
   *
   * @throws PeerException {@code UNREACHABLE} if it does not
   */
  public void meet(PeerAddress peer, Order order) throws PeerException {
    closeQuietly(await(peer, order));
  }

  private Socket await(PeerAddress peer, Order order) throws PeerException {
    if (awaited.size() >= Limits.CALLS_AWAITED_MAX) {
      throw new PeerException(BUSY, peer, "too many calls are awaited to await one more");
    }
    String nonce = CallHead.newNonce();
    CompletableFuture<Socket> call = new CompletableFuture<>();
    awaited.put(nonce, call);
    Thread.startVirtualThread(() -> tell(order, nonce, call));
    try {
      return call.get(Limits.CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      giveUp(call);
      throw new PeerException(UNREACHABLE, peer, "it did not call within " + Limits.CALL_MAX, e);
    } catch (ExecutionException e) {
      throw new PeerException(UNREACHABLE, peer, "it cannot be told to call", e.getCause());
    } catch (InterruptedException e) {
      giveUp(call);
      Thread.currentThread().interrupt();
      throw new PeerException(CLOSED, peer, "interrupted while its call was awaited", e);
    } finally {
      awaited.remove(nonce);
    }
  }

  private static void tell(Order order, String nonce, CompletableFuture<Socket> call) {
    try {
      if (!order.tell(nonce)) {
        call.completeExceptionally(new IOException("it has no channel"));
      }
    } catch (RuntimeException e) {
      call.completeExceptionally(e);
    }
  }

  /** It may have come at this very moment. */
  private static void giveUp(CompletableFuture<Socket> call) {
    if (!call.cancel(false) && !call.isCompletedExceptionally()) {
      closeQuietly(call.join());
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (callers.tryAcquire()) {
          Thread.startVirtualThread(() -> greet(socket));
        } else {
          closeQuietly(socket);
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          log.warn("cannot accept a call: {}", e.toString());
          pause();
        }
      }
    }
  }

  /** Too many open files do not pass in a microsecond. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(Socket socket) {
    boolean taken = false;
    try {
      Optional<String> nonce = CallHead.nonce(head(socket));
      CompletableFuture<Socket> call = nonce.isEmpty() ? null : awaited.remove(nonce.get());
      taken = call != null && call.complete(socket);
      if (!taken) {
        log.debug("a call from {} that nobody awaits", socket.getRemoteSocketAddress());
      }
    } catch (IOException e) {
      log.debug("a call is gone: {}", e.toString());
    } finally {
      callers.release();
      if (!taken) {
        closeQuietly(socket);
      }
    }
  }

  private static byte[] head(Socket socket) throws IOException {
    long end = System.nanoTime() + Limits.CALL_MAX.toNanos();
    InputStream in = socket.getInputStream();
    byte[] head = new byte[CallHead.BYTES];
    int at = 0;
    while (at < head.length) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      socket.setSoTimeout((int) Math.max(1, left));
      int count = in.read(head, at, head.length - at);
      if (count < 0 || left <= 0) {
        throw new EOFException("a call that says nothing");
      }
      at += count;
    }
    return head;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nobody reads from it.
    }
  }

  /** Takes no more calls; those that are awaited fail. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException _) {
      // It accepts nobody any more.
    }
    awaited.values().forEach(call -> call.completeExceptionally(new IOException("closed")));
  }
}
