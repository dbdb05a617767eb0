// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.assignment.DrainProgress;
import io.fractus.tracker.channel.Reachability;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeDetail;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.NodeSummary;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.PasskeyRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/** What is known of nodes, from the registry, the channels and the history. Thread-safe. */
final class NodeDirectory {
  private final Registry registry;
  private final Sessions sessions;
  private final NodeHistory history;
  private final LongFunction<Optional<DrainProgress>> drains;

  private record Members(List<NodeRecord> nodes, Map<Long, Standing> standings, Set<Long> stock) {}

  NodeDirectory(
      Registry registry,
      Sessions sessions,
      NodeHistory history,
      LongFunction<Optional<DrainProgress>> drains) {
    this.registry = registry;
    this.sessions = sessions;
    this.history = history;
    this.drains = drains;
  }

  /** All nodes that ever joined, in the order in which they did. */
  List<NodeRow> all() {
    Members members =
        registry.read(rows ->
            new Members(
                rows.nodes().everJoined(), rows.admin().standings(), rows.passkeys().stock()));
    Map<String, NodeSummary> remembered = new HashMap<>();
    history.summaries().forEach(summary -> remembered.put(summary.nodeId(), summary));
    List<NodeRow> all = new ArrayList<>();
    for (NodeRecord node : members.nodes()) {
      Standing standing = members.standings().getOrDefault(node.key(), Standing.ACTIVE);
      boolean stock = members.stock().contains(node.key());
      all.add(row(node, standing, stock, Optional.ofNullable(remembered.get(node.nodeId()))));
    }
    return all;
  }

  /** One node by its id or its name. */
  NodeRow one(String idOrName) {
    NodeRecord node = record(idOrName);
    return row(node, history.detail(node.nodeId()));
  }

  private NodeRow row(NodeRecord node, Optional<NodeDetail> detail) {
    Standing standing = registry.read(rows -> rows.admin().standing(node.key()));
    boolean stock =
        registry.read(rows -> rows.passkeys().find(node.key())).stream()
            .anyMatch(PasskeyRecord::stock);
    return row(node, standing, stock, detail.map(NodeDetail::node));
  }

  NodeDetailView detail(String idOrName) {
    NodeRecord node = record(idOrName);
    Optional<NodeDetail> detail = history.detail(node.nodeId());
    return NodeDetailView.of(row(node, detail), drains.apply(node.key()), detail);
  }

  /** Whether a node is here, by its channel or otherwise. */
  boolean isHere(long node) {
    return sessions.isOnline(node) || history.isHere(node);
  }

  NodeRecord record(String idOrName) {
    return registry.read(rows -> find(rows, idOrName));
  }

  /** A node by its id or its name, within a transaction. */
  static NodeRecord find(Rows rows, String idOrName) {
    Optional<NodeRecord> byId = rows.nodes().byNodeId(idOrName);
    Optional<NodeRecord> node = byId.isPresent() ? byId : rows.nodes().byName(idOrName);
    return node.orElseThrow(() ->
        new TrackerException(
            new Problem(
                "node-unknown",
                "Node unknown",
                404,
                "no node has the id or the name '" + idOrName + "'")));
  }

  private NodeRow row(
      NodeRecord node, Standing standing, boolean stock, Optional<NodeSummary> remembered) {
    var session = sessions.online(node.key());
    boolean online = sessions.isOnline(node.key());
    boolean here = online || remembered.filter(NodeSummary::here).isPresent();
    return new NodeRow(
        node.nodeId(),
        node.name(),
        node.site(),
        node.region(),
        node.nodeClass(),
        node.peer().toString(),
        remembered.map(NodeSummary::client).orElse(""),
        stock,
        NodeState.of(standing, here),
        online,
        here,
        seenBy(session.isPresent(), here, remembered),
        remembered.map(NodeSummary::reachable).orElse(null),
        sessions.reachability().of(node.key()).map(Reachability.Found::inbound).orElse(null),
        session.isPresent()
            ? sessions.heardAt(session.get())
            : remembered.map(NodeSummary::lastSeen).orElse(node.lastSeen()),
        node.joined(),
        node.shareBytes(),
        node.usedBytes(),
        Math.max(0, node.shareBytes() - node.usedBytes()),
        node.copies(),
        node.faults(),
        remembered.map(NodeSummary::availability).orElse(null),
        remembered.map(NodeSummary::availabilityRecent).orElse(null),
        remembered.map(NodeSummary::upBytesPerSecond).orElse(null),
        remembered.map(NodeSummary::downBytesPerSecond).orElse(null),
        remembered.map(NodeSummary::tags).orElse(List.of()));
  }

  /** A stock client that was heard a moment ago may not be in the history yet. */
  private static String seenBy(boolean channel, boolean here, Optional<NodeSummary> remembered) {
    if (channel) {
      return "channel";
    }
    String other = remembered.map(NodeSummary::seenBy).orElse("none");
    return here && other.equals("none") ? "announce" : other;
  }
}
