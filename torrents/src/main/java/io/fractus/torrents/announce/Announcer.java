// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.announce.Announced.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells trackers of many bits, each in its time. Thread-safe. */
public final class Announcer implements AutoCloseable {
  /*
   * One queue in the order of time, one thread that waits for its head, and a few announces under
   * way at once. A bit is in the queue, or its announce is under way, or it is over.
   */
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final TrackerHttp http;
  private final Random jitter;
  private final PriorityQueue<Announced> queue = new PriorityQueue<>();
  private final Map<InfoHash, Announced> leaving = new HashMap<>();
  private final Set<Announced> underWay = new HashSet<>();
  private final Semaphore places = new Semaphore(Limits.ANNOUNCES_AT_ONCE);
  private @Nullable Thread worker;
  private boolean closed;

  /**
   * An announcer that does nothing, and costs nothing, until it has a bit.
   *
   * @param peerId what the engine calls itself, 20 bytes
   * @param port where it listens
   * @param random spreads the announces
   */
  public Announcer(byte[] peerId, int port, Random random) {
    this.http = new TrackerHttp(peerId, port, random.nextInt());
    this.jitter = random;
  }

  /**
   * Tells of a bit that is being fetched. Where peers are known the tracker is told after a while,
   * or when the bit is whole, whichever comes first: it is asked for others only if those do not
   * give it, and told once where it is quick.
   */
  public synchronized void addFetched(Announced announced, List<PeerAddress> known) {
    if (!known.isEmpty()) {
      announced.postpone(System.nanoTime() + Limits.ANNOUNCE_GRACE.toNanos());
    }
    add(announced);
  }

  /** Tells of a new bit, and from then on. */
  public synchronized void add(Announced announced) {
    if (closed) {
      return;
    }
    if (worker == null) {
      worker = Thread.ofVirtual().name("announcer").start(this::work);
    }
    // Whoever comes back at once has not gone: the tracker might hear the two in the wrong order.
    Announced gone = leaving.remove(announced.bit());
    if (gone != null) {
      queue.remove(gone);
    }
    queue.add(announced);
    notifyAll();
  }

  /** A bit is whole. */
  public synchronized void completed(Announced announced) {
    boolean wasWaiting = queue.remove(announced);
    announced.completed(!wasWaiting);
    if (wasWaiting) {
      queue.add(announced);
      notifyAll();
    }
  }

  /** A bit is here no more. */
  public synchronized void stopped(Announced announced) {
    boolean wasWaiting = queue.remove(announced);
    if (announced.stopped() && wasWaiting) {
      leaving.put(announced.bit(), announced);
      queue.add(announced);
      notifyAll();
    }
  }

  private void work() {
    try {
      while (true) {
        Announced next = take();
        if (next == null) {
          return;
        }
        places.acquire();
        Thread.ofVirtual().start(() -> announce(next));
        TimeUnit.NANOSECONDS.sleep(Limits.ANNOUNCE_GAP.toNanos());
      }
    } catch (InterruptedException _) {
      // The engine closes.
    }
  }

  /** The next bit whose time has come; null when it is closed. */
  private synchronized @Nullable Announced take() throws InterruptedException {
    while (!closed) {
      Announced head = queue.peek();
      long wait = head == null ? Long.MAX_VALUE : head.due() - System.nanoTime();
      if (wait <= 0) {
        Announced next = queue.poll();
        if (next != null) {
          leaving.remove(next.bit(), next);
          underWay.add(next);
        }
        return next;
      }
      TimeUnit.NANOSECONDS.timedWait(this, wait);
    }
    return null;
  }

  private void announce(Announced announced) {
    try {
      say(announced, announced.words());
    } finally {
      places.release();
      again(announced);
    }
  }

  private synchronized void again(Announced announced) {
    underWay.remove(announced);
    if (!closed && !announced.isDone()) {
      queue.add(announced);
    }
    notifyAll();
  }

  private void say(Announced announced, Words words) {
    try {
      TrackerHttp.Answer answer = http.announce(words);
      long tenth = answer.interval().toNanos() / 10;
      announced.heard(words, answer.interval(), jitter.nextLong(-tenth, tenth + 1));
      if (!answer.peers().isEmpty()) {
        announced.found().accept(answer.peers());
      }
    } catch (IOException e) {
      announced.failed();
      // Without the address, for that has the passkey in it.
      log.debug("the tracker was not told {} of {}: {}", words.event(), words.bit(), e.toString());
    }
  }

  /** Ends it, and says goodbye for as many bits as a short time allows. */
  @Override
  public void close() {
    List<Announced> known = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
      for (Announced announced : queue) {
        if (announced.stopped()) {
          known.add(announced);
        }
      }
      queue.clear();
      // The tracker may have heard these already, though its answer is not here yet.
      for (Announced announced : underWay) {
        announced.stopped();
        known.add(announced);
      }
    }
    try (ExecutorService farewell = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Announced announced : known) {
        farewell.execute(() -> leave(announced));
      }
      farewell.shutdown();
      if (!farewell.awaitTermination(
          Limits.ANNOUNCE_FAREWELL_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        farewell.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }

  private void leave(Announced announced) {
    try {
      awaitAnswer(announced);
      if (!announced.isDone()) {
        places.acquire();
        try {
          say(announced, announced.words());
        } finally {
          places.release();
        }
      }
    } catch (InterruptedException _) {
      // There was no time left for this one.
    }
  }

  private synchronized void awaitAnswer(Announced announced) throws InterruptedException {
    while (underWay.contains(announced)) {
      wait();
    }
  }
}
