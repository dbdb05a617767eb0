// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.platform.Clocks;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Reachability;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.Asked;
import io.fractus.tracker.history.Direction;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.reputation.Rules;
import io.fractus.tracker.reputation.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes all nodes: those that are hinted at as soon as the pace allows, the others in the order in
 * which what is known of them grows old. Thread-safe, but for {@link #round}, which belongs to one
 * thread.
 */
public final class Probes {
  private static final Logger log = LoggerFactory.getLogger(Probes.class);

  /** How often in a row a node with a channel may stall and is asked again at once. */
  private static final int STALLS_ASKED = 3;

  /** The same of one that is about to be known as slow: with a queue of others it stalls, too. */
  private static final int STALLS_ASKED_SLOW = 16;

  private final Registry registry;
  private final Sessions sessions;
  private final NodeHistory history;
  private final ProbeHints hints;
  private final CopyDoubts doubts;
  private final Prober prober;
  private final Prober patient;
  private final OutboundProber outbound;
  private final Executor executor;
  private final Clocks clocks;
  private final Audits audits;
  private final ProbePace pace = new ProbePace();
  private final Semaphore places = new Semaphore(Limits.PROBES_CONCURRENT_MAX);
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private Map<Long, NodeRecord> nodes = Map.of();
  private long read = Long.MIN_VALUE;
  private long looked;
  private volatile boolean closed;

  /** Told of copies that are not what they should be. */
  @FunctionalInterface
  public interface CopyDoubts {
    /**
     * A copy is in doubt.
     *
     * @param kind corrupt or missing
     * @param detail evidence for people
     */
    void doubted(long node, InfoHash bit, String kind, String detail);
  }

  /**
   * @param prober asks nodes that have a channel: our program, which serves at once
   * @param patient asks all others, stock clients among them, which take their time
   * @param outbound asks nodes that have a channel and did not serve when they were asked
   * @param executor runs a probe that may block for a minute
   * @param random picks bits and pieces; thread-safe
   */
  public Probes(
      Registry registry,
      Sessions sessions,
      NodeHistory history,
      ProbeHints hints,
      CopyDoubts doubts,
      Prober prober,
      Prober patient,
      OutboundProber outbound,
      Executor executor,
      Clocks clocks,
      RandomGenerator random) {
    this.registry = registry;
    this.sessions = sessions;
    this.history = history;
    this.hints = hints;
    this.doubts = doubts;
    this.prober = prober;
    this.patient = patient;
    this.outbound = outbound;
    this.executor = executor;
    this.clocks = clocks;
    this.audits =
        new Audits(registry, node -> sessions.isOnline(node) || history.isHere(node), random);
  }

  /** Starts the probes that are due and that the pace allows. */
  public void round() {
    long now = clocks.steady().millis();
    List<Long> hinted = hints.take();
    refresh(hinted, now);
    List<Long> later = new ArrayList<>();
    for (long node : hinted) {
      NodeRecord known = nodes.get(node);
      if (known != null && !start(known, now)) {
        later.add(node);
      }
    }
    hints.putBack(later);
    if (now - looked < Limits.PROBE_ROUND.toMillis()) {
      // A hint is no reason to look at all nodes again.
      return;
    }
    looked = now;
    for (ProbeOrder.Candidate candidate : due(now)) {
      NodeRecord known = nodes.get(candidate.node());
      if (places.availablePermits() == 0) {
        return;
      }
      if (known != null) {
        start(known, now);
      }
    }
  }

  /** Probes under way may not find what they need any more. */
  void close() {
    closed = true;
  }

  private void refresh(List<Long> hinted, long now) {
    boolean isOld = read == Long.MIN_VALUE || now - read >= Limits.PROBE_NODES_READ.toMillis();
    if (isOld || !nodes.keySet().containsAll(hinted)) {
      Map<Long, NodeRecord> all = new LinkedHashMap<>();
      registry.read(rows -> rows.nodes().all()).forEach(node -> all.put(node.key(), node));
      nodes = all;
      read = now;
      pace.forget(now);
      audits.forget(now);
    }
  }

  /**
   * Asks a node for a piece of one bit now, and notes what it gives. Blocks.
   *
   * @return whether it gave a right one
   */
  public boolean audit(long node, InfoHash bit) {
    Optional<NodeRecord> known = registry.read(rows -> rows.nodes().byKey(node));
    Optional<Question> question = audits.claimed(bit);
    if (known.isEmpty() || question.isEmpty() || closed) {
      return false;
    }
    PeerAddress peer = history.address(node).orElse(known.get().peer());
    ProbeReport report = ask(known.get(), peer, question.get());
    if (closed) {
      return false;
    }
    record(node, question.get(), false, report);
    return report.verdict() == ProbeVerdict.SERVED;
  }

  /** More than can start, because the pace of a site may let some of them wait. */
  private List<ProbeOrder.Candidate> due(long now) {
    Stream<ProbeOrder.Candidate> candidates =
        nodes.values().stream().filter(node -> !running.contains(node.key())).map(this::candidate);
    return ProbeOrder.due(candidates, now, Limits.PROBES_DUE_MAX);
  }

  private ProbeOrder.Candidate candidate(NodeRecord node) {
    Asked asked = history.asked(node.key());
    boolean channel = sessions.isOnline(node.key());
    // Who has nothing cannot be audited.
    int audits = node.copies() == 0 ? ProbeOrder.AUDITS_FEW : asked.audits();
    return new ProbeOrder.Candidate(
        node.key(), node.site(), channel, asked.at(), asked.failures(), audits);
  }

  /** Whether it was started; one that is under way may have looked before what is hinted at. */
  private boolean start(NodeRecord node, long now) {
    if (running.contains(node.key())) {
      return false;
    }
    if (!places.tryAcquire()) {
      return false;
    }
    if (!pace.take(node.key(), node.site(), now)) {
      places.release();
      return false;
    }
    running.add(node.key());
    executor.execute(() -> run(node.key()));
    return true;
  }

  private void run(long node) {
    try {
      probe(node);
    } catch (RuntimeException e) {
      if (closed) {
        log.debug("the tracker stopped while node {} was probed", node);
      } else {
        log.warn("cannot probe node {}: {}", node, e.toString());
      }
    } finally {
      running.remove(node);
      places.release();
    }
  }

  private void probe(long node) {
    // Read again: the hint may be that it has just come back elsewhere.
    Optional<NodeRecord> known = registry.read(rows -> rows.nodes().byKey(node));
    if (known.isEmpty()) {
      return;
    }
    Optional<FetchClaims.Claim> claim = hints.fetches().take(node);
    // Who is slow for a piece is so for many: it is known sooner if it is asked for one at a time.
    boolean loaded = hints.takeLoaded(node) && !history.asked(node).slow();
    @Nullable Question question =
        claim
            .flatMap(claimed -> audits.claimed(claimed.bit()))
            .or(() -> audits.next(node, loaded, clocks.steady().millis()))
            .orElse(null);
    PeerAddress peer = history.address(node).orElse(known.get().peer());
    boolean before = history.isHere(node);
    ProbeReport asked = ask(known.get(), peer, question);
    if (closed) {
      return;
    }
    ProbeReport report =
        question == null ? asked : audits.heard(node, question, asked, clocks.wall().instant());
    log.debug("probe of node {}: {}", known.get().nodeId(), report);
    record(node, question, claim.isPresent(), report);
    if (isInQuestion(node, report)) {
      hints.hint(node);
    }
    if (history.isHere(node) != before && !sessions.isOnline(node)) {
      changed(node, !before, report.detail());
    }
    if (report.bytes() > 0 && claim.isPresent()) {
      history.recordTransfer(node, Direction.DOWN, claim.get().bytes(), claim.get().millis());
    }
  }

  /** Whether a node is to be asked again at once, until it is known what to make of it. */
  private boolean isInQuestion(long node, ProbeReport report) {
    Asked asked = history.asked(node);
    return switch (report.verdict()) {
      case CORRUPT -> history.service(node).standing() != Standing.LIAR;
      case SERVED -> Rules.isSlow(report.bytes(), report.millis()) && asked.open();
      // A node that is here and slow may be busy with others until nobody waits for its answer.
      case STALLED -> {
        int most = asked.slow() && asked.open() ? STALLS_ASKED_SLOW : STALLS_ASKED;
        yield sessions.isOnline(node) && asked.failures() < most;
      }
      // A client that checks its files has nothing for as long as that takes, and is no liar.
      case MISSING, UNREACHABLE -> false;
    };
  }

  /** A right piece of what the node itself has named says nothing of its other bits. */
  private void record(long node, @Nullable Question question, boolean named, ProbeReport report) {
    boolean isWrong =
        report.verdict() == ProbeVerdict.CORRUPT || report.verdict() == ProbeVerdict.MISSING;
    if (question != null && isWrong) {
      wrong(node, question.bit().infoHash(), report);
    } else if (named) {
      history.recordClaim(node, report.verdict(), report.bytes(), report.millis());
    } else {
      history.recordProbe(node, report.verdict(), report.bytes(), report.millis());
    }
  }

  /**
   * Connects to a node; one with a channel that does not serve is asked to connect out, for its
   * address may let nobody in, or be another node's as well.
   */
  private ProbeReport ask(NodeRecord node, PeerAddress peer, @Nullable Question question) {
    ProbeReport direct = (sessions.isOnline(node.key()) ? prober : patient).probe(peer, question);
    if (direct.verdict() == ProbeVerdict.SERVED) {
      reached(node, true, direct.detail());
      return direct;
    }
    if (direct.verdict() == ProbeVerdict.STALLED && direct.millis() > 0) {
      // It let us in and said that it has the bit: it is there, and slow. More would make it
      // slower.
      return direct;
    }
    Optional<ProbeReport> called = outbound.probe(node, question);
    if (called.isEmpty()) {
      return direct;
    }
    if (direct.verdict() == ProbeVerdict.UNREACHABLE
        || direct.verdict() == ProbeVerdict.STALLED
        || called.get().verdict() == ProbeVerdict.SERVED) {
      reached(node, false, direct.detail() + "; " + called.get().detail());
    }
    return called.get();
  }

  /** Notes whether others can connect to a node, and tells it. */
  private void reached(NodeRecord node, boolean inbound, String detail) {
    Optional<NodeSession> session = sessions.online(node.key());
    if (session.isEmpty() || closed) {
      return;
    }
    Optional<Reachability.Found> before =
        sessions.reachability().found(node.key(), new Reachability.Found(inbound, detail));
    if (before.isPresent() && before.get().inbound() == inbound) {
      return;
    }
    if (!inbound || before.isPresent()) {
      Instant now = clocks.wall().instant();
      registry.write(rows -> {
        rows.events().add(node.key(), inbound ? "inbound" : "no-inbound", null, detail, now);
        return null;
      });
    }
    session.get().send(new TrackerMessage.Reach(inbound, detail));
  }

  /** Of a node without a channel nothing else tells when it comes and goes. */
  private void changed(long node, boolean here, String detail) {
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.events().add(node, here ? "online" : "absent", null, "probe: " + detail, now);
      if (here) {
        rows.nodes().setLastSeen(node, now);
      }
      return null;
    });
  }

  private void wrong(long node, InfoHash bit, ProbeReport report) {
    if (!audits.isComplete(node, bit)) {
      // It was released, or found to be lost, while it was asked for.
      return;
    }
    history.recordProbe(node, report.verdict(), report.bytes(), report.millis());
    String kind = report.verdict() == ProbeVerdict.CORRUPT ? "corrupt" : "missing";
    doubts.doubted(node, bit, kind, "probe: " + report.detail());
  }
}
