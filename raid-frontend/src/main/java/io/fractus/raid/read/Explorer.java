// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Pace;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
   * stripe and was not measured for a while. A node that was overtaken by some milliseconds, which
   * may be chance, is looked at at once. It costs bytes of the budget like a hedge that lost.
   *
   * What a look has measured is reported, for nobody else measures who is left alone: the tracker
   * would never hear that a node is slow which was overtaken too soon to be blamed, nor that it is
   * fast again.
   */

  private final Contacts contacts;
  private final Hedging hedging;
  private final Reports reports;
  private final AtomicLong windows = new AtomicLong();
  private final Set<String> looking = new HashSet<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Of one gateway. */
  public Explorer(Contacts contacts, Hedging hedging, Reports reports) {
    this.contacts = contacts;
    this.hedging = hedging;
    this.reports = reports;
  }

  /**
   * One look.
   *
   * @param pace what others did when the node was overtaken; null if it is known to be slow
   */
  private record Look(Copy copy, StoredBit bit, int piece, @Nullable Pace pace) {
    int length() {
      return bit.metainfo().pieceLength(piece);
    }

    String node() {
      return copy.nodeId();
    }
  }

  /** A copy was overtaken a moment ago: looks whether that was by chance, and reports if not. */
  void suspect(Copy copy, StoredBit bit, int piece, Pace pace) {
    begin(new Look(copy, bit, piece, pace));
  }

  /** A window of a stripe was read: maybe looks at a slow node that has a bit of it. */
  void read(StoredStripe stripe, Map<InfoHash, List<Copy>> copies, Window window) {
    if (windows.incrementAndGet() % ReadLimits.EXPLORE_EVERY != 0) {
      return;
    }
    Look oldest = null;
    long age = ReadLimits.EXPLORE_AGE.toNanos();
    for (StoredBit bit : stripe.bits()) {
      for (Copy copy : copies.getOrDefault(bit.infoHash(), List.of())) {
        long each = hedging.speeds().age(copy.nodeId());
        if (Sources.isReadable(copy) && hedging.speeds().isSlow(copy.nodeId()) && each >= age) {
          oldest = new Look(copy, bit, window.firstPiece(), null);
          age = each;
        }
      }
    }
    if (oldest != null) {
      begin(oldest);
    }
  }

  private void begin(Look look) {
    synchronized (looking) {
      if (looking.size() >= ReadLimits.EXPLORED_AT_ONCE
          || threads.isShutdown()
          || !looking.add(look.node())) {
        return;
      }
    }
    if (hedging.budget().take(look.length())) {
      hedging.budget().explored();
      threads.execute(() -> look(look));
    } else {
      end(look);
    }
  }

  private void end(Look look) {
    synchronized (looking) {
      looking.remove(look.node());
    }
  }

  private void look(Look look) {
    long started = hedging.now();
    Future<Integer> reading = threads.submit(() -> read(look));
    int came = 0;
    boolean isSilent = false;
    try {
      came = reading.get(ReadLimits.EXPLORE_MAX.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException e) {
      // What else it did is seen by reads.
      isSilent =
          e.getCause() instanceof PeerException failure
              && failure.kind() == PeerException.Kind.TIMEOUT;
    } catch (TimeoutException _) {
      isSilent = true;
    } finally {
      reading.cancel(true);
      hedging.budget().settle(look.length(), look.length());
      end(look);
    }
    long nanos = hedging.now() - started;
    // As it was before this look: it is not to be measured by itself.
    long typical = hedging.speeds().expected("", look.length(), true);
    hedging
        .speeds()
        .judge(
            look.node(), look.length(), true, came > 0 ? nanos : ReadLimits.EXPLORE_MAX.toNanos());
    if (came > 0 || isSilent) {
      report(look, came, nanos, typical);
    }
  }

  private void report(Look look, int came, long nanos, long typical) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    boolean isSlow =
        nanos >= ReadLimits.BLAME_MIN.toNanos() && nanos >= ReadLimits.SLOW_FACTOR * typical;
    if (isSlow && look.pace() != null) {
      reports.report(slow(look.copy(), look.bit(), came, millis, look.pace()));
    } else if (isSlow && typical > 0) {
      reports.report(slow(look, came, millis, TimeUnit.NANOSECONDS.toMillis(typical)));
    } else if (came > 0) {
      InfoHash bit = look.bit().infoHash();
      reports.report(new Report(look.node(), bit, Kind.SERVED, came, millis, ""));
    }
  }

  /** The report of a node that is still slow, beside what is typical of all. */
  private static Report slow(Look look, long bytes, long millis, long typical) {
    String detail =
        "%d of %d bytes in %d ms in a look in the background, which typically takes %d ms"
            .formatted(bytes, look.length(), millis, typical);
    Pace others = new Pace(1, look.length(), typical);
    return new Report(look.node(), look.bit().infoHash(), Kind.SLOW, bytes, millis, detail, others);
  }

  /** The report of a copy that was overtaken. */
  static Report slow(Copy copy, StoredBit bit, long bytes, long millis, Pace pace) {
    String detail =
        "%d bytes in %d ms, when %d other sources took at most %d ms for %d bytes each"
            .formatted(bytes, millis, pace.sources(), pace.millis(), pace.bytes());
    return new Report(copy.nodeId(), bit.infoHash(), Kind.SLOW, bytes, millis, detail, pace);
  }

  private int read(Look look) throws PeerException {
    try (PeerReader reader = contacts.read(look.copy(), look.bit().metainfo())) {
      return reader.readPiece(look.piece()).length;
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
