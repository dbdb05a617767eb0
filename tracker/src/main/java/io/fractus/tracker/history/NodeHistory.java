// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.platform.ClockSteps;
import io.fractus.platform.Clocks;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.reputation.Crowd;
import io.fractus.tracker.reputation.Overtaken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tracker remembers of its nodes. All {@code record} methods return at once and do not
 * wait for a disk; what they recorded is there after {@link #tick}, which is called every other
 * second, and so is lost for a few seconds at most. The nodes are named by their keys in the
 * registry. Thread-safe.
 */
public final class NodeHistory implements AutoCloseable {
  /** Source of tags that a person set. */
  public static final String ADMIN = "admin";

  /** Source of tags that the tracker's rules set. */
  public static final String TRACKER = "tracker";

  /** How often tags are judged and ends are looked for. */
  private static final long ADVANCE_MS = 10_000;

  private static final Pattern TAG = Pattern.compile("[a-z0-9-]+");
  private static final Logger log = LoggerFactory.getLogger(NodeHistory.class);

  private final InstantSource steady;
  private final ClockSteps steps;
  private final Duration unwatchedAfter;
  private final Map<Long, NodeMemory> memories = new ConcurrentHashMap<>();
  private final TrafficMeter traffic = new TrafficMeter();
  private final HistoryReader reader;
  private final HistoryWriter writer;
  private volatile LongFunction<Duration> patience = _ -> TagRules.LOST_AFTER;
  private final Object ticking = new Object();
  private final long started;
  private volatile long ahead;
  private volatile long watchedFrom;
  private long ticked;
  private long advanced;
  private long hour;
  private long forgetsFrom;

  /** Takes up what was remembered; times go on as they were when the tracker was last alive. */
  public NodeHistory(Registry registry, Clocks clocks) {
    this(registry, clocks, Limits.UNWATCHED_AFTER);
  }

  /**
   * @param unwatchedAfter if ticks are further apart, nobody watched meanwhile
   */
  NodeHistory(Registry registry, Clocks clocks, Duration unwatchedAfter) {
    this.steady = clocks.steady();
    this.steps = new ClockSteps(clocks);
    this.unwatchedAfter = unwatchedAfter;
    this.started = steady.millis();
    this.hour = Span.HOUR.start(started);
    this.watchedFrom = started;
    this.ticked = started;
    this.advanced = started;
    long rolled =
        HistoryRows.read(
            registry,
            history -> {
              Optional<HistoryRows.Clock> last = history.clock();
              for (NodeMemory memory : history.memories()) {
                memory.resume(last.map(HistoryRows.Clock::alive).orElse(0L), started);
                memories.put(memory.node(), memory);
              }
              return last.map(HistoryRows.Clock::rolled).orElse(0L);
            });
    this.reader = new HistoryReader(registry, memories, traffic);
    this.writer = new HistoryWriter(registry, memories, rolled);
  }

  /** Sets for how long each node may be away before it is tagged as lost. */
  public void setPatience(LongFunction<Duration> durations) {
    patience = durations;
  }

  private NodeMemory memory(long node) {
    NodeMemory known = memories.get(node);
    return known != null
        ? known
        : memories.computeIfAbsent(node, key -> new NodeMemory(key, steady.millis(), ahead));
  }

  /** A node opened its channel and said hello. */
  public void recordChannelOpened(long node) {
    memory(node).channelOpened(steady.millis());
  }

  /**
   * The channel of a node ended.
   *
   * @param heard when it was last heard, by the steady clock
   * @param silent whether it ended because nothing was heard for too long
   */
  public void recordChannelLost(long node, Instant heard, boolean silent) {
    memory(node).channelLost(heard.toEpochMilli(), silent, steady.millis());
  }

  /**
   * A node announced; not for those that stopped. Costs a few reads of memory in most cases.
   *
   * @param address where it says that it listens, at the address that it announced from; asked for
   *     only now and then
   * @return whether only a probe can tell if it is here, because it did not answer the last one
   */
  public boolean recordAnnounce(long node, Supplier<PeerAddress> address) {
    return memory(node).announced(address, steady.millis());
  }

  /**
   * Which program a node runs.
   *
   * @param client name and version such as {@code qBittorrent 5.0.4}, from the peer id or the user
   *     agent of a stock client
   */
  public void recordClient(long node, String client) {
    memory(node).client(client);
  }

  /** Somebody else than the node measured a transfer. */
  public void recordTransfer(long node, Direction direction, long bytes, long millis) {
    long now = steady.millis();
    traffic.add(direction, bytes, now);
    memory(node).transferred(direction, bytes, millis, now);
  }

  /**
   * A gateway reported what it saw of a copy.
   *
   * @param bytes of right pieces that came
   * @param millis how long these took
   */
  public void recordReport(long node, ReportRequest.Kind kind, long bytes, long millis) {
    recordReport(node, kind, bytes, millis, Overtaken.of(bytes, millis, null));
  }

  /**
   * The same.
   *
   * @param overtaken what it is worth if the node was given up for others
   */
  public void recordReport(
      long node, ReportRequest.Kind kind, long bytes, long millis, Overtaken overtaken) {
    long now = steady.millis();
    traffic.add(Direction.UP, bytes, now);
    memory(node).reported(new GatewayWord(kind, bytes, millis, overtaken), now);
  }

  /**
   * An audit of a node ended: a probe that asked for what the tracker chose.
   *
   * @param bytes of right pieces that came
   * @param millis how long these took
   */
  public void recordProbe(long node, ProbeVerdict verdict, long bytes, long millis) {
    probed(node, verdict, true, bytes, millis);
  }

  /** A probe ended that asked for what a node had just said that it has. */
  public void recordClaim(long node, ProbeVerdict verdict, long bytes, long millis) {
    probed(node, verdict, false, bytes, millis);
  }

  private void probed(long node, ProbeVerdict verdict, boolean audit, long bytes, long millis) {
    long now = steady.millis();
    traffic.add(Direction.UP, bytes, now);
    memory(node).probed(verdict, audit, bytes, millis, now);
  }

  /** A node was asked to verify a bit that was in doubt. */
  public void recordAudit(long node, boolean passed) {
    memory(node).counted(passed ? Count.AUDITS_PASSED : Count.AUDITS_FAILED, 1, steady.millis());
  }

  /** A node said that it no longer has copies that were complete. */
  public void recordLostCopies(long node, int copies) {
    memory(node).counted(Count.LOST, copies, steady.millis());
  }

  /** A node said that it has no room. */
  public void recordFull(long node) {
    memory(node).full(steady.millis() + Limits.FULL_TAG.toMillis());
  }

  /**
   * Sets a tag by hand; the same tag again changes its evidence.
   *
   * @param tag lower-case letters, digits and hyphens, at most {@link Limits#TAG_LENGTH_MAX}
   * @param evidence why, for people
   * @return whether there was room for it among the tags of the node
   * @throws IllegalArgumentException if it is no such word
   */
  public boolean tag(long node, String tag, String evidence) {
    if (!TAG.matcher(tag).matches() || tag.length() > Limits.TAG_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a tag is a word of lower-case letters, digits and hyphens, at most %d, is '%s'"
              .formatted(Limits.TAG_LENGTH_MAX, tag));
    }
    String cut = evidence.substring(0, Math.min(evidence.length(), Limits.EVENT_DETAIL_MAX));
    return memory(node).tag(tag, cut, steady.millis());
  }

  /** Takes back a tag that was set by hand, if it stands; others go when their reason does. */
  public boolean untag(long node, String tag) {
    return memory(node).untag(tag, steady.millis());
  }

  /** Whether a node is here, by its channel, a probe or an announce. */
  public boolean isHere(long node) {
    NodeMemory known = memories.get(node);
    return known != null && known.isHere(steady.millis());
  }

  /** Whether a node without a channel is here, by a probe or an announce. */
  boolean isHereWithoutChannel(long node) {
    NodeMemory known = memories.get(node);
    return known != null && known.isHereWithoutChannel(steady.millis());
  }

  /** For how long a node has been away, and whether it was seen to serve since it came. */
  public Absence absence(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? Absence.NEVER_SEEN : known.absence(steady.millis(), watchedFrom);
  }

  /** When a node was last asked for a piece. */
  public Asked asked(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? Asked.NEVER : known.asked();
  }

  /** Where a node without a channel last announced from. */
  public Optional<PeerAddress> address(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? Optional.empty() : Optional.ofNullable(known.address());
  }

  /**
   * How good a source a node is: 0 if it is not here, 128 if its speed is not known, up to 255 with
   * its measured speed. For the order of peers: reads memory only, without a lock.
   */
  public int rank(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? 0 : known.rank(steady.millis());
  }

  /** In which hours of the week a node was seen here, the hour that goes on among them. */
  public WeekEvidence week(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? WeekEvidence.NONE : known.week(steady.millis()).evidence();
  }

  /** Whether this is a time of the week at which a node serves little, for what it serves. */
  public boolean isQuiet(long node) {
    NodeMemory known = memories.get(node);
    long now = steady.millis();
    return known == null || known.week(now).isQuiet(now + ahead);
  }

  /** How a node serves, as others measured. */
  public Service service(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? Service.NONE : known.service();
  }

  /** The tags that a node has now. */
  public List<String> tags(long node) {
    NodeMemory known = memories.get(node);
    return known == null ? List.of() : known.words();
  }

  /** Moves on what time moves, and writes what changed since the last time. */
  public void tick() {
    synchronized (ticking) {
      long now = steady.millis();
      follow(now);
      if (now - ticked > unwatchedAfter.toMillis()) {
        log.warn("stood still for {} s: nodes were not watched meanwhile", (now - ticked) / 1_000);
        memories.values().forEach(memory -> memory.skip(ticked, now));
        watchedFrom = now;
      }
      ticked = now;
      if (now - advanced >= ADVANCE_MS || Span.HOUR.start(now + ahead) != hour) {
        advanced = now;
        hour = Span.HOUR.start(now + ahead);
        boolean graceIsOver = now - started >= Limits.RESTART_GRACE.toMillis();
        Crowd.Census census = new Crowd.Census();
        memories.values().forEach(memory -> memory.vote(census));
        Crowd crowd = census.crowd();
        memories
            .values()
            .forEach(memory -> {
              long lostAfter = patience.apply(memory.node()).toMillis();
              memory.advance(now, graceIsOver, watchedFrom, lostAfter, crowd);
            });
      }
      writer.write(now, now + ahead);
      writer.roll(now + ahead, now >= forgetsFrom);
    }
  }

  /** Whoever set the clock did not make anything older. */
  private void follow(long now) {
    if (!steps.look().isZero()) {
      ahead = steps.ahead().toMillis();
      forgetsFrom = now + Limits.HISTORY_KEPT_AFTER_STEP.toMillis();
    }
    // Each time, for one may have been made while the clock was set.
    memories.values().forEach(memory -> memory.follow(ahead, now));
  }

  /** All nodes in the order in which they joined. */
  public List<NodeSummary> summaries() {
    return reader.summaries(time());
  }

  /** A node by its id or its name. */
  public Optional<NodeDetail> detail(String idOrName) {
    return reader.detail(idOrName, time());
  }

  /** The cloud as of now. */
  public CloudSummary cloud() {
    return reader.cloud(time());
  }

  private HistoryReader.Time time() {
    return new HistoryReader.Time(steady.millis(), ahead);
  }

  /** Writes the rest. */
  @Override
  public void close() {
    tick();
  }
}
