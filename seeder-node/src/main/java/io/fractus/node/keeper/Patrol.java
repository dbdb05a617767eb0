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
import java.util.function.Function;

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
   * @param suspect told the bits that are to be read: what comes of it is told to the tracker
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
          retry();
          step();
          scrub(Limits.SCRUB_BYTES);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries again what could not be deleted, and what could not be read if it is time for it. */
  void retry() {
    store.clearLeftovers();
    store.lookAgain().forEach(suspect);
    for (InfoHash bit : store.doubts().due(Limits.UNREADABLE_PER_ROUND_MAX)) {
      if (store.verify(bit) == Verdict.UNREADABLE) {
        store.doubts().add(bit);
      } else {
        suspect.accept(bit);
      }
    }
  }

  /** Looks at the next {@link Limits#LOOKS_MAX} bits, or at those that are left of this round. */
  synchronized void step() {
    if (!round.hasNext()) {
      round = store.inventory().iterator();
    }
    int errors = 0;
    for (int i = 0;
        i < Limits.LOOKS_MAX && errors < Limits.UNREADABLE_PER_ROUND_MAX && round.hasNext();
        i++) {
      errors += suspects(round.next(), store::look) == Verdict.UNREADABLE ? 1 : 0;
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
    int errors = 0;
    while (scrub.hasNext()
        && store.hashedBytes() < end
        && errors < Limits.UNREADABLE_PER_ROUND_MAX
        && !Thread.currentThread().isInterrupted()) {
      errors += suspects(scrub.next(), store::verify) == Verdict.UNREADABLE ? 1 : 0;
    }
  }

  /** Has a bit looked into that does not look good; those that could not be read have their own. */
  private Verdict suspects(InfoHash bit, Function<InfoHash, Verdict> look) {
    if (!store.holds(bit) || store.doubts().contains(bit)) {
      return Verdict.GOOD;
    }
    Verdict verdict = look.apply(bit);
    if (verdict != Verdict.GOOD && store.holds(bit)) {
      suspect.accept(bit);
    }
    return verdict;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
