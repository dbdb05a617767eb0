// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks in the background whether slow nodes are still slow: one piece of one of them now and then,
 * which nobody waits for. Thread-safe.
 */
public final class Explorer implements AutoCloseable {
  /*
   * Reads leave slow nodes alone, so they would never learn that one has recovered but by
   * forgetting. One window in some is followed by a look at a node that has a bit of the same
   * stripe and was not measured for a while. It costs bytes of the budget like a hedge that lost.
   */

  private final Contacts contacts;
  private final Hedging hedging;
  private final AtomicLong windows = new AtomicLong();
  private final Semaphore looking = new Semaphore(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Of one gateway. */
  public Explorer(Contacts contacts, Hedging hedging) {
    this.contacts = contacts;
    this.hedging = hedging;
  }

  /** A window of a stripe was read: maybe looks at a slow node that has a bit of it. */
  void read(StoredStripe stripe, Map<InfoHash, List<Copy>> copies, Window window) {
    if (windows.incrementAndGet() % ReadLimits.EXPLORE_EVERY != 0 || !looking.tryAcquire()) {
      return;
    }
    Task task = task(stripe, copies, window.firstPiece());
    if (task == null || !hedging.budget().take(task.length())) {
      looking.release();
      return;
    }
    hedging.budget().explored();
    threads.execute(() -> look(task));
  }

  private record Task(Copy copy, StoredBit bit, int piece) {
    int length() {
      return bit.metainfo().pieceLength(piece);
    }
  }

  private @Nullable Task task(StoredStripe stripe, Map<InfoHash, List<Copy>> copies, int piece) {
    Task oldest = null;
    long age = ReadLimits.EXPLORE_AGE.toNanos();
    for (StoredBit bit : stripe.bits()) {
      for (Copy copy : copies.getOrDefault(bit.infoHash(), List.of())) {
        long each = hedging.speeds().age(copy.nodeId());
        if (Sources.isReadable(copy) && hedging.speeds().isSlow(copy.nodeId()) && each >= age) {
          oldest = new Task(copy, bit, piece);
          age = each;
        }
      }
    }
    return oldest;
  }

  private void look(Task task) {
    long started = hedging.now();
    Future<Boolean> reading = threads.submit(() -> read(task));
    boolean came = false;
    try {
      came = reading.get(ReadLimits.EXPLORE_MAX.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // It did not answer, or is as slow as it was.
    } finally {
      reading.cancel(true);
      hedging.budget().settle(task.length(), task.length());
      looking.release();
    }
    long nanos = hedging.now() - started;
    String node = task.copy().nodeId();
    if (came) {
      hedging.speeds().took(node, task.length(), true, nanos);
    } else {
      hedging.speeds().overtaken(node, task.length(), true, ReadLimits.EXPLORE_MAX.toNanos());
    }
  }

  private boolean read(Task task) throws PeerException {
    try (PeerReader reader = contacts.read(task.copy(), task.bit().metainfo())) {
      return reader.readPiece(task.piece()).length > 0;
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
