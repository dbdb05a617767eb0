// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.SourcesReply.Sources;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.TorrentEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings staged stripes onto nodes: the tracker chooses them, they fetch from this gateway, and
 * this gateway looks for itself that they hold what they say. Thread-safe.
 */
public final class Spreader implements Spreading {
  private static final Logger log = LoggerFactory.getLogger(Spreader.class);

  private final StagingArea staging;
  private final TorrentEngine engine;
  private final TrackerClient tracker;
  private final PeerAddress self;
  private final Duration timeout;
  private final InstantSource steady;
  private final CopyProbe probe;
  private final Set<String> unspread = ConcurrentHashMap.newKeySet();
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  /**
   * A spreader for one gateway.
   *
   * @param self where nodes reach this gateway's engine
   * @param probe looks at copies
   * @param timeout how long a stripe may take to have a verified copy of every bit
   */
  public Spreader(
      StagingArea staging,
      TorrentEngine engine,
      TrackerClient tracker,
      PeerAddress self,
      CopyProbe probe,
      Duration timeout,
      InstantSource steady) {
    this.staging = staging;
    this.engine = engine;
    this.tracker = tracker;
    this.self = self;
    this.timeout = timeout;
    this.steady = steady;
    this.probe = probe;
  }

  /** Where nodes reach this gateway's engine. */
  public PeerAddress self() {
    return self;
  }

  /** Serves the staged bits of a stripe to whoever the tracker sends. */
  public void seed(StoredStripe stripe) {
    List<Callable<StoredBit>> seeds = new ArrayList<>();
    for (StoredBit bit : stripe.bits()) {
      if (bit.staged() && staging.has(bit.metainfo())) {
        seeds.add(() -> {
          engine.seed(bit.metainfo(), staging.directory(), null);
          return bit;
        });
      }
    }
    atOnce(seeds);
  }

  /** Serves what was staged before a start. */
  public void seedAgain(List<StoredBit> bits) {
    for (StoredBit bit : bits) {
      if (staging.has(bit.metainfo())) {
        try {
          engine.seed(bit.metainfo(), staging.directory(), null);
        } catch (EngineException e) {
          // The copy keeper tries again; one bad file must not keep the gateway from starting.
          log.warn("the staged bit {} cannot be seeded: {}", bit.infoHash(), e.getMessage());
        }
      }
    }
  }

  /**
   * Asks the tracker for nodes; harmless to repeat.
   *
   * @throws StoreException NOT_ENOUGH_NODES, NO_SPACE, TRACKER_UNREACHABLE
   */
  public PlaceReply place(StoredStripe stripe) {
    List<PlaceRequest.Bit> bits =
        stripe.bits().stream()
            .map(bit -> new PlaceRequest.Bit(bit.metainfo(), bit.copies()))
            .toList();
    try {
      return tracker.place(new PlaceRequest(stripe.layout().toString(), bits, self));
    } catch (TrackerException e) {
      throw TrackerErrors.toStore(e);
    }
  }

  /**
   * Seeds and places a stripe and returns when every bit has a copy on a node that was seen to have
   * it.
   *
   * @param cancelled asked now and then; true ends the wait
   * @throws StoreException as {@link #place} does, also if nodes refused in the end what the
   *     tracker had given them and there are no others; or PLACEMENT_TIMEOUT
   */
  @Override
  public void spread(StoredStripe stripe, BooleanSupplier cancelled) {
    seed(stripe);
    place(stripe);
    Instant now = steady.instant();
    Instant deadline = now.plus(timeout);
    Instant placed = now;
    Optional<StoreException> lacking = Optional.empty();
    Map<InfoHash, StoredBit> waiting = new HashMap<>();
    stripe.bits().forEach(bit -> waiting.put(bit.infoHash(), bit));
    while (!waiting.isEmpty()) {
      int before = waiting.size();
      waiting.keySet().removeAll(seen(await(List.copyOf(waiting.keySet())), waiting));
      now = steady.instant();
      if (cancelled.getAsBoolean() || now.isAfter(deadline)) {
        break;
      }
      if (waiting.size() == before) {
        pause();
      }
      if (!waiting.isEmpty() && now.isAfter(placed.plus(WriteLimits.REPLACE_AFTER))) {
        lacking = placeAnew(stripe);
        placed = now;
      }
    }
    if (!waiting.isEmpty()) {
      throw timedOut(stripe, waiting.values().stream().toList(), lacking);
    }
    unspread.remove(name(stripe.objectId(), stripe.number()));
  }

