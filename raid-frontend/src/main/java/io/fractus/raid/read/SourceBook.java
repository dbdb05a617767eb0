// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.write.TrackerErrors;
import io.fractus.torrents.InfoHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds the bits of stripes, as the tracker says; while it does not answer, and for reads that
 * can bear it, as it last said. Thread-safe.
 */
public final class SourceBook implements Sources {
  private static final Logger log = LoggerFactory.getLogger(SourceBook.class);

  private final TrackerClient tracker;
  private final KnownCopies known;
  private final InstantSource steady;
  private final JoinedQuestions questions = new JoinedQuestions(this::ask);
  private final Set<InfoHash> renewing = ConcurrentHashMap.newKeySet();
  private volatile Instant awayUntil = Instant.MIN;

  /** Asks this tracker. */
  public SourceBook(TrackerClient tracker, KnownCopies known, InstantSource steady) {
    this.tracker = tracker;
    this.known = known;
    this.steady = steady;
  }

  @Override
  public Map<InfoHash, List<Copy>> copies(List<StoredStripe> stripes) {
    if (steady.instant().isBefore(awayUntil) && isEnough(stripes)) {
      return remembered(stripes);
    }
    try {
      Map<InfoHash, List<Copy>> copies =
          questions.ask(stripes.stream().flatMap(stripe -> stripe.infoHashes().stream()).toList());
      awayUntil = Instant.MIN;
      return copies;
    } catch (TrackerException e) {
      StoreException failure = TrackerErrors.toStore(e);
      if (failure.code() != StoreException.Code.TRACKER_UNREACHABLE) {
        throw failure;
      }
      awayUntil = steady.instant().plus(ReadLimits.TRACKER_PAUSE);
      if (!isEnough(stripes)) {
        throw failure;
      }
      return remembered(stripes);
    }
  }

  @Override
  public Map<InfoHash, List<Copy>> recent(List<StoredStripe> stripes) {
    Instant since =
        known.since(stripes.stream().flatMap(one -> one.infoHashes().stream()).toList());
    Instant now = steady.instant();
    if (since.isBefore(now.minus(ReadLimits.SOURCES_OLD)) || !isEnough(stripes)) {
      return copies(stripes);
    }
    Map<InfoHash, List<Copy>> copies = remembered(stripes);
    if (since.isBefore(now.minus(ReadLimits.SOURCES_FRESH))) {
      renew(stripes);
    }
    return copies;
  }

  /** Asks in the background, once for all who read the same; a failure is for who waits for it. */
  private void renew(List<StoredStripe> stripes) {
    InfoHash first = stripes.getFirst().bits().getFirst().infoHash();
    if (renewing.size() < ReadLimits.RENEWED_AT_ONCE && renewing.add(first)) {
      Thread.ofVirtual()
          .name("renewed sources")
          .start(() -> {
            try {
              copies(stripes);
            } catch (RuntimeException e) {
              log.debug("what is known of sources was not renewed: {}", e.toString());
            } finally {
              renewing.remove(first);
            }
          });
    }
  }

  private Map<InfoHash, List<Copy>> ask(List<InfoHash> bits) {
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    int step = Limits.INFOHASHES_PER_MESSAGE_MAX;
    for (int from = 0; from < bits.size(); from += step) {
      List<InfoHash> some = new ArrayList<>(bits.subList(from, Math.min(bits.size(), from + step)));
      for (SourcesReply.Sources sources : tracker.sources(new SourcesRequest(some, 0, 0)).bits()) {
        known.remember(sources);
        copies.put(sources.infoHash(), sources.copies());
      }
    }
    return copies;
  }

  /** Whether each stripe could be read from what is remembered and from staging. */
  private boolean isEnough(List<StoredStripe> stripes) {
    return stripes.stream()
        .allMatch(stripe ->
            stripe.bits().stream().filter(this::isKnown).count() >= stripe.layout().dataBits());
  }

  private boolean isKnown(StoredBit bit) {
    return bit.staged() || known.of(bit.infoHash()).stream().anyMatch(Sources::isReadable);
  }

  private Map<InfoHash, List<Copy>> remembered(List<StoredStripe> stripes) {
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    for (StoredStripe stripe : stripes) {
      stripe.infoHashes().forEach(bit -> copies.put(bit, known.of(bit)));
    }
    return copies;
  }
}
