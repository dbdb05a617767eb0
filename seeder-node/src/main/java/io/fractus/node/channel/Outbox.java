// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.protocol.channel.NodeMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages on their way to the tracker. While no session is open they are dropped: the
 * inventory that opens the next one says it all. Thread-safe.
 */
public final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final int sizeMax;

  @GuardedBy("this")
  private final ArrayDeque<NodeMessage> queue = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean open;

  @GuardedBy("this")
  private int session;

  /**
   * @param sizeMax more messages than this end the session
   */
  public Outbox(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  /** Adds a message; never blocks. */
  public synchronized void offer(NodeMessage message) {
    if (!open) {
      return;
    }
    if (queue.size() >= sizeMax) {
      log.warn("more than {} messages wait for the tracker: starting over", sizeMax);
      end(session);
      return;
    }
    queue.add(message);
    notifyAll();
  }

  /** Starts a session with nothing in it, and returns its number. */
  synchronized int begin() {
    queue.clear();
    open = true;
    return ++session;
  }

  /** Ends a session; nothing happens if another has begun since. */
  synchronized void end(int endedSession) {
    if (endedSession == session) {
      open = false;
      queue.clear();
      notifyAll();
    }
  }

  /** Ends the session, whichever it is. */
  synchronized void close() {
    end(session);
  }

  /** Whether the session that began last has not ended. */
  synchronized boolean isOpen() {
    return open;
  }

  /** The next message, or null if there is none in time or the session ends. */
  synchronized @Nullable NodeMessage poll(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (open && queue.isEmpty()) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return null;
      }
      wait(leftMillis);
    }
    return queue.poll();
  }
}
