// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes those who wait for bits to become complete. Thread-safe. */
final class Completions {
  private final Map<InfoHash, Set<Waiter>> waiters = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(Limits.WAITING_QUESTIONS_MAX);
  private volatile boolean closed;

  /** A copy of this bit became complete. */
  void completed(InfoHash bit) {
    waiters.getOrDefault(bit, Set.of()).forEach(waiter -> waiter.wake(bit));
  }

  /** Wakes all and lets nobody wait any more. */
  void close() {
    closed = true;
    waiters.forEach((bit, set) -> set.forEach(waiter -> waiter.wake(bit)));
  }

  boolean isClosed() {
    return closed;
  }

  /** Waits from now on; empty if too many do. */
  Optional<Waiter> register(List<InfoHash> bits) {
    if (closed || !places.tryAcquire()) {
      return Optional.empty();
    }
    Waiter waiter = new Waiter(bits);
    for (InfoHash bit : bits) {
      waiters.compute(
          bit,
          (_, set) -> {
            Set<Waiter> members = set == null ? ConcurrentHashMap.newKeySet() : set;
            members.add(waiter);
            return members;
          });
    }
    return Optional.of(waiter);
  }

  /** One question that waits. */
  final class Waiter implements AutoCloseable {
    private final List<InfoHash> bits;
    private final Set<InfoHash> changed = ConcurrentHashMap.newKeySet();
    private final Semaphore signals = new Semaphore(0);

    private Waiter(List<InfoHash> bits) {
      this.bits = bits;
    }

    private void wake(InfoHash bit) {
      changed.add(bit);
      signals.release();
    }

    /** The bits that changed since the last call; waits for one until the time is over. */
    Set<InfoHash> take(long nanos) throws InterruptedException {
      if (signals.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        signals.drainPermits();
      }
      Set<InfoHash> taken = new HashSet<>(changed);
      changed.removeAll(taken);
      return taken;
    }

    @Override
    public void close() {
      for (InfoHash bit : bits) {
        waiters.computeIfPresent(
            bit,
            (_, set) -> {
              set.remove(this);
              return set.isEmpty() ? null : set;
            });
      }
      places.release();
    }
  }
}
