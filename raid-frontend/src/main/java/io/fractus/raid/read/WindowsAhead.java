// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.InfoHash;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a range, one being fetched while the one before is opened and written. Not
 * thread-safe.
 */
final class WindowsAhead implements AutoCloseable {
  /*
   * All fetching is done by one virtual thread, one window after the other, so that the connections
   * of a stripe serve all of its windows. Two windows are in memory: the one handed out and the
   * next.
   */

  private final StoredObject object;
  private final Stripes known;
  private final Readers shared;
  private final long to;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("windows").factory());

  // Touched by the fetching thread only.
  private final Deque<StoredStripe> stripes = new ArrayDeque<>();
  private final Deque<Window> windows = new ArrayDeque<>();
  private final Map<InfoHash, List<Copy>> copies = new HashMap<>();
  private Map<InfoHash, List<Copy>> told;
  private long next;
  private @Nullable StoredStripe stripe;
  private @Nullable StripeReader reader;
  private boolean isRenewed;

  private Future<@Nullable Fetched> ahead;

  /**
   * Begins to fetch.
   *
   * @param told the copies of bits as the tracker told them a moment ago; it is asked for others
   */
  WindowsAhead(
      StoredObject object,
      Stripes known,
      Readers shared,
      Map<InfoHash, List<Copy>> told,
      long offset,
      long length) {
    this.object = object;
    this.known = known;
    this.shared = shared;
    this.told = told;
    this.next = offset;
    this.to = offset + length;
    this.ahead = executor.submit(this::fetch);
  }

  /** The next window with its bytes, or null after the last. */
  @Nullable Fetched next() {
    try {
      Fetched fetched = ahead.get();
      if (fetched != null) {
        ahead = executor.submit(this::fetch);
      }
      return fetched;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while an object was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private @Nullable Fetched fetch() {
    while (windows.isEmpty()) {
      if (next >= to) {
        return null;
      }
      openStripe();
    }
    StoredStripe current = stripe;
    StripeReader open = reader;
    if (current == null || open == null) {
      throw new IllegalStateException("windows without a stripe");
    }
    Window window = windows.remove();
    return new Fetched(current, open.plan(), window, renewing(current, open, window));
  }

  /** What is known of copies may be some seconds old: they are asked for anew before it fails. */
  private byte[][] renewing(StoredStripe current, StripeReader open, Window window) {
    try {
      return open.fetch(window);
    } catch (StoreException e) {
      if (e.code() != Code.STRIPE_UNAVAILABLE || isRenewed) {
        throw e;
      }
      isRenewed = true;
      copies.putAll(shared.sources().copies(List.of(current)));
      closeReader();
      StripeReader again = reader(current);
      reader = again;
      return again.fetch(window);
    }
  }

  private StripeReader reader(StoredStripe of) {
    return new StripeReader(of, object.info().key().toString(), copies, shared);
  }

  private void openStripe() {
    if (stripes.isEmpty()) {
      askForStripes();
    }
    closeReader();
    StoredStripe opened = stripes.remove();
    long end = opened.plainOffset() + opened.plainLength();
    StripeReader opening = reader(opened);
    windows.addAll(
        opening
            .plan()
            .windows(next - opened.plainOffset(), Math.min(to, end) - opened.plainOffset()));
    next = Math.min(to, end);
    stripe = opened;
    reader = opening;
    isRenewed = false;
  }

  private void askForStripes() {
    List<StoredStripe> some = known.covering(next, to, ReadLimits.STRIPES_PER_QUESTION);
    if (some.isEmpty()) {
      throw new StoreException(
          Code.UNAVAILABLE,
          "the catalog has no stripe for byte " + next + " of " + object.info().key());
    }
    copies.clear();
    boolean isTold =
        some.stream().flatMap(one -> one.infoHashes().stream()).allMatch(told::containsKey);
    copies.putAll(isTold ? told : shared.sources().recent(some));
    // By the next time it is old.
    told = Map.of();
    stripes.addAll(some);
  }

  private void closeReader() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  @Override
  public void close() {
    // Whoever closes early does not want the window that is on its way.
    ahead.cancel(true);
    executor.execute(this::closeReader);
    executor.close();
  }
}