  /**
   * Where there are no other nodes, those that were chosen may still come to it.
   *
   * @return that there are no others, if so
   */
  private Optional<StoreException> placeAnew(StoredStripe stripe) {
    try {
      place(stripe);
      return Optional.empty();
    } catch (StoreException e) {
      if (e.code() != Code.NOT_ENOUGH_NODES && e.code() != Code.NO_SPACE) {
        throw e;
      }
      log.info(
          "a stripe of {} waits for the nodes that it has: {}", stripe.layout(), e.getMessage());
      return Optional.of(e);
    }
  }

  /**
   * The tracker answers at once where copies are complete; those that did not pass are not spun on.
   */
  private static void pause() {
    try {
      Thread.sleep(WriteLimits.PROBE_PAUSE);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private List<Sources> await(List<InfoHash> bits) {
    try {
      return tracker
          .sources(new SourcesRequest(bits, 1, (int) WriteLimits.AWAIT_STEP.toMillis()))
          .bits();
    } catch (TrackerException e) {
      throw TrackerErrors.toStore(e);
    }
  }

  /** The bits of which a copy was seen; all are looked at side by side. */
  private List<InfoHash> seen(List<Sources> answers, Map<InfoHash, StoredBit> waiting) {
    List<Callable<Optional<InfoHash>>> looks = new ArrayList<>();
    for (Sources sources : answers) {
      StoredBit bit = waiting.get(sources.infoHash());
      if (bit != null && !sources.copies().isEmpty()) {
        looks.add(() ->
            sources.copies().stream().anyMatch(copy -> seen(bit, copy))
                ? Optional.of(bit.infoHash())
                : Optional.empty());
      }
    }
    return atOnce(looks).stream().flatMap(Optional::stream).toList();
  }

  private static <T> List<T> atOnce(List<Callable<T>> all) {
    try {
      return AtOnce.run(all);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StoreException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreException(Code.UNAVAILABLE, "interrupted while a stripe was spread", e);
  }

  private boolean seen(StoredBit bit, Copy copy) {
    return copy.state() == CopyState.COMPLETE && copy.online() && probe.sees(bit.metainfo(), copy);
  }

  @Override
  public void announce(String objectId, int number) {
    unspread.add(name(objectId, number));
  }

  @Override
  public void forget(String objectId, int stripes) {
    for (int number = 0; number < stripes; number++) {
      unspread.remove(name(objectId, number));
    }
  }

  /** A stripe is being spread though nobody waits for that. */
  void hold(StoredStripe stripe) {
    held.add(name(stripe.objectId(), stripe.number()));
  }

  /** A stripe that was held is not being spread any more. */
  void letGo(StoredStripe stripe) {
    held.remove(name(stripe.objectId(), stripe.number()));
  }

  /** Whether the first copies of a stripe are still on their way. */
  boolean isSpreading(StoredStripe stripe) {
    String name = name(stripe.objectId(), stripe.number());
    return unspread.contains(name) || held.contains(name);
  }

  private static String name(String objectId, int number) {
    return objectId + "/" + number;
  }

  private StoreException timedOut(
      StoredStripe stripe, List<StoredBit> waiting, Optional<StoreException> lacking) {
    String bits =
        waiting.stream()
            .map(bit -> Integer.toString(bit.position()))
            .sorted()
            .collect(Collectors.joining(", "));
    String found =
        "%d of %d bits of stripe %d found no node that took them within %d s (bits %s)"
            .formatted(
                waiting.size(), stripe.bits().size(), stripe.number(), timeout.toSeconds(), bits);
    return lacking
        .map(e -> new StoreException(e.code(), found + ", and " + e.getMessage(), e))
        .orElseGet(() -> new StoreException(Code.PLACEMENT_TIMEOUT, found));
  }
}
