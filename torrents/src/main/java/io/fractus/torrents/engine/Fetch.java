// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import java.util.concurrent.CompletableFuture;

/** A fetch under way. Thread-safe. */
public interface Fetch {
  /**
   * Completes when the whole bit is on disk and verified; completes with an {@link EngineException}
   * at the deadline, on a disk error, on {@link #cancel} and when the engine closes. A fetch that
   * failed has been removed from the engine; what it wrote stays on disk.
   */
  CompletableFuture<Void> done();

  /** Gives up. Does nothing after the end. */
  void cancel();
}
