// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyOutlook;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.assignment.Weaknesses;
import io.fractus.tracker.control.Explanations;
import io.fractus.tracker.history.CloudSummary;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.BitSummary;
import io.fractus.tracker.registry.Holder;
import io.fractus.tracker.registry.OverviewRows;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.Outcome;
import io.fractus.tracker.swarm.SwarmKey;
import io.fractus.tracker.swarm.Swarms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The cloud at a glance, and its swarms. Thread-safe. */
final class Overview {
  /** From here on a node counts as nearly always here. */
  private static final double RELIABLE = 0.95;

  /** Before a node was seen through a whole week, its availability says little. */
  private static final Duration RELIABLE_AFTER = Duration.ofDays(7);

  private final NodeDirectory directory;
  private final Registry registry;
  private final NodeHistory history;
  private final Swarms swarms;
  private final Supplier<Weaknesses.Placed> placed;
  private final LongSupplier announces;
  private final Clocks clocks;
  private final String cloudId;
  private final String version;
  private @Nullable Totals totals;

  private record Totals(
      Instant at,
      Instant read,
      OverviewRows.Totals bits,
      Map<CopyState, Long> copies,
      List<CloudSummary.Traffic> traffic) {}

  Overview(
      NodeDirectory directory,
      Registry registry,
      NodeHistory history,
      Swarms swarms,
      Supplier<Weaknesses.Placed> placed,
      LongSupplier announces,
      Clocks clocks,
      String cloudId,
      String version) {
    this.directory = directory;
    this.registry = registry;
    this.history = history;
    this.swarms = swarms;
    this.placed = placed;
    this.announces = announces;
    this.clocks = clocks;
    this.cloudId = cloudId;
    this.version = version;
  }

  Summary summary() {
    List<NodeRow> nodes = directory.all();
    Totals now = totals();
    return new Summary(
        cloudId,
        version,
        now.at(),
        new Summary.Nodes(
            count(nodes, node -> node.state() != NodeState.REVOKED),
            count(nodes, node -> node.state() == NodeState.ONLINE),
            count(nodes, node -> node.state() == NodeState.ABSENT),
            count(nodes, node -> node.state().isClosed()),
            count(nodes, node -> node.state() == NodeState.REVOKED)),
        space(nodes, now.at().minus(RELIABLE_AFTER)),
        bits(now),
        placed.get(),
        announces.getAsLong(),
        traffic(now));
  }

  List<Summary.Traffic> traffic() {
    return traffic(totals());
  }

  private static List<Summary.Traffic> traffic(Totals totals) {
    return totals.traffic().stream()
        .map(sample -> new Summary.Traffic(sample.start(), sample.upBytes(), sample.downBytes()))
        .toList();
  }

  private static int count(List<NodeRow> nodes, Predicate<NodeRow> which) {
    return (int) nodes.stream().filter(which).count();
  }

  private static Summary.Space space(List<NodeRow> nodes, Instant joinedBefore) {
    List<NodeRow> members =
        nodes.stream().filter(node -> node.state() != NodeState.REVOKED).toList();
    // A share may be made smaller than what is in it: the parts shall still sum up.
    long used = sum(members, node -> true, node -> node.shareBytes() - node.freeBytes());
    return new Summary.Space(
        sum(members, node -> true, NodeRow::shareBytes),
        used,
        sum(members, node -> isOnline(node) && isReliable(node, joinedBefore), NodeRow::freeBytes),
        sum(members, node -> isOnline(node) && !isReliable(node, joinedBefore), NodeRow::freeBytes),
        sum(members, node -> node.state() == NodeState.ABSENT, NodeRow::freeBytes),
        sum(members, node -> node.state().isClosed(), NodeRow::freeBytes));
  }

  private static boolean isOnline(NodeRow node) {
    return node.state() == NodeState.ONLINE;
  }

  private static boolean isReliable(NodeRow node, Instant joinedBefore) {
    @Nullable Double availability = node.availability();
    return availability != null && availability >= RELIABLE && node.joined().isBefore(joinedBefore);
  }

  private static long sum(
      List<NodeRow> nodes, Predicate<NodeRow> which, ToLongFunction<NodeRow> bytes) {
    return nodes.stream().filter(which).mapToLong(bytes).sum();
  }

  private static Summary.Bits bits(Totals now) {
    return new Summary.Bits(
        now.bits().bits(),
        now.bits().copiesWanted(),
        now.copies().getOrDefault(CopyState.COMPLETE, 0L),
        now.copies().getOrDefault(CopyState.WANTED, 0L),
        now.copies().getOrDefault(CopyState.SUSPECT, 0L),
        now.bits().wantingBits(),
        now.bits().lostBits());
  }

  /** One reads them at a time, and all who wait for it get the same. */
  synchronized OverviewRows.Totals bitTotals() {
    return totals().bits();
  }

  private synchronized Totals totals() {
    Instant now = clocks.steady().instant();
    @Nullable Totals last = totals;
    if (last != null && now.isBefore(last.read().plus(AdminLimits.TOTALS_AGE_MAX))) {
      return last;
    }
    List<CloudSummary.Traffic> traffic = history.cloud().traffic();
    Totals read =
        registry.read(rows ->
            new Totals(
                clocks.wall().instant(),
                now,
                rows.overview().totals(),
                rows.copies().countByState(),
                traffic));
    totals = read;
    return read;
  }

  Page<BitSummary> swarms(boolean wantingOnly, int offset, int limit) {
    List<BitSummary> bits = registry.read(rows -> rows.overview().bits(wantingOnly, offset, limit));
    OverviewRows.Totals all = bitTotals();
    long total = wantingOnly ? all.wantingBits() : all.bits();
    return new Page<>(bits, offset, Math.max(total, (long) offset + bits.size()));
  }

  SwarmView swarm(String bit, Predicate<Long> isHere, Explanations explanations) {
    InfoHash infoHash;
    try {
      infoHash = InfoHash.parse(bit);
    } catch (IllegalArgumentException e) {
      throw Query.malformed("a bit is 40 hexadecimal digits: " + e.getMessage());
    }
    return registry.read(rows -> {
      BitSummary summary = rows.overview().bit(infoHash).orElseThrow(() -> unknown(infoHash));
      BitRecord record = rows.bits().find(infoHash).orElseThrow(() -> unknown(infoHash));
      BitMetainfo metainfo = record.metainfo();
      Outcome.Counts peers = swarms.counts(SwarmKey.of(infoHash));
      List<Holder> holders = rows.copies().holders(record.key());
      List<CopyOutlook> outlooks = explanations.copies(record.copiesWanted(), holders);
      List<SwarmView.HolderView> views = new ArrayList<>();
      for (int i = 0; i < holders.size(); i++) {
        views.add(holder(holders.get(i), isHere, outlooks.get(i)));
      }
      return new SwarmView(
          summary,
          metainfo.length(),
          metainfo.pieceLength(),
          metainfo.pieceCount(),
          peers.complete(),
          peers.incomplete(),
          views);
    });
  }

  private static SwarmView.HolderView holder(
      Holder holder, Predicate<Long> isHere, CopyOutlook outlook) {
    return new SwarmView.HolderView(
        holder.node().nodeId(),
        holder.node().name(),
        holder.node().site(),
        holder.node().region(),
        holder.state(),
        isHere.test(holder.node().key()),
        outlook);
  }

  private static TrackerException unknown(InfoHash bit) {
    return new TrackerException(
        new Problem(
            "bit-unknown",
            "Bit unknown",
            404,
            "no bit " + bit + " is placed: it was released, or never was"));
  }
}
