// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.SourcesReply.Sources;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.TorrentEngine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows acknowledged stripes until all their copies stand, and then lets their bits go from
 * staging. Used by one thread.
 */
public final class CopyKeeper {
  private static final Logger log = LoggerFactory.getLogger(CopyKeeper.class);

  private final Catalog catalog;
  private final StagingArea staging;
  private final TorrentEngine engine;
  private final TrackerClient tracker;
  private final Spreader spreader;
  private final InstantSource clock;
  private final Map<String, Instant> placed = new HashMap<>();

  /** A keeper for one gateway. */
  public CopyKeeper(
      Catalog catalog,
      StagingArea staging,
      TorrentEngine engine,
      TrackerClient tracker,
      Spreader spreader,
      InstantSource clock) {
    this.catalog = catalog;
    this.staging = staging;
    this.engine = engine;
    this.tracker = tracker;
    this.spreader = spreader;
    this.clock = clock;
  }

  /** One pass over the stripes that have staged bits; returns whether there were any. */
  public boolean pass() {
    List<StoredStripe> stripes = catalog.stagedStripes(WriteLimits.KEEPER_BATCH);
    placed.keySet().retainAll(stripes.stream().map(CopyKeeper::name).toList());
    Map<InfoHash, Long> complete = completeCopies(stripes);
    List<StoredBit> kept = new ArrayList<>();
    for (StoredStripe stripe : stripes) {
      boolean wanting = false;
      for (StoredBit bit : stripe.bits()) {
        if (bit.staged() && complete.getOrDefault(bit.infoHash(), 0L) >= bit.copies()) {
          kept.add(bit);
        } else {
          wanting |= bit.staged();
        }
      }
      if (wanting) {
        placeAgain(stripe);
      }
    }
    letGo(kept);
    return !stripes.isEmpty();
  }

  private Map<InfoHash, Long> completeCopies(List<StoredStripe> stripes) {
    List<InfoHash> bits =
        stripes.stream()
            .flatMap(stripe -> stripe.bits().stream())
            .filter(StoredBit::staged)
            .map(StoredBit::infoHash)
            .toList();
    Map<InfoHash, Long> complete = new HashMap<>();
    int step = Limits.INFOHASHES_PER_MESSAGE_MAX;
    for (int from = 0; from < bits.size(); from += step) {
      List<InfoHash> some = bits.subList(from, Math.min(bits.size(), from + step));
      for (Sources sources : tracker.sources(new SourcesRequest(some, 0, 0)).bits()) {
        complete.put(sources.infoHash(), sources.copies().stream().filter(this::stands).count());
      }
    }
    return complete;
  }

  private boolean stands(Copy copy) {
    return copy.state() == CopyState.COMPLETE;
  }

  private void placeAgain(StoredStripe stripe) {
    Instant now = clock.instant();
    Instant last = placed.putIfAbsent(name(stripe), now);
    if (last == null || now.isBefore(last.plus(WriteLimits.REPLACE_AFTER))) {
      return;
    }
    placed.put(name(stripe), now);
    spreader.seed(stripe);
    String shortfall = spreader.place(stripe).shortfall();
    if (!shortfall.isEmpty()) {
      log.info("copies of a stripe of {} are wanting: {}", stripe.layout(), shortfall);
    }
  }

  /** First in the catalog: a file that is left behind is deleted at the next start. */
  private void letGo(List<StoredBit> bits) {
    if (bits.isEmpty()) {
      return;
    }
    catalog.unstage(bits.stream().map(StoredBit::infoHash).toList());
    for (StoredBit bit : bits) {
      engine.remove(bit.infoHash());
      staging.delete(bit.metainfo());
    }
  }

  private static String name(StoredStripe stripe) {
    return stripe.objectId() + "/" + stripe.number();
  }
}
