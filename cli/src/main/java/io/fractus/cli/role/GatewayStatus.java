// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.PackTotals;
import io.fractus.raid.coding.CodingKernels;
import io.fractus.raid.lifecycle.TransitionTotals;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.read.ReadTotals;
import io.fractus.raid.read.RecentPieces;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.Traffic;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import io.fractus.web.CloudStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What a gateway knows of its cloud, from its tracker and its engine. Thread-safe. */
final class GatewayStatus implements CloudStatus {
  private final TrackerClient tracker;
  private final NodesCache cache;
  private final TorrentEngine engine;
  private final Supplier<List<ClassStatus>> classes;
  private final Supplier<PackTotals> packs;
  private final Supplier<ReadTotals> reads;
  private final Supplier<RecentPieces.Totals> recent;
  private final Supplier<TransitionTotals> transitions;

  /**
   * @param classes what they ask for and get; the standard one is what a put needs nodes for
   * @param packs counts small objects
   * @param reads counts what was read from nodes
   * @param recent counts what reads found in memory
   * @param transitions counts what moves to other storage classes
   * @param steady tells how old what the tracker said is
   */
  GatewayStatus(
      TrackerClient tracker,
      TorrentEngine engine,
      Supplier<List<ClassStatus>> classes,
      Supplier<PackTotals> packs,
      Supplier<ReadTotals> reads,
      Supplier<RecentPieces.Totals> recent,
      Supplier<TransitionTotals> transitions,
      InstantSource steady) {
    this.tracker = tracker;
    this.cache = new NodesCache(tracker, steady);
    this.engine = engine;
    this.classes = classes;
    this.packs = packs;
    this.reads = reads;
    this.recent = recent;
    this.transitions = transitions;
  }

  @Override
  public List<NodeView> nodes() {
    return cache.nodes();
  }

  @Override
  public List<NodeEvent> events(String node) {
    return tracker.events(node);
  }

  /** A put is acknowledged when each bit has one copy, so it needs a node for each bit. */
  @Override
  public Optional<String> notReady() {
    long online;
    try {
      online = cache.nodes().stream().filter(NodeView::online).count();
    } catch (TrackerException e) {
      return Optional.of(e.problem().detail());
    }
    Layout layout = standard();
    return online >= layout.bits()
        ? Optional.empty()
        : Optional.of(
            "%d nodes are online, layout %s needs %d".formatted(online, layout, layout.bits()));
  }

  private Layout standard() {
    return classes.get().stream()
        .filter(of -> of.name().equals(StorageClass.STANDARD.name()))
        .map(of -> Layout.parse(of.layout()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String metrics() {
    Traffic traffic = engine.traffic();
    Runtime runtime = Runtime.getRuntime();
    StringBuilder text = new StringBuilder();
    metric(text, "gateway_bits_sent_bytes_total", "counter", "Bits sent to peers.", traffic.sent());
    metric(
        text,
        "gateway_bits_received_bytes_total",
        "counter",
        "Bits received from peers by the engine.",
        traffic.received());
    metric(text, "gateway_bits_seeded", "gauge", "Bits in staging.", engine.list().size());
    metric(
        text,
        "gateway_heap_used_bytes",
        "gauge",
        "Heap in use.",
        runtime.totalMemory() - runtime.freeMemory());
    metric(
        text, "gateway_ready", "gauge", "1 if a put would succeed.", notReady().isEmpty() ? 1 : 0);
    packMetrics(text, packs.get());
    ClassMetrics.append(text, classes.get());
    readMetrics(text, reads.get());
    recentMetrics(text, recent.get());
    transitionMetrics(text, transitions.get());
    text.append(
        String.format(
            Locale.ROOT,
            """
            # HELP fractus_gateway_kernel_info What computes parity and piece hashes.
            # TYPE fractus_gateway_kernel_info gauge
            fractus_gateway_kernel_info{coding="%s",hashing="%s"} 1
            """,
            CodingKernels.kind(),
            HashKernels.current(HashAlgorithm.SHA_1).name().toLowerCase(Locale.ROOT)));
    return text.toString();
  }

  private static void packMetrics(StringBuilder text, PackTotals packs) {
    metric(text, "gateway_packs", "gauge", "Stripes of small objects.", packs.packs());
    metric(text, "gateway_packed_objects", "gauge", "Objects in them.", packs.objects());
    metric(
        text,
        "gateway_pack_live_bytes",
        "gauge",
        "Sealed bytes in packs that are of objects.",
        packs.liveBytes());
    metric(
        text,
        "gateway_pack_hole_bytes",
        "gauge",
        "Sealed bytes in packs that nobody needs any more.",
        packs.holeBytes());
  }

  private static void readMetrics(StringBuilder text, ReadTotals reads) {
    counter(text, "useful_bytes", "Bytes of nodes that were wanted.", reads.usefulBytes());
    counter(text, "extra_bytes", "Bytes of nodes that came for nothing.", reads.extraBytes());
    counter(
        text,
        "detour_bytes",
        "Further bytes that were needed to decode around nodes that are away or slow.",
        reads.detourBytes());
    counter(text, "hedges", "Late sources for which others were asked.", reads.hedges());
    counter(text, "hedges_won", "Those that were overtaken by far.", reads.hedgesWon());
    counter(text, "late_bindings", "Reads that asked one more at once.", reads.lateBindings());
    counter(text, "explorations", "Looks at slow nodes.", reads.explored());
  }

  private static void recentMetrics(StringBuilder text, RecentPieces.Totals recent) {
    counter(text, "cache_hits", "Bits of windows that were in memory.", recent.hits());
    counter(text, "cache_misses", "Bits of windows that were not.", recent.misses());
    metric(
        text,
        "gateway_read_cache_bytes",
        "gauge",
        "Memory of pieces that were read lately.",
        recent.bytes());
  }

  private static void counter(StringBuilder to, String name, String help, long value) {
    metric(to, "gateway_read_" + name + "_total", "counter", help, value);
  }

  private static void transitionMetrics(StringBuilder text, TransitionTotals moved) {
    metric(
        text,
        "gateway_transitions_total",
        "counter",
        "Objects that moved to another storage class.",
        moved.objects());
    metric(
        text,
        "gateway_transition_bytes_total",
        "counter",
        "Sealed bytes that were encoded anew for that.",
        moved.sealedBytes());
    metric(
        text,
        "gateway_transitions_failed_total",
        "counter",
        "Objects, or all of a class, that were left for the next round.",
        moved.failed());
  }

  private static void metric(StringBuilder to, String name, String type, String help, long value) {
    to.append(
        String.format(
            Locale.ROOT,
            "# HELP fractus_%1$s %2$s\n# TYPE fractus_%1$s %3$s\nfractus_%1$s %4$d\n",
            name,
            help,
            type,
            value));
  }
}
