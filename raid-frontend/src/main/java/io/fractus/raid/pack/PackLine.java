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
   * Group commit. A pack closes when it is full, or when its first put has waited for a moment, or
   * at once when nobody else is to be expected: no put is being read, no pack is on its way, and as
   * many wait as the last pack had. So one client that puts one object after the other never waits,
   * and of many that are answered together the next pack waits until all are back, but not longer
   * than the moment.
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
  private int lastCount = 1;
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
    try {
      writer.accept(pack);
    } finally {
      change(() -> inFlight--);
    }
  }

  /** Waits until a pack closes; none if no put waits. */
  private List<PackedPut> next() {
    lock.lock();
    try {
      while (!waiting.isEmpty() && !closes()) {
        long left = inFlight < PackLimits.IN_FLIGHT_MAX ? lingerLeft() : Long.MAX_VALUE;
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

  private boolean closes() {
    if (inFlight >= PackLimits.IN_FLIGHT_MAX) {
      return false;
    }
    boolean full = waitingBytes >= packBytes || waiting.size() >= PackLimits.OBJECTS_MAX;
    boolean alone = arriving == 0 && inFlight == 0 && waiting.size() >= lastCount;
    return full || alone || lingerLeft() <= 0;
  }

  private long lingerLeft() {
    return waiting.getFirst().since + PackLimits.LINGER.toNanos() - nanoTime.getAsLong();
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
      lastCount = pack.size();
      inFlight++;
    }
    return pack;
  }

  /** A put and when it came. */
  private record Waiting(PackedPut put, long since) {}
}
