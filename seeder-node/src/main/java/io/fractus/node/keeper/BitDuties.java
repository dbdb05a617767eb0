// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import io.fractus.node.Limits;
import io.fractus.node.store.Admission;
import io.fractus.node.store.BitStore;
import io.fractus.node.store.Verdict;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Described;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to a bit. Each blocks until it is done and returns what the tracker is to be told.
 * Thread-safe for different bits.
 */
final class BitDuties {
  private static final Logger log = LoggerFactory.getLogger(BitDuties.class);

  private final BitStore store;
  private final TorrentEngine engine;
  private final String announce;

  /**
   * @param announce the node's own announce URL; it has its passkey in it
   */
  BitDuties(BitStore store, TorrentEngine engine, String announce) {
    this.store = store;
    this.engine = engine;
    this.announce = announce;
  }

  /**
   * Fetches a bit and makes it durable.
   *
   * @param begun told the fetch, so that it can be cancelled
   * @return nothing if the fetch was cancelled
   */
  Optional<NodeMessage> hold(Assign assign, Consumer<Fetch> begun) throws InterruptedException {
    BitMetainfo bit = assign.bit();
    if (store.holds(bit.infoHash())) {
      return Optional.of(
          store.doubts().contains(bit.infoHash())
              ? verify(bit.infoHash())
              : new Completed(bit.infoHash()));
    }
    if (assign.sources().isEmpty()) {
      return failed(bit, Reason.UNREACHABLE, "not held here, and no source was given");
    }
    Admission admission = store.reserve(bit);
    return switch (admission) {
      case GRANTED -> fetch(assign, begun);
      case SHARE_FULL -> failed(bit, Reason.SHARE_FULL, "the share has no room for " + bit);
      case DISK_FULL -> failed(bit, Reason.DISK, "the disk has no room for " + bit);
      case DISK_READ_ONLY -> failed(bit, Reason.DISK, "the disk cannot be written");
      case DISK_UNREADABLE ->
          failed(bit, Reason.DISK, "no bits are taken while not all on the disk can be read");
      case NAME_TAKEN -> failed(bit, Reason.REFUSED, "another bit has this file name");
    };
  }

  private Optional<NodeMessage> fetch(Assign assign, Consumer<Fetch> begun)
      throws InterruptedException {
    BitMetainfo bit = assign.bit();
    boolean kept = false;
    try {
      await(bit, assign.sources(), begun);
      store.commit(bit);
      kept = true;
      return Optional.of(new Completed(bit.infoHash()));
    } catch (EngineException e) {
      return switch (e.kind()) {
        case CANCELLED -> Optional.empty();
        case DISK, FILE_MISSING -> failed(bit, Reason.DISK, e.getMessage());
        case DEADLINE, DUPLICATE, START, REFUSED -> failed(bit, Reason.UNREACHABLE, e.getMessage());
      };
    } catch (IOException e) {
      return failed(bit, Reason.DISK, e.toString());
    } finally {
      if (!kept) {
        abandon(bit);
      }
    }
  }

  /**
   * Fetches from all sources but the last resort, which is often the gateway: it has sent the bit
   * once already. It is asked too when the others deliver nothing for a while.
   */
  private void await(BitMetainfo bit, List<PeerAddress> sources, Consumer<Fetch> begun)
      throws IOException, InterruptedException {
    List<PeerAddress> peers = sources.subList(0, Math.min(sources.size(), Limits.FETCH_PEERS_MAX));
    Duration deadline = Limits.FETCH_TIME_MIN.plusSeconds(bit.length() / Limits.FETCH_RATE_MIN);
    if (peers.size() > 1) {
      AtomicLong verified = new AtomicLong();
      Fetch first = begin(bit, peers.subList(0, peers.size() - 1), deadline, verified::set);
      begun.accept(first);
      boolean done = ends(bit, first, Limits.FETCH_PATIENCE);
      if (done || (verified.get() > 0 && ends(bit, first, deadline))) {
        return;
      }
      if (wasDoneWhenGivenUp(first)) {
        return;
      }
      Files.deleteIfExists(store.directory(bit).resolve(bit.name()));
    }
    awaitAnew(bit, peers, deadline, begun);
  }

