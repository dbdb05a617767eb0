// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.protocol.control.ReportRequest;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

  private final Registry registry;
  private final InstantSource clock;
  private final Map<Long, Instant> seen = new ConcurrentHashMap<>();
  private final Map<Long, String> clients = new ConcurrentHashMap<>();

  public NodeHistory(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** A node opened its channel and said hello. */
  public void recordChannelOpened(long node) {
    seen.put(node, clock.instant());
  }

  /**
   * The channel of a node ended.
   *
   * @param heard when it was last heard
   * @param silent whether it ended because nothing was heard for too long
   */
  public void recordChannelLost(long node, Instant heard, boolean silent) {
    seen.remove(node);
  }

  /** A node announced; not for those that stopped. */
  public void recordAnnounce(long node) {
    seen.put(node, clock.instant());
  }

  /**
   * Which program a node runs.
   *
   * @param client name and version such as {@code qBittorrent 5.0.4}, from the peer id or the user
   *     agent of a stock client
   */
  public void recordClient(long node, String client) {
    clients.put(node, client);
  }

  /** Somebody else than the node measured a transfer. */
  public void recordTransfer(long node, Direction direction, long bytes, long millis) {
    seen.put(node, clock.instant());
  }

  /**
   * A gateway reported what it saw of a copy.
   *
   * @param bytes of right pieces that came
   * @param millis how long these took
   * @param detail evidence for people
   */
  public void recordReport(
      long node, ReportRequest.Kind kind, long bytes, long millis, String detail) {
    if (kind == ReportRequest.Kind.SERVED) {
      seen.put(node, clock.instant());
    }
  }

  /**
   * A probe of a node ended.
   *
   * @param bytes of right pieces that came
   * @param millis how long it took
   * @param detail evidence for people
   */
  public void recordProbe(long node, ProbeVerdict verdict, long bytes, long millis, String detail) {
    if (verdict == ProbeVerdict.SERVED) {
      seen.put(node, clock.instant());
    }
  }

  /** A node was asked to verify a bit that was in doubt. */
  public void recordAudit(long node, boolean passed) {}

  /** A node said that it no longer has copies that were complete. */
  public void recordLostCopies(long node, int copies) {}

  /** A node said that it has no room. */
  public void recordFull(long node, String detail) {}

  /** Sets a tag by hand; the same tag again changes its evidence. */
  public void tag(long node, String tag, String evidence) {}

  /** Takes back a tag that was set by hand; others go when their reason does. */
  public void untag(long node, String tag) {}

  /** Whether a node is here, by its channel, a probe or an announce. */
  public boolean isHere(long node) {
    return seen.containsKey(node);
  }

  /** Writes what was recorded since the last time, and moves on what time moves. */
  public void tick() {}

  /** All nodes in the order in which they joined. */
  public List<NodeSummary> summaries() {
    return registry.read(rows -> rows.nodes().all()).stream().map(this::summary).toList();
  }

  /** A node by its id or its name. */
  public Optional<NodeDetail> detail(String idOrName) {
    return find(idOrName)
        .map(node ->
            new NodeDetail(
                summary(node),
                Collections.nCopies(168, (Double) null),
                Collections.nCopies(42, (Double) null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
  }

  /** The cloud as of now. */
  public CloudSummary cloud() {
    List<NodeSummary> nodes = summaries();
    return new CloudSummary(
        clock.instant(),
        nodes.size(),
        (int) nodes.stream().filter(NodeSummary::here).count(),
        new CloudSummary.Space(0, 0, 0, 0),
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        0,
        0,
        List.of());
  }

  private Optional<NodeRecord> find(String idOrName) {
    return registry.read(rows -> {
      Optional<NodeRecord> byId = rows.nodes().byNodeId(idOrName);
      return byId.isPresent() ? byId : rows.nodes().byName(idOrName);
    });
  }

  private NodeSummary summary(NodeRecord node) {
    boolean here = isHere(node.key());
    @Nullable Instant lastSeen = here ? seen.get(node.key()) : node.lastSeen();
    return new NodeSummary(
        node.nodeId(),
        node.name(),
        node.site(),
        node.region(),
        node.nodeClass(),
        node.peer().toString(),
        clients.getOrDefault(node.key(), ""),
        here,
        here ? "channel" : "none",
        null,
        lastSeen,
        node.joined(),
        node.shareBytes(),
        node.usedBytes(),
        node.shareBytes() - node.usedBytes(),
        node.copies(),
        node.faults(),
        null,
        null,
        null,
        null,
        List.of());
  }

  /** Writes the rest. */
  @Override
  public void close() {
    tick();
  }
}
