// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One fetch of the native engine. Thread-safe. */
final class NativeFetch implements Fetch {
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicReference<@Nullable EngineException> failure = new AtomicReference<>();
  private final long length;
  private final Consumer<Long> progress;
  private volatile Runnable canceller = () -> {};
  private volatile @Nullable Future<?> timer;
  private long verified;

  NativeFetch(long length, Consumer<Long> progress) {
    this.length = length;
    this.progress = progress;
  }

  /** Says how to give up and what to call off at the end. */
  void started(Runnable cancel, Future<?> deadline) {
    canceller = cancel;
    timer = deadline;
    if (done.isDone()) {
      deadline.cancel(false);
    }
  }

  @Override
  public CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void cancel() {
    if (!done.isDone()) {
      canceller.run();
    }
  }

  /** Counts a verified piece; on the alert thread only. */
  void verified(long bytes) {
    verified += bytes;
    progress.accept(verified);
  }

  /** Remembers the first reason to fail; {@link #end} tells it. */
  void failing(EngineException reason) {
    failure.compareAndSet(null, reason);
  }

  /** The bit is whole; on the alert thread only. */
  void succeed() {
    stopTimer();
    if (verified < length) {
      // Pieces that were on disk already are not announced one by one.
      verified(length - verified);
    }
    done.complete(null);
  }

  /** Fails with the remembered reason, or with this one. Does nothing after the end. */
  void end(EngineException otherwise) {
    stopTimer();
    EngineException reason = failure.get();
    done.completeExceptionally(reason != null ? reason : otherwise);
  }

  private void stopTimer() {
    Future<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
  }
}
