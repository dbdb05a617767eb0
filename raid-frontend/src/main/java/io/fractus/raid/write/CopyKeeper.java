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
import io.fractus.raid.object.StoreException;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows stripes that are spread until all their copies stand, and then lets their bits go from
 * staging: those of uploads too, or no object could be larger than the staging area. Used by one
 * thread.
 */
public final class CopyKeeper {
  /*
   * INVARIANT: a bit leaves staging only when as many copies as it shall have are complete, at
   * least one of them was seen by this gateway, and none of those online fails to be. A complete
   * copy on a node that is absent is believed: it may be absent for long, and staging is finite.
   */

  private static final Logger log = LoggerFactory.getLogger(CopyKeeper.class);

  private final Catalog catalog;
  private final TrackerClient tracker;
  private final Consumer<Sources> known;
  private final Spreader spreader;
  private final CopyProbe probe;
  private final Consumer<StoredBit> unstage;
  private final InstantSource steady;

  /** When stripes were last placed from here, the oldest first. */
  private final Map<String, Instant> placed = new LinkedHashMap<>();

  private int skip;

  /** In the first round the tracker may know an address of this gateway from before its start. */
  private boolean firstRound = true;

  /**
   * A keeper for one gateway.
   *
   * @param known told what the tracker says, so that new objects can be read while it is away
   * @param unstage deletes a bit from staging, once the catalog has it as gone from there
   */
  public CopyKeeper(
      Catalog catalog,
      TrackerClient tracker,
      Consumer<Sources> known,
      Spreader spreader,
      CopyProbe probe,
      Consumer<StoredBit> unstage,
      InstantSource steady) {
    this.catalog = catalog;
    this.tracker = tracker;
    this.known = known;
    this.spreader = spreader;
    this.probe = probe;
    this.unstage = unstage;
    this.steady = steady;
  }

  /** One pass over the next stripes that have staged bits; returns whether any bit was let go. */
  public boolean pass() {
    List<StoredStripe> stripes = catalog.stagedStripes(skip, WriteLimits.KEEPER_BATCH);
    List<StoredBit> bits =
        stripes.stream()
            .filter(stripe -> !spreader.isSpreading(stripe))
            .flatMap(stripe -> stripe.bits().stream())
            .filter(StoredBit::staged)
            .toList();
    Map<InfoHash, List<Copy>> copies = copies(bits);
    look(bits, copies);
    List<StoredBit> kept =
        bits.stream()
            .filter(bit -> stands(bit, copies.getOrDefault(bit.infoHash(), List.of())))
            .toList();
    letGo(kept);
    for (StoredStripe stripe : stripes) {
      if (!spreader.isSpreading(stripe)
          && stripe.bits().stream().anyMatch(bit -> bit.staged() && !kept.contains(bit))) {
        placeAgain(stripe);
      }
    }
    boolean last = stripes.size() < WriteLimits.KEEPER_BATCH;
    firstRound &= !last;
    skip = last ? 0 : skip + stripes.size();
    return !kept.isEmpty();
  }

  private Map<InfoHash, List<Copy>> copies(List<StoredBit> bits) {
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    List<InfoHash> names = bits.stream().map(StoredBit::infoHash).toList();
    int step = Limits.INFOHASHES_PER_MESSAGE_MAX;
    for (int from = 0; from < names.size(); from += step) {
      List<InfoHash> some = names.subList(from, Math.min(names.size(), from + step));
      for (Sources sources : tracker.sources(new SourcesRequest(some, 0, 0)).bits()) {
        known.accept(sources);
        copies.put(
            sources.infoHash(),
            sources.copies().stream().filter(copy -> copy.state() == CopyState.COMPLETE).toList());
      }
    }
    return copies;
  }

  /** Looks at the copies of bits that could go, some at a time. */
  private void look(List<StoredBit> bits, Map<InfoHash, List<Copy>> copies) {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            WriteLimits.PROBES_AT_ONCE, Thread.ofVirtual().name("probe-", 0).factory())) {
      for (StoredBit bit : bits) {
        List<Copy> complete = copies.getOrDefault(bit.infoHash(), List.of());
        if (complete.size() >= bit.copies()) {
          for (Copy copy : complete) {
            if (copy.online()
                && !probe.hasSeen(bit.metainfo(), copy)
                && !probe.failedLately(bit.metainfo(), copy)) {
              pool.execute(() -> probe.sees(bit.metainfo(), copy));
            }
          }
        }
      }
    }
  }

  private boolean stands(StoredBit bit, List<Copy> complete) {
    long seen = complete.stream().filter(copy -> probe.hasSeen(bit.metainfo(), copy)).count();
    long absent =
        complete.stream()
            .filter(copy -> !copy.online() && !probe.hasSeen(bit.metainfo(), copy))
            .count();
    return seen > 0 && seen + absent >= bit.copies();
  }

  private void placeAgain(StoredStripe stripe) {
    String name = stripe.objectId() + "/" + stripe.number();
    Instant now = steady.instant();
    Instant last = placed.get(name);
    boolean fresh = last == null && !firstRound;
    if (last != null && now.isBefore(last.plus(WriteLimits.REPLACE_AFTER))) {
      return;
    }
    placed.remove(name);
    placed.put(name, now);
    if (placed.size() > WriteLimits.KEEPER_MEMORY) {
      placed.remove(placed.keySet().iterator().next());
    }
    if (fresh) {
      return;
    }
    try {
      spreader.seed(stripe);
      String shortfall = spreader.place(stripe).shortfall();
      if (!shortfall.isEmpty()) {
        log.info("copies of a stripe of {} are wanting: {}", stripe.layout(), shortfall);
      }
    } catch (StoreException | EngineException e) {
      log.info("a stripe of {} cannot be placed again now: {}", stripe.layout(), e.getMessage());
    } finally {
      catalog.disownIfGone(stripe);
    }
  }

  /** First in the catalog: a file that is left behind is deleted at the next start. */
  private void letGo(List<StoredBit> bits) {
    if (!bits.isEmpty()) {
      catalog.unstage(bits.stream().map(StoredBit::infoHash).toList());
      bits.forEach(unstage);
    }
  }
}
