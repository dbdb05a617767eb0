// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.node.Limits;
import io.fractus.node.store.BitStore;
import io.fractus.node.store.Verdict;
import io.fractus.torrents.InfoHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Slow rounds past the files of all bits: one looks at their lengths and times, a much slower one
 * reads their bytes, in another order at each start, so that what it reads first is a sample.
 * Thread-safe.
 */
final class Patrol implements AutoCloseable {
  private final BitStore store;
  private final Consumer<InfoHash> suspect;
  private final Random random = new Random();
  private final Thread thread = Thread.ofVirtual().name("patrol").unstarted(this::run);

  @GuardedBy("this")
  private Iterator<InfoHash> round = Collections.emptyIterator();

  @GuardedBy("this")
  private Iterator<InfoHash> scrub = Collections.emptyIterator();

  /**
   * @param suspect told the bits whose files are missing, of another length, or were written to
   */
  Patrol(BitStore store, Consumer<InfoHash> suspect) {
    this.store = store;
    this.suspect = suspect;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(Limits.LOOK_INTERVAL);
        if (store.unusable().isEmpty()) {
          step();
          scrub(Limits.SCRUB_BYTES);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at the next {@link Limits#LOOKS_MAX} bits, or at those that are left of this round. */
  synchronized void step() {
    if (!round.hasNext()) {
      round = store.inventory().iterator();
    }
    for (int i = 0; i < Limits.LOOKS_MAX && round.hasNext(); i++) {
      InfoHash bit = round.next();
      if (store.holds(bit) && store.look(bit) != Verdict.GOOD && store.holds(bit)) {
        suspect.accept(bit);
      }
    }
  }

  /** Reads the next bits until so many bytes are read, or all bits have been. */
  synchronized void scrub(long bytes) {
    if (!scrub.hasNext()) {
      List<InfoHash> all = new ArrayList<>(store.inventory());
      Collections.shuffle(all, random);
      scrub = all.iterator();
    }
    long end = store.hashedBytes() + bytes;
    while (scrub.hasNext()
        && store.hashedBytes() < end
        && !Thread.currentThread().isInterrupted()) {
      InfoHash bit = scrub.next();
      if (store.holds(bit) && store.verify(bit) != Verdict.GOOD && store.holds(bit)) {
        suspect.accept(bit);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
