// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A few things of which each mostly waits, done side by side: together they take as long as the
 * slowest one. Stateless.
 */
final class AtOnce {
  private AtOnce() {}

  /**
   * Does all of them, each on a virtual thread of its own, and returns when all have ended.
   *
   * @return what they returned, in their order
   * @throws ExecutionException with what the first of them threw, if any did
   * @throws InterruptedException if this thread was interrupted; then they are as well
   */
  static <T> List<T> run(Collection<? extends Callable<T>> all)
      throws ExecutionException, InterruptedException {
    if (all.size() <= 1) {
      return all.isEmpty() ? List.of() : List.of(alone(all.iterator().next()));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Waits for all of them; those that run are cancelled if this is interrupted.
      List<Future<T>> ended = threads.invokeAll(all);
      List<T> results = new ArrayList<>(ended.size());
      for (Future<T> each : ended) {
        results.add(each.get());
      }
      return results;
    }
  }

  private static <T> T alone(Callable<T> one) throws ExecutionException {
    try {
      return one.call();
    } catch (Exception e) {
      throw new ExecutionException(e);
    }
  }
}
