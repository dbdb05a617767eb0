// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.repair;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.RebuildRequest;
import io.fractus.protocol.control.RebuildRequest.Outcome;
import io.fractus.protocol.control.RebuildRequest.Result;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.read.BitRebuilder;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.Spreader;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the tracker for bits of which no copy lives, rebuilds them into the staging area, and has
 * them placed like new ones; the copy keeper lets them go when their copies stand. Used by one
 * thread.
 */
public final class Rebuilder {
  /*
   * INVARIANT: a bit is staged in the catalog only when its file is whole, has the hashes of the
   * bit, and is on disk. A file that a kill leaves behind is of no bit that is staged, and goes at
   * the next start.
   */

  private static final Logger log = LoggerFactory.getLogger(Rebuilder.class);

  private final Catalog catalog;
  private final StagingArea staging;
  private final BitRebuilder bits;
  private final Spreader spreader;
  private final TrackerClient tracker;
  private final PeerAddress self;
  private final Runnable staged;
  private final Clocks clocks;
  private final List<Outcome> over = new ArrayList<>();
  private volatile boolean cancelled;

  /**
   * A rebuilder for one gateway.
   *
   * @param self where nodes reach this gateway's engine
   * @param staged told that there is a bit to keep
   */
  public Rebuilder(
      Catalog catalog,
      StagingArea staging,
      BitRebuilder bits,
      Spreader spreader,
      TrackerClient tracker,
      PeerAddress self,
      Runnable staged,
      Clocks clocks) {
    this.catalog = catalog;
    this.staging = staging;
    this.bits = bits;
    this.spreader = spreader;
    this.tracker = tracker;
    this.self = self;
    this.staged = staged;
    this.clocks = clocks;
  }

  /** One question and what follows from it; returns whether there was anything to do. */
  public boolean pass() {
    List<InfoHash> working = ask(List.of());
    boolean any = !working.isEmpty() || !over.isEmpty();
    while (!working.isEmpty() && !cancelled) {
      over.add(rebuild(working.removeFirst()));
      working.addAll(ask(working));
    }
    return any;
  }

  /** Lets a bit that is being rebuilt be the last one. */
  public void cancel() {
    cancelled = true;
  }

  /** Says what became of bits, that others are still worked on, and takes more. */
  private List<InfoHash> ask(List<InfoHash> working) {
    int most = Math.max(0, RebuildLimits.BITS_AT_A_TIME - working.size());
    try {
      List<InfoHash> more =
          new ArrayList<>(
              tracker.rebuilds(new RebuildRequest(self, working, List.copyOf(over), most)).bits());
      over.clear();
      return more;
    } catch (TrackerException e) {
      log.debug("the tracker was not asked for bits to rebuild: {}", e.getMessage());
      return new ArrayList<>();
    }
  }

  private Outcome rebuild(InfoHash name) {
    Optional<StoredStripe> stripe = catalog.repair().stripeOf(name);
    if (stripe.isEmpty()) {
      return new Outcome(name, Result.UNKNOWN, 0, "not in this gateway's catalog");
    }
    StoredBit bit =
        stripe.get().bits().stream()
            .filter(other -> other.infoHash().equals(name))
            .findFirst()
            .orElseThrow();
    try {
      long read = 0;
      if (!bit.staged() || !staging.has(bit.metainfo())) {
        read = stage(stripe.get(), bit);
      }
      place(name);
      log.info("bit {} had no copy left and was rebuilt from {} bytes of others", name, read);
      return new Outcome(name, Result.REBUILT, read, "");
    } catch (StoreException | EngineException | IOException e) {
      log.warn("bit {} has no copy left and cannot be rebuilt now: {}", name, e.getMessage());
      return new Outcome(name, Result.FAILED, 0, String.valueOf(e.getMessage()));
    }
  }

  /** Returns how much was read of other bits. */
  private long stage(StoredStripe stripe, StoredBit bit) throws IOException {
    BitMetainfo metainfo = bit.metainfo();
    boolean isReserved = bit.staged();
    if (!isReserved) {
      staging.reserve(metainfo.length(), RebuildLimits.STAGING_WAIT);
    }
    boolean isDone = false;
    try {
      long read = write(stripe, bit);
      isDone = catalog.repair().restage(metainfo.infoHash());
      if (!isDone) {
        throw new StoreException(
            StoreException.Code.UNAVAILABLE, "its object was deleted meanwhile");
      }
      return read;
    } finally {
      if (!isDone) {
        Files.deleteIfExists(staging.file(metainfo.name()));
        if (!isReserved) {
          staging.release(metainfo.length());
        }
      }
    }
  }

  private long write(StoredStripe stripe, StoredBit bit) throws IOException {
    long[] read = new long[1];
    Instant began = clocks.steady().instant();
    try (FileChannel channel =
        FileChannel.open(
            staging.file(bit.metainfo().name()),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      bits.rebuild(
          stripe,
          bit.position(),
          (bytes, more) -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
              channel.write(buffer);
            }
            read[0] += more;
            pace(read[0], began);
          });
      channel.force(true);
    }
    return read[0];
  }

  /** Waits until so many bytes are no more than the rate allows. */
  private void pace(long bytes, Instant began) {
    long due = 1_000 * bytes / RebuildLimits.BYTES_PER_SECOND;
    long wait = due - Duration.between(began, clocks.steady().instant()).toMillis();
    if (wait <= 0 || cancelled) {
      return;
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Code.UNAVAILABLE, "interrupted while a bit was rebuilt", e);
    }
  }

  /** Serves the bit and has nodes chosen; if that fails, the copy keeper does it again. */
  private void place(InfoHash name) {
    Optional<StoredStripe> stripe = catalog.repair().stripeOf(name);
    if (stripe.isPresent()) {
      try {
        spreader.seed(stripe.get());
        spreader.place(stripe.get());
      } finally {
        catalog.disownIfGone(stripe.get());
      }
    }
    staged.run();
  }
}
