// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.probe.ProbeReport;
import io.fractus.tracker.probe.Prober;
import io.fractus.tracker.probe.Question;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of stock clients: one is complete when its client says so and a probe saw it serve.
 * Thread-safe.
 */
public final class StockCopies implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StockCopies.class);

  private final Registry registry;
  private final Dispatcher dispatcher;
  private final Completions completions;
  private final Evidence evidence;
  private final NodeHistory history;
  private final Clocks clocks;
  private final RandomGenerator random;
  private final Prober prober;

  /** Claims that are looked into, and where their clients were last heard to listen. */
  private final Map<Claim, PeerAddress> open = new ConcurrentHashMap<>();

  private final Semaphore probes = new Semaphore(Limits.STOCK_PROBES_MAX);
  private volatile boolean closed;

  private record Claim(long node, InfoHash bit) {}

  StockCopies(
      Registry registry,
      Dispatcher dispatcher,
      Completions completions,
      Evidence evidence,
      NodeHistory history,
      Clocks clocks,
      RandomGenerator random,
      Prober prober) {
    this.registry = registry;
    this.dispatcher = dispatcher;
    this.completions = completions;
    this.evidence = evidence;
    this.history = history;
    this.clocks = clocks;
    this.random = random;
    this.prober = prober;
  }

  /**
   * Its client says that it has all of a bit; the address that it says last is the one that counts.
   */
  public void complete(KnownNode node, InfoHash bit, PeerAddress peer) {
    Claim claim = new Claim(node.key(), bit);
    if (!closed && open.size() < Limits.STOCK_CLAIMS_MAX && open.put(claim, peer) == null) {
      Thread.ofVirtual().name("stock-claim").start(() -> check(node, bit, peer, claim));
    }
  }

  /** Its client says that it has not, and the registry has its copy as complete. */
  public void lost(KnownNode node, InfoHash bit) {
    Claim claim = new Claim(node.key(), bit);
    if (!closed
        && open.size() < Limits.STOCK_CLAIMS_MAX
        && open.putIfAbsent(claim, node.record().peer()) == null) {
      Thread.ofVirtual().name("stock-lost").start(() -> forget(node, bit, claim));
    }
  }

  private void check(KnownNode node, InfoHash bit, PeerAddress first, Claim claim) {
    PeerAddress peer = first;
    try {
      Optional<BitRecord> record = registry.read(rows -> rows.bits().find(bit));
      int failed = 0;
      while (failed < Limits.STOCK_PROBE_ATTEMPTS_MAX && record.isPresent() && !closed) {
        ProbeReport report = probe(peer, record.get().metainfo());
        if (report.verdict() == ProbeVerdict.SERVED) {
          served(node, bit, peer, report);
          return;
        }
        failed++;
        if (failed == Limits.STOCK_PROBE_FAULT) {
          missed(node, bit, peer, report);
        }
        PeerAddress latest = pause(claim, peer, failed);
        if (!latest.equals(peer)) {
          peer = latest;
          failed = 0;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!closed) {
        log.warn("cannot check bit {} of node {}: {}", bit, node.record().nodeId(), e.toString());
      }
    } finally {
      open.remove(claim);
    }
  }

  /** Waits, twice as long each time, unless its client is heard at another address. */
  private PeerAddress pause(Claim claim, PeerAddress peer, int failed) throws InterruptedException {
    PeerAddress latest = peer;
    for (int i = 0; i < 1 << failed && latest.equals(peer) && !closed; i++) {
      Thread.sleep(Limits.FETCH_BACKOFF);
      latest = open.getOrDefault(claim, peer);
    }
    return latest;
  }

  private ProbeReport probe(PeerAddress peer, BitMetainfo bit) throws InterruptedException {
    probes.acquire();
    try {
      return prober.probe(peer, Question.of(bit, random.nextInt(bit.pieceCount())));
    } finally {
      probes.release();
    }
  }

  private void served(KnownNode node, InfoHash bit, PeerAddress peer, ProbeReport report) {
    history.recordClaim(node.key(), report.verdict(), report.bytes(), report.millis());
    Instant now = clocks.wall().instant();
    boolean isCopy =
        registry.write(rows -> {
          if (!node.record().peer().equals(peer)) {
            rows.passkeys().setPeer(node.key(), peer);
          }
          return rows.copies().set(bit, node.key(), CopyState.COMPLETE, now);
        });
    node.seen(clocks.steady().millis());
    if (isCopy) {
      completions.completed(bit);
      dispatcher.dispatch(List.of(bit), false);
    }
  }

  /** It says that it is complete, and does not serve: such as behind a router without a port. */
  private void missed(KnownNode node, InfoHash bit, PeerAddress peer, ProbeReport report) {
    history.recordClaim(node.key(), report.verdict(), 0, 0);
    if (evidence.isNew(node.key(), "unreachable")) {
      String detail = "says it is complete at " + peer + ", and a probe: " + report.detail();
      registry.write(rows -> {
        rows.events().addFault(node.key(), "unreachable", bit, detail, clocks.wall().instant());
        return null;
      });
    }
  }

  private void forget(KnownNode node, InfoHash bit, Claim claim) {
    try {
      Instant now = clocks.wall().instant();
      registry.write(rows -> {
        Optional<CopyState> state = rows.copies().state(bit, node.key());
        if (state.isPresent() && state.get() != CopyState.WANTED) {
          rows.copies().set(bit, node.key(), CopyState.WANTED, now);
          rows.events().addFault(node.key(), "lost", bit, "announces that bytes are left", now);
        }
        return null;
      });
    } catch (RuntimeException e) {
      if (!closed) {
        log.warn("cannot record that node {} lost a bit", node.record().nodeId(), e);
      }
    } finally {
      open.remove(claim);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