  /**
   * Fetches, and fetches anew when nothing comes for a while: libtorrent leaves a peer alone after
   * some failures on a loaded machine, and there may be no other peer. What is on disk stays.
   */
  private void awaitAnew(
      BitMetainfo bit, List<PeerAddress> peers, Duration deadline, Consumer<Fetch> begun)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    for (Duration left = deadline;
        left.isPositive();
        left = Duration.ofNanos(end - System.nanoTime())) {
      AtomicLong verified = new AtomicLong();
      Fetch fetch = begin(bit, peers, left, verified::set);
      begun.accept(fetch);
      if (endsWithoutStall(bit, fetch, verified) || wasDoneWhenGivenUp(fetch)) {
        return;
      }
      log.info("nothing of {} came for {}, fetching anew", bit, Limits.FETCH_STALL);
    }
    throw new EngineException(
        EngineException.Kind.DEADLINE, "nobody of " + peers + " delivered " + bit);
  }

  private static boolean endsWithoutStall(BitMetainfo bit, Fetch fetch, AtomicLong verified)
      throws InterruptedException {
    long before;
    do {
      before = verified.get();
      if (ends(bit, fetch, Limits.FETCH_STALL)) {
        return true;
      }
    } while (verified.get() > before);
    return false;
  }

  /** Cancels; it may have been done at that very moment, or ends as cancelled: both are fine. */
  private static boolean wasDoneWhenGivenUp(Fetch fetch) {
    fetch.cancel();
    var _ =
        fetch
            .done()
            .handle((_, _) -> true)
            .completeOnTimeout(false, Limits.FETCH_GRACE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    return fetch.done().isDone() && !fetch.done().isCompletedExceptionally();
  }

  private Fetch begin(
      BitMetainfo bit, List<PeerAddress> peers, Duration deadline, Consumer<Long> progress)
      throws IOException {
    return engine.fetch(
        new FetchRequest(bit, store.directory(bit), peers, deadline, announce), progress);
  }

  /** Whether a fetch succeeds in time; throws why if it fails. */
  private static boolean ends(BitMetainfo bit, Fetch fetch, Duration timeout)
      throws InterruptedException {
    try {
      fetch.done().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException failure) {
        throw new EngineException(failure.kind(), String.valueOf(failure.getMessage()), failure);
      }
      throw new EngineException(
          EngineException.Kind.REFUSED, "the fetch of " + bit + " failed: " + e.getCause(), e);
    }
  }

  private void abandon(BitMetainfo bit) {
    letGo(bit.infoHash());
    try {
      store.abandon(bit);
    } catch (IOException e) {
      log.warn(
          "cannot delete what was fetched of {} yet; its space stays taken: {}", bit, e.toString());
    }
  }

  /** Stops seeding a bit and deletes it. */
  void release(InfoHash bit) {
    letGo(bit);
    try {
      store.delete(bit);
    } catch (IOException e) {
      log.warn("cannot delete bit {} yet; its space stays taken: {}", bit, e.toString());
    }
  }

  /** An engine that does not answer must not keep files from being deleted. */
  private void letGo(InfoHash bit) {
    try {
      engine.remove(bit);
    } catch (EngineException e) {
      log.warn("the engine does not let go of bit {}: {}", bit, e.getMessage());
    }
  }

  /** Hashes a bit; one that is not right is deleted, one that cannot be read is not. */
  NodeMessage verify(InfoHash bit) {
    Verdict verdict = store.verify(bit);
    if (verdict != Verdict.GOOD && store.unusable().isPresent()) {
      return new Failed(bit, Reason.DISK, "its disk cannot be used now");
    }
    return switch (verdict) {
      case GOOD -> good(bit);
      case UNREADABLE -> doubted(bit);
      case LOST, CORRUPT, CHANGED -> lost(bit, verdict);
    };
  }

  private NodeMessage good(InfoHash bit) {
    try {
      if (!isServed(bit)) {
        // The engine may have met the error too, and would not open the file again.
        letGo(bit);
      }
      seed(store.metainfo(bit));
      store.doubts().remove(bit);
      return new Completed(bit);
    } catch (IOException | EngineException e) {
      log.warn("bit {} is good and cannot be served: {}", bit, e.toString());
      return new Failed(bit, Reason.DISK, "good on disk, and cannot be served");
    }
  }

  private boolean isServed(InfoHash bit) {
    return engine.list().stream()
        .anyMatch(torrent -> torrent.bit().equals(bit) && torrent.seeding());
  }

  /** Keeps a bit that the disk does not give, and does not serve it until it does. */
  private NodeMessage doubted(InfoHash bit) {
    letGo(bit);
    if (store.doubts().add(bit)) {
      log.warn("bit {} cannot be read; it is kept, and tried again", bit);
    }
    return new Failed(bit, Reason.DISK, "its file cannot be read now");
  }

  /** Says what a bit is. */
  NodeMessage describe(InfoHash bit) {
    try {
      return new Described(store.metainfo(bit));
    } catch (IOException e) {
      log.warn("cannot read what bit {} is: {}", bit, e.toString());
      return new Failed(bit, Reason.DISK, "its metainfo cannot be read");
    }
  }

  /**
   * Seeds a bit that is complete, unless it could not be read. One that cannot be seeded is read,
   * and what comes of it is what holds.
   */
  void seed(InfoHash bit) {
    if (store.doubts().contains(bit)) {
      return;
    }
    try {
      seed(store.metainfo(bit));
    } catch (IOException e) {
      log.warn("bit {} cannot be seeded: {}", bit, e.toString());
      var _ = verify(bit);
    } catch (EngineException e) {
      log.warn("bit {} cannot be seeded: {}", bit, e.getMessage());
      if (e.kind() == EngineException.Kind.FILE_MISSING) {
        var _ = verify(bit);
      }
    }
  }

  private void seed(BitMetainfo bit) {
    engine.seed(bit, store.location(bit), announce);
  }

  private NodeMessage lost(InfoHash bit, Verdict verdict) {
    boolean held = store.holds(bit);
    release(bit);
    if (!held) {
      return new Failed(bit, Reason.LOST, "not held here");
    }
    store.countLost();
    log.warn("bit {} is deleted: its file was {}", bit, verdict);
    return verdict == Verdict.LOST
        ? new Failed(bit, Reason.LOST, "its file was missing or of another length")
        : new Failed(bit, Reason.CORRUPT, "its bytes were not right");
  }

  private static Optional<NodeMessage> failed(
      BitMetainfo bit, Reason reason, @Nullable String detail) {
    log.info("{} is not taken: {}: {}", bit, reason, detail);
    return Optional.of(new Failed(bit.infoHash(), reason, String.valueOf(detail)));
  }
}
