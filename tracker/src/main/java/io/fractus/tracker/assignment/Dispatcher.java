// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Holder;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.repair.NodeWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells nodes to fetch the copies that are wanted of them, from whom it is right. Thread-safe. */
final class Dispatcher implements AutoCloseable {
  /*
   * The gateway shall send each bit once. So while no copy of a bit is complete, exactly one node
   * is told to fetch it, from the gateway; once one is complete, all others are told to fetch it
   * from those that are, and from the gateway only after that failed. What to send follows from the
   * registry and the channels alone, so that every event may simply ask for a bit to be looked at
   * again.
   */

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Registry registry;
  private final Sessions sessions;
  private final SourceOrder order;
  private final LivePlacements placements;
  private final NodeWatch watch;
  private final RandomGenerator random;
  private final ScheduledThreadPoolExecutor retries;

  private record Bit(BitRecord record, List<Holder> holders) {}

  private record Fetcher(NodeSession session, Holder holder) {}

  Dispatcher(
      Registry registry,
      Sessions sessions,
      SourceOrder order,
      LivePlacements placements,
      NodeWatch watch,
      RandomGenerator random) {
    this.registry = registry;
    this.sessions = sessions;
    this.order = order;
    this.placements = placements;
    this.watch = watch;
    this.random = random;
    this.retries =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("tracker-retries").daemon().factory());
  }

  /**
   * Looks at bits and sends the assignments that are due.
   *
   * @param repeat also those that were sent and not answered
   */
  void dispatch(Collection<InfoHash> bits, boolean repeat) {
    List<InfoHash> all = List.copyOf(bits);
    for (int from = 0; from < all.size(); from += Limits.CHANGES_PER_TRANSACTION_MAX) {
      int to = Math.min(all.size(), from + Limits.CHANGES_PER_TRANSACTION_MAX);
      read(all.subList(from, to)).forEach(bit -> dispatch(bit, repeat));
    }
  }

  private List<Bit> read(List<InfoHash> bits) {
    return registry.read(rows -> {
      List<Bit> read = new ArrayList<>();
      for (InfoHash bit : bits) {
        Optional<BitRecord> known = rows.bits().find(bit);
        if (known.isPresent()) {
          read.add(new Bit(known.get(), rows.copies().holders(known.get().key())));
        }
      }
      return read;
    });
  }

  private void dispatch(Bit bit, boolean repeat) {
    InfoHash infoHash = bit.record().metainfo().infoHash();
    List<Fetcher> fetchers = new ArrayList<>();
    for (Holder holder : bit.holders()) {
      if (holder.state() == CopyState.WANTED) {
        sessions
            .online(holder.node().key())
            .ifPresent(session -> fetchers.add(new Fetcher(session, holder)));
      }
    }
    if (stands(bit)) {
      placements.closed(infoHash);
    }
    if (fetchers.isEmpty()) {
      return;
    }
    List<Holder> readable = readable(bit);
    // What does not count is nobody's source, a liar's least of all, but when there is no other.
    List<Holder> counting =
        readable.stream().filter(holder -> watch.state(holder.node().key()).counts()).toList();
    if (counting.stream().anyMatch(holder -> holder.state() == CopyState.COMPLETE)) {
      for (Fetcher fetcher : fetchers) {
        List<Holder> met = counting.stream().filter(holder -> meet(holder, fetcher)).toList();
        assign(fetcher, further(bit, met, fetcher), met, repeat);
      }
      return;
    }
    List<PeerAddress> sources = new ArrayList<>();
    if (!bit.record().isAdopted()) {
      sources.add(bit.record().gateway());
    }
    readable.forEach(holder -> sources.add(holder.node().peer()));
    assign(
        first(fetchers, infoHash),
        new TrackerMessage.Assign(bit.record().metainfo(), sources),
        readable,
        repeat);
  }

  /** Two to which nobody can connect never meet. */
  private boolean meet(Holder source, Fetcher fetcher) {
    return !sessions.reachability().callsOut(source.node().key())
        || !sessions.reachability().callsOut(fetcher.holder().node().key());
  }

  /** Sources to which the node cannot connect are told to connect to it. */
  private void assign(
      Fetcher fetcher, TrackerMessage.Assign assign, List<Holder> sources, boolean repeat) {
    if (!fetcher.session().assign(assign, repeat)) {
      return;
    }
    TrackerMessage.Call call =
        new TrackerMessage.Call(fetcher.holder().node().peer(), "", assign.bit().infoHash());
    for (Holder source : sources) {
      if (sessions.reachability().callsOut(source.node().key())) {
        sessions.online(source.node().key()).ifPresent(session -> session.send(call));
      }
    }
  }

  /** A client asks all its sources at once, so the gateway is named only after siblings failed. */
  private static TrackerMessage.Assign further(Bit bit, List<Holder> readable, Fetcher fetcher) {
    BitRecord record = bit.record();
    List<PeerAddress> sources =
        new ArrayList<>(readable.stream().map(holder -> holder.node().peer()).toList());
    boolean failed = fetcher.session().attempts(record.metainfo().infoHash()) > 0;
    if (!record.isAdopted() && (failed || readable.isEmpty())) {
      sources.add(record.gateway());
    }
    return new TrackerMessage.Assign(record.metainfo(), sources);
  }

  private static boolean stands(Bit bit) {
    return bit.holders().size() >= bit.record().copiesWanted()
        && bit.holders().stream().allMatch(holder -> holder.state() == CopyState.COMPLETE);
  }

  /** Copies that may serve now, the best first. */
  private List<Holder> readable(Bit bit) {
    return order.order(
        bit.holders().stream()
            .filter(holder -> holder.state() != CopyState.WANTED)
            .filter(holder -> sessions.isOnline(holder.node().key()))
            .toList());
  }

  /** The one that fetches already, else the one that failed least, else the one placed first. */
  private static Fetcher first(List<Fetcher> fetchers, InfoHash bit) {
    return fetchers.stream()
        .min(
            Comparator.<Fetcher>comparingInt(fetcher -> fetcher.session().isFetching(bit) ? 0 : 1)
                .thenComparingInt(fetcher -> fetcher.session().attempts(bit))
                .thenComparingInt(fetcher -> fetcher.holder().ordinal()))
        .orElseThrow();
  }

  /** Looks at a bit again after a wait that grows with the attempts. */
  void retryLater(InfoHash bit, int attempts) {
    if (retries.getQueue().size() >= Limits.RETRIES_WAITING_MAX) {
      log.warn("too many fetches wait for another attempt, {} waits for the next inventory", bit);
      return;
    }
    long longest =
        Math.min(
            Limits.FETCH_BACKOFF_MAX.toMillis(),
            Limits.FETCH_BACKOFF.toMillis() << Math.min(attempts - 1, 16));
    long wait = random.nextLong(longest / 2, longest + 1);
    var _ =
        retries.schedule(
            () -> Thread.ofVirtual().start(() -> retry(bit)), wait, TimeUnit.MILLISECONDS);
  }

  private void retry(InfoHash bit) {
    try {
      dispatch(List.of(bit), false);
    } catch (RuntimeException e) {
      log.warn("cannot assign bit {} again: {}", bit, e.toString());
    }
  }

  @Override
  public void close() {
    retries.shutdownNow();
  }
}
