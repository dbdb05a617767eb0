// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.net.ConnectionKey;
import bt.net.IMessageDispatcher;
import bt.net.IPeerConnectionPool;
import bt.net.PeerConnection;
import bt.protocol.Message;
import bt.service.IRuntimeLifecycleBinder;
import bt.torrent.TorrentRegistry;
import io.fractus.torrents.Limits;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages between connections and torrents, on one thread. It forgets a connection when it
 * is gone; bt's own asks each that there ever was, every few milliseconds. Thread-safe.
 */
final class Dispatcher implements IMessageDispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final IPeerConnectionPool connections;
  private final TorrentRegistry torrents;
  private final Map<ConnectionKey, Ends> ends = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopped;

  /** Where messages of a connection go, and where those for it come from. */
  private record Ends(Consumer<Message> consumer, @Nullable Supplier<Message> supplier) {}

  Dispatcher(
      IRuntimeLifecycleBinder lifecycle,
      IPeerConnectionPool connections,
      TorrentRegistry torrents) {
    this.connections = connections;
    this.torrents = torrents;
    this.thread = Thread.ofPlatform().name("bt-messages").daemon().unstarted(this::run);
    lifecycle.onStartup("Start the thread of messages", thread::start);
    lifecycle.onShutdown("Stop the thread of messages", this::stop);
  }

  /** Called when the connection is there; a supplier follows. */
  @Override
  public void addMessageConsumer(ConnectionKey key, Consumer<Message> consumer) {
    ends.put(key, new Ends(consumer, null));
  }

  @Override
  public void addMessageSupplier(ConnectionKey key, Supplier<Message> supplier) {
    ends.computeIfPresent(key, (_, known) -> new Ends(known.consumer(), supplier));
    synchronized (ends) {
      ends.notifyAll();
    }
  }

  private void stop() {
    stopped = true;
    thread.interrupt();
  }

  private void run() {
    try {
      long pause = 1;
      while (!stopped) {
        int carried = 0;
        for (Map.Entry<ConnectionKey, Ends> entry : ends.entrySet()) {
          carried += carry(entry.getKey(), entry.getValue());
        }
        if (carried > 0) {
          pause = 1;
        } else {
          pause(pause);
          pause = Math.min(2 * pause, Limits.BT_LOOP_SLEEP.toMillis());
        }
      }
    } catch (InterruptedException _) {
      // The engine is closed.
    }
  }

  /** Without connections until there is one. */
  private void pause(long millis) throws InterruptedException {
    synchronized (ends) {
      ends.wait(ends.isEmpty() ? 0 : millis);
    }
  }

  /** All that has come, and one message back. Returns how many that were. */
  private int carry(ConnectionKey key, Ends torrent) {
    PeerConnection connection = connections.getConnection(key);
    if (connection == null) {
      ends.remove(key, torrent);
      return 0;
    }
    if (connection.isClosed() || !torrents.isSupportedAndActive(key.getTorrentId())) {
      return 0;
    }
    int carried = 0;
    try {
      Message message;
      while ((message = connection.readMessageNow()) != null) {
        carried++;
        torrent.consumer().accept(message);
      }
      Supplier<Message> supplier = torrent.supplier();
      message = supplier == null ? null : supplier.get();
      if (message != null) {
        carried++;
        connection.postMessage(message);
      }
    } catch (IOException | RuntimeException e) {
      // What a peer sends may be wrong, and it may be gone.
      log.debug("a message from or to {} was lost: {}", key.getPeer(), e.toString());
      carried++;
    }
    return carried;
  }
}
