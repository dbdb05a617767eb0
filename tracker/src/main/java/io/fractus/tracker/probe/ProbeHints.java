// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Nodes that somebody has a reason to doubt, first come first; at most {@link
 * Limits#PROBE_HINTS_MAX}, beyond which new ones wait for their turn like all. Thread-safe; never
 * blocks those who hint.
 */
public final class ProbeHints {
  private final Set<Long> waiting = new LinkedHashSet<>();
  private final FetchClaims fetches = new FetchClaims();
  private final Set<Long> loaded = new LinkedHashSet<>();
  private boolean news;

  /** Have this node probed as soon as may be. */
  public synchronized void hint(long node) {
    if (waiting.size() < Limits.PROBE_HINTS_MAX && waiting.add(node)) {
      news = true;
      notifyAll();
    }
  }

  /** Somebody found this node slow: see how fast it is while that lasts. */
  public synchronized void hintLoaded(long node) {
    if (loaded.size() < Limits.PROBE_HINTS_MAX) {
      loaded.add(node);
    }
    hint(node);
  }

  /** Whether somebody found a node slow, until this is asked. */
  synchronized boolean takeLoaded(long node) {
    return loaded.remove(node);
  }

  /** What nodes say that they fetched. */
  public FetchClaims fetches() {
    return fetches;
  }

  /** The nodes that wait, for the caller to see to. */
  public synchronized List<Long> take() {
    List<Long> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }

  /** These could not be probed yet: they wait on, without being news. */
  synchronized void putBack(List<Long> nodes) {
    for (long node : nodes) {
      if (waiting.size() < Limits.PROBE_HINTS_MAX) {
        waiting.add(node);
      }
    }
  }

  /** Waits for a hint, but not for longer than this. */
  synchronized void await(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (!news && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    news = false;
  }
}
