// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.history.Absence;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.RepairRows.LostNode;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.Bursts;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.repair.NodeWatch.Change;
import io.fractus.tracker.repair.NodeWatch.Facts;
import io.fractus.tracker.repair.NodeWatch.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds nodes that are lost or back, and writes that down. Used under the lock of {@link Repairs}.
 */
final class LostNodes {
  static final String TAG = "lost";
  private static final String SHARED = "shared-address";
  private static final String LIAR = "liar";

  private final Registry registry;
  private final NodeHistory history;
  private final ProbeHints hints;
  private final NodeWatch watch;
  private final Bursts bursts;
  private final Domains domains;
  private final Clocks clocks;
  private volatile Map<Long, NodeRecord> members = Map.of();
  private long here;
  private boolean moreCame;

  LostNodes(
      Registry registry,
      NodeHistory history,
      ProbeHints hints,
      NodeWatch watch,
      Bursts bursts,
      Domains domains,
      Clocks clocks) {
    this.registry = registry;
    this.history = history;
    this.hints = hints;
    this.watch = watch;
    this.bursts = bursts;
    this.domains = domains;
    this.clocks = clocks;
  }

  /** Nodes that were lost when the tracker ended. */
  List<Long> resume() {
    List<LostNode> lost = registry.read(rows -> rows.repairs().lostNodes());
    lost.forEach(node -> watch.lost(node.node(), node.declared()));
    return lost.stream().map(LostNode::node).toList();
  }

  /** The members as of the last look. */
  Map<Long, NodeRecord> members() {
    return members;
  }

  /** What kind of node a member is. Thread-safe. */
  NodeClass kind(long node) {
    NodeRecord known = members.get(node);
    return known == null ? NodeClass.HOME : NodeClass.of(known.nodeClass());
  }

  /** Whether the last look saw more nodes here than the one before. */
  boolean haveMoreCome() {
    return moreCame;
  }

  /**
   * Looks at all nodes.
   *
   * @return those whose copies count no more, or again, or not beside others
   */
  List<Long> look() {
    Map<Long, NodeRecord> nodes = new LinkedHashMap<>();
    registry.read(rows -> rows.nodes().all()).forEach(node -> nodes.put(node.key(), node));
    members = nodes;
    List<Facts> facts = nodes.values().stream().map(this::facts).toList();
    List<Change> changes = watch.look(facts);
    long before = here;
    here = facts.stream().filter(Facts::here).count();
    moreCame = here > before;
    for (Facts node : facts) {
      if (node.here() && !node.proven() && !watch.state(node.node()).counts()) {
        // It counts again when it was seen to serve.
        hints.hint(node.node());
      }
    }
    List<Change> turned = new ArrayList<>();
    Instant steady = clocks.steady().instant();
    for (Change change : changes) {
      if (change.after() == State.AWAY || change.after() == State.LEFT) {
        bursts.gone(change.facts().node(), change.facts().site(), steady);
      }
      if (change.before().counts() != change.after().counts()) {
        turned.add(change);
      }
    }
    write(turned);
    List<Long> all = new ArrayList<>(share(nodes.values()));
    turned.forEach(change -> all.add(change.facts().node()));
    return all;
  }

  /** Nodes that are gone may have left their address to another. */
  private List<Long> share(Collection<NodeRecord> nodes) {
    Map<NodeRecord, Domains.Shared> found =
        domains.look(nodes.stream().filter(node -> watch.state(node.key()).counts()).toList());
    if (found.isEmpty()) {
      return List.of();
    }
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      found.forEach((node, shared) ->
          rows.events()
              .add(
                  node.key(),
                  SHARED,
                  null,
                  "serves at %s, as %s does: counts as on its site, %s"
                      .formatted(shared.address(), shared.with(), shared.site()),
                  now));
      return null;
    });
    return found.keySet().stream().map(NodeRecord::key).toList();
  }

  private Facts facts(NodeRecord node) {
    Absence absence = history.absence(node.key());
    return new Facts(
        node.key(),
        node.site(),
        NodeClass.of(node.nodeClass()),
        absence.here(),
        Duration.ofMillis(absence.awayMillis()),
        Duration.ofMillis(absence.watchedMillis()),
        absence.proven(),
        history.tags(node.key()).contains(LIAR));
  }

  private void write(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      for (Change change : changes) {
        long node = change.facts().node();
        if (change.after().counts()) {
          rows.repairs().setFound(node);
          rows.events()
              .add(node, "returned", null, "is here and serves: its copies count again", now);
        } else {
          String reason = reason(change);
          rows.repairs().setLost(node, false, reason, now);
          rows.events().add(node, TAG, null, reason + ": its copies are made elsewhere", now);
        }
      }
      return null;
    });
    changes.stream()
        .filter(change -> change.after().counts())
        .forEach(change -> history.untag(change.facts().node(), TAG));
  }

  private static String reason(Change change) {
    return change.after() == State.GONE
        ? "sends what is wrong"
        : "away for %d minutes, longer than nodes of class %s are"
            .formatted(
                change.facts().away().toMinutes(),
                change.facts().kind().name().toLowerCase(Locale.ROOT));
  }

  /** An operator knows that a node will not come back; on disk when it returns. */
  void declare(long node, String reason) {
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.repairs().setLost(node, true, reason, now);
      rows.events().add(node, TAG, null, reason + ": its copies are made elsewhere", now);
      return null;
    });
    history.tag(node, TAG, reason);
    watch.lost(node, true);
  }

  /** The nodes that are lost, for people. */
  List<RepairStatus.Lost> view(Rows rows) {
    List<RepairStatus.Lost> all = new ArrayList<>();
    for (LostNode node : rows.repairs().lostNodes()) {
      NodeRecord known = members.get(node.node());
      if (known != null) {
        all.add(
            new RepairStatus.Lost(
                known.nodeId(),
                known.name(),
                known.site(),
                node.at(),
                node.declared(),
                node.reason(),
                known.copies()));
      }
    }
    return all;
  }

  /** How many nodes are members, by site. */
  Map<String, Integer> membersBySite() {
    Map<String, Integer> sites = new HashMap<>();
    members.values().forEach(node -> sites.merge(node.site(), 1, Integer::sum));
    return sites;
  }
}
