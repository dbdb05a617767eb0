// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a node rest and go on as its manners ask. Thread-safe. */
final class MannersWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MannersWatch.class);

  private final Runnable look;
  private final Thread thread = Thread.ofVirtual().name("manners").unstarted(this::run);

  private MannersWatch(Runnable look) {
    this.look = look;
  }

  static MannersWatch start(Runnable look) {
    MannersWatch watch = new MannersWatch(look);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(Limits.MANNERS_ROUND);
        consider();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A port that is taken may be free in the next round. */
  private void consider() {
    try {
      look.run();
    } catch (RuntimeException e) {
      log.warn("the node cannot go on: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
