// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.Call;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects out to those who cannot connect in, when the tracker says so, and serves them. Bounded:
 * what is too much is not done, and whoever waits for it tries another way. Thread-safe.
 */
final class Calls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);

  /** More went over a connection than two handshakes and what the engines have: pieces did. */
  private static final long SERVED_MIN = 16 << 10;

  private final Call call;
  private final Semaphore readers = new Semaphore(Limits.CALLS_TO_READERS_MAX);
  private final Semaphore fetchers = new Semaphore(Limits.CALLS_TO_FETCHERS_MAX);
  private final Map<TrackerMessage.Call, Thread> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param engine where the node's own engine listens
   */
  Calls(PeerAddress engine) {
    this.call = new Call(engine);
  }

  /** Connects, unless it does already or there are too many; never blocks. */
  void accept(TrackerMessage.Call order) {
    InfoHash bit = order.bit();
    Semaphore places = bit == null ? readers : fetchers;
    if (!places.tryAcquire()) {
      log.info("too many connections out, {} is not served now", order.to());
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("call-" + order.to())
            .unstarted(() -> {
              try {
                run(order);
              } finally {
                running.remove(order);
                places.release();
              }
            });
    if (running.putIfAbsent(order, thread) != null) {
      places.release();
      return;
    }
    thread.start();
    if (closed) {
      thread.interrupt();
    }
  }

  private void run(TrackerMessage.Call order) {
    InfoHash bit = order.bit();
    try {
      if (bit == null) {
        call.serve(order.to(), order.nonce());
      } else {
        offer(order.to(), bit);
      }
    } catch (IOException e) {
      log.debug("{} is not served: {}", order.to(), e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** It may be told of the bit after us, or fetch others before. */
  private void offer(PeerAddress fetcher, InfoHash bit) throws InterruptedException {
    long end = System.nanoTime() + Limits.CALL_TRIES.toNanos();
    while (!closed && System.nanoTime() < end) {
      try {
        if (call.offer(fetcher, bit) >= SERVED_MIN) {
          return;
        }
      } catch (IOException e) {
        log.debug("bit {} cannot be given to {} yet: {}", bit, fetcher, e.toString());
      }
      Thread.sleep(Limits.CALL_PAUSE);
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    closed = true;
    running.values().forEach(Thread::interrupt);
  }
}
