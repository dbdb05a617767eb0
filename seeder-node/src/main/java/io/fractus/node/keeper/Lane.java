// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;

/** A queue of work that can be ended. Thread-safe; it is bounded by what there is to work on. */
final class Lane {
  @GuardedBy("this")
  private final ArrayDeque<Work> queue = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean ended;

  synchronized void add(Work work) {
    queue.add(work);
    notify();
  }

  /** Waits for the next work; throws {@link InterruptedException} once the lane has ended. */
  synchronized Work take() throws InterruptedException {
    while (queue.isEmpty() && !ended) {
      wait();
    }
    if (ended) {
      throw new InterruptedException("the lane has ended");
    }
    return queue.remove();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
