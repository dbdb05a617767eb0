// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.node.Limits;
import io.fractus.node.store.BitStore;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.BitWish;
import io.fractus.protocol.channel.TrackerMessage.Describe;
import io.fractus.protocol.channel.TrackerMessage.Release;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.TorrentEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings about what the tracker wishes of each bit, and says what came of it. Thread-safe.
 *
 * <ul>
 *   <li>{@link #accept} never blocks.
 *   <li>One thing at a time is done about one bit, and the last wish about it is what holds in the
 *       end: a release that is overtaken by an assignment deletes nothing.
 *   <li>At most {@link Limits#FETCHES_MAX} fetches, {@link Limits#RELEASES_MAX} releases and one
 *       verify run at a time; none waits for one of another kind.
 * </ul>
 */
public final class BitKeeper implements AutoCloseable {
  /*
   * Each bit with something to do has one Work in the map and is in at most one lane: it enters a
   * lane when it has a wish and nothing runs for it, and leaves the map when nothing is wished.
   * The lanes are therefore bounded by the map: ASSIGNMENTS_MAX and the bits that are held.
   */
  private static final Logger log = LoggerFactory.getLogger(BitKeeper.class);

  private final String cloudId;
  private final BitStore store;
  private final BitDuties duties;
  private final Consumer<NodeMessage> outgoing;
  private final List<Thread> workers = new ArrayList<>();
  private final Patrol patrol;
  private final Lane fetches = new Lane();
  private final Lane releases = new Lane();
  private final Lane checks = new Lane();

  @GuardedBy("this")
  private final Map<InfoHash, Work> works = new HashMap<>();

  @GuardedBy("this")
  private boolean closed;

  /**
   * @param cloudId only bits of this cloud are taken
   * @param announce the node's own announce URL
   * @param outgoing told what the tracker is to know, from several threads; must not block
   */
  public BitKeeper(
      String cloudId,
      String announce,
      BitStore store,
      TorrentEngine engine,
      Consumer<NodeMessage> outgoing) {
    this.cloudId = cloudId;
    this.store = store;
    this.duties = new BitDuties(store, engine, announce);
    this.outgoing = outgoing;
    this.patrol = new Patrol(store, bit -> check(bit, new Verify(bit)));
  }

  /** Seeds all that is complete, then starts to work. Called once. */
  public void start() {
    store.doubts().makeDue();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            Limits.SEEDS_MAX, Thread.ofVirtual().name("seed-", 0).factory())) {
      store.inventory().forEach(bit -> pool.execute(() -> duties.seed(bit)));
    }
    startWorkers("fetch-", Limits.FETCHES_MAX, fetches);
    startWorkers("release-", Limits.RELEASES_MAX, releases);
    startWorkers("verify-", 1, checks);
    patrol.start();
  }

  private void startWorkers(String name, int count, Lane lane) {
    for (int i = 0; i < count; i++) {
      workers.add(Thread.ofVirtual().name(name + i).start(() -> run(lane)));
    }
  }

  /** Takes note of a wish. What comes of it is told later, or at once if that is known. */
  public void accept(BitWish message) {
    switch (message) {
      case Assign assign -> assign(assign);
      case Release release -> release(release);
      case Verify verify -> check(verify.bit(), verify);
      case Describe describe -> check(describe.bit(), describe);
    }
  }

  /** Bits waited for or worked on. */
  public synchronized int working() {
    return works.size();
  }

  private void assign(Assign assign) {
    InfoHash bit = assign.bit().infoHash();
    if (!assign.bit().source().equals(cloudId)) {
      outgoing.accept(new Failed(bit, Reason.REFUSED, "the bit is of another cloud"));
      return;
    }
    NodeMessage answer = null;
    synchronized (this) {
      Work work = works.get(bit);
      if (work != null) {
        if (!(work.running instanceof Assign) || work.wanted != null) {
          work.wanted = assign;
        }
      } else if (store.holds(bit) && !store.doubts().contains(bit)) {
        answer = new Completed(bit);
      } else if (works.size() >= Limits.ASSIGNMENTS_MAX) {
        answer = new Failed(bit, Reason.UNREACHABLE, "too many assignments are waiting here");
      } else {
        begin(new Work(bit, assign));
      }
    }
    if (answer != null) {
      outgoing.accept(answer);
    }
  }

  private void release(Release release) {
    Fetch fetch = null;
    synchronized (this) {
      Work work = works.get(release.bit());
      if (work != null) {
        work.wanted = release;
        fetch = work.fetch;
      } else if (store.holds(release.bit())) {
        begin(new Work(release.bit(), release));
      }
    }
    if (fetch != null) {
      fetch.cancel();
    }
  }

  /** Looks at a bit that is held. What else is done about a bit says by itself what came of it. */
  private void check(InfoHash bit, BitWish wish) {
    boolean answerLost;
    synchronized (this) {
      Work work = works.get(bit);
      answerLost = work == null ? !store.holds(bit) : work.last() instanceof Release;
      if (work == null && !answerLost) {
        begin(new Work(bit, wish));
      }
    }
    if (answerLost) {
      outgoing.accept(new Failed(bit, Reason.LOST, "not held here"));
    }
  }

  @GuardedBy("this")
  private void begin(Work work) {
    works.put(work.bit, work);
    enqueue(work);
  }

  @GuardedBy("this")
  private void enqueue(Work work) {
    laneOf(work).add(work);
  }

  private Lane laneOf(Work work) {
    return switch (work.wanted) {
      case Assign _ -> fetches;
      case Release _ -> releases;
      case Verify _, Describe _ -> checks;
      case null -> throw new IllegalStateException("nothing is wished of " + work.bit);
    };
  }

  private void run(Lane lane) {
    try {
      while (true) {
        Work work = lane.take();
        BitWish message = take(work, lane);
        if (message != null) {
          try {
            perform(work, message);
          } finally {
            end(work);
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The wish to carry out now, or null if it has become one of another lane. */
  private synchronized @Nullable BitWish take(Work work, Lane lane) throws InterruptedException {
    if (closed) {
      throw new InterruptedException("the keeper is closed");
    }
    if (laneOf(work) != lane) {
      enqueue(work);
      return null;
    }
    work.running = work.wanted;
    work.wanted = null;
    return work.running;
  }

  private synchronized void end(Work work) {
    work.running = null;
    work.fetch = null;
    if (work.wanted == null) {
      works.remove(work.bit);
    } else {
      enqueue(work);
    }
  }

  private void perform(Work work, BitWish message) throws InterruptedException {
    try {
      switch (message) {
        case Assign assign -> duties.hold(assign, fetch -> begun(work, fetch)).ifPresent(outgoing);
        case Release release -> duties.release(release.bit());
        case Verify verify -> outgoing.accept(duties.verify(verify.bit()));
        case Describe describe -> outgoing.accept(duties.describe(describe.bit()));
      }
    } catch (RuntimeException e) {
      log.error("bit {} could not be worked on", work.bit, e);
    }
  }

  private void begun(Work work, Fetch fetch) {
    boolean unwanted;
    synchronized (this) {
      work.fetch = fetch;
      unwanted = closed || work.wanted instanceof Release;
    }
    if (unwanted) {
      fetch.cancel();
    }
  }

  /** Gives up what is under way and waits for it to end; nothing complete is lost. */
  @Override
  public void close() {
    List<Fetch> running = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Work work : works.values()) {
        if (work.fetch != null) {
          running.add(work.fetch);
        }
      }
    }
    patrol.close();
    running.forEach(this::cancel);
    fetches.end();
    releases.end();
    checks.end();
    join();
  }

  private void cancel(Fetch fetch) {
    try {
      fetch.cancel();
    } catch (EngineException e) {
      log.debug("a fetch cannot be cancelled: {}", e.getMessage());
    }
  }

  private void join() {
    long deadline = System.nanoTime() + Limits.STOP_TIME_MAX.toNanos();
    try {
      for (Thread worker : workers) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (!worker.join(Duration.ofMillis(Math.max(1, left)))) {
          worker.interrupt();
        }
      }
    } catch (InterruptedException _) {
      workers.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }
}
