// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The puts of one layout as they wait, and the packs that are made of them. Thread-safe. */
final class PackLine {
  /*
   * Group commit. While a pack is on its way the puts that come make the next one larger: it
   * costs the same for one object as for hundreds. So a pack closes when it is full, or
   *
   *   - when none is on its way and nobody else is to be expected: no put is being read, and as
   *     many wait as were there when the last pack ended, those of it and those that waited. So
   *     one client that puts one object after the other never waits, and of many that are answered
   *     together the next pack waits until all are back;
   *   - when none is on its way and the first has waited for a moment since the last one ended, a
   *     small part of what that one took: some of its clients will not be back;
   *   - when the first has waited for long: nodes may be far away, and a pack that is stuck must
   *     not hold up the others.
   *
   * While as many packs are on their way as may be, none closes, and the waiting ones become more.
   * What they hold is bounded by the memory that each put has to take before it is read.
   */

  private final long packBytes;
  private final Executor executor;
  private final Consumer<List<PackedPut>> writer;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private int arriving;
  private int inFlight;
  private int expected = 1;
  private long endedAt;
  private long linger = PackLimits.LINGER.toNanos();
  private boolean running;

  /**
   * A line without puts.
   *
   * @param packBytes sealed bytes of a full pack; no put has more
   * @param executor has a thread for everything
   * @param writer brings a pack to its end, good or bad; does not throw
   * @param nanoTime a clock
   */
  PackLine(
      long packBytes, Executor executor, Consumer<List<PackedPut>> writer, LongSupplier nanoTime) {
    this.packBytes = packBytes;
    this.executor = executor;
    this.writer = writer;
    this.nanoTime = nanoTime;
    this.endedAt = nanoTime.getAsLong();
  }

  /** A put is being read. */
  void expect() {
    change(() -> arriving++);
  }

  /** A put that was expected has been added, or does not come. */
  void arrived() {
    change(() -> arriving--);
  }

  /** A put joins the next pack with room. */
  void add(PackedPut put) {
    change(() -> {
      waiting.add(new Waiting(put, nanoTime.getAsLong()));
      waitingBytes += put.sealed().length;
      if (!running) {
        running = true;
        executor.execute(this::run);
      }
    });
  }

  /** Whether nothing of this layout is under way. */
  boolean isIdle() {
    lock.lock();
    try {
      return !running && inFlight == 0 && arriving == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Packs that are on their way. */
  int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable step) {
    lock.lock();
    try {
      step.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<PackedPut> pack = next(); !pack.isEmpty(); pack = next()) {
      List<PackedPut> closed = pack;
      Runnable work = () -> write(closed);
      try {
        executor.execute(work);
      } catch (RejectedExecutionException _) {
        // The packer is closing: each put must have its answer all the same.
        work.run();
      }
    }
  }

  private void write(List<PackedPut> pack) {
    long began = nanoTime.getAsLong();
    try {
      writer.accept(pack);
    } finally {
      change(() -> {
        inFlight--;
        endedAt = nanoTime.getAsLong();
        linger = PackLimits.linger(endedAt - began);
        expected = pack.size() + waiting.size();
      });
    }
  }

  /** Waits until a pack closes; none if no put waits. */
  private List<PackedPut> next() {
    lock.lock();
    try {
      for (long left = left(); left > 0; left = left()) {
        long _ = changed.awaitNanos(left);
      }
      return take();
    } catch (InterruptedException _) {
      // Only the end of the packer interrupts: what waits is taken, and fails there.
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** How long until a pack closes, in nanoseconds, if nothing changes; it does if none are left. */
  private long left() {
    if (waiting.isEmpty()) {
      return 0;
    }
    if (inFlight >= PackLimits.IN_FLIGHT_MAX) {
      return Long.MAX_VALUE;
    }
    if (waitingBytes >= packBytes || waiting.size() >= PackLimits.OBJECTS_MAX) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    long first = waiting.getFirst().since;
    long patience = first + PackLimits.PATIENCE.toNanos() - now;
    if (inFlight > 0) {
      return patience;
    }
    boolean alone = arriving == 0 && waiting.size() >= expected;
    return alone ? 0 : Math.min(patience, Math.max(first, endedAt) + linger - now);
  }

  private List<PackedPut> take() {
    List<PackedPut> pack = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && pack.size() < PackLimits.OBJECTS_MAX) {
      int length = waiting.getFirst().put.sealed().length;
      if (bytes + length > packBytes) {
        break;
      }
      pack.add(waiting.removeFirst().put);
      bytes += length;
    }
    waitingBytes -= bytes;
    if (pack.isEmpty()) {
      running = false;
    } else {
      inFlight++;
    }
    return pack;
  }

  /** A put and when it came. */
  private record Waiting(PackedPut put, long since) {}
}
