// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.history.Attendance.Past;
import io.fractus.tracker.history.CloudSummary.Group;
import io.fractus.tracker.history.CloudSummary.Space;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what people and scripts read of registry, memory and database. Thread-safe. */
final class HistoryReader {
  /** How old the counts may be for which whole tables are read. */
  private static final long CACHED_MS = 10_000;

  /** How old the shares of the last days may be, for which even more is read. */
  private static final long RECENT_CACHED_MS = 60_000;

  private static final long RECENT_MS = 7 * Span.DAY.millis();

  private final Registry registry;
  private final Map<Long, NodeMemory> memories;
  private final TrafficMeter traffic;
  private volatile @Nullable Cached cached;

  /** What is too much to count for everyone who asks. */
  private record Cached(
      long at,
      long recentAt,
      Map<Long, Double> recent,
      long bits,
      long wanted,
      Map<CopyState, Long> copies) {}

  /**
   * A time by both clocks.
   *
   * @param steady milliseconds of the steady clock
   * @param ahead how far the wall clock is ahead of it
   */
  record Time(long steady, long ahead) {
    long wall() {
      return steady + ahead;
    }
  }

  HistoryReader(Registry registry, Map<Long, NodeMemory> memories, TrafficMeter traffic) {
    this.registry = registry;
    this.memories = memories;
    this.traffic = traffic;
  }

  private Cached cached(Time time) {
    long now = time.steady();
    Cached known = cached;
    if (known != null && isFresh(known.at(), now, CACHED_MS)) {
      return known;
    }
    boolean recentIsFresh = known != null && isFresh(known.recentAt(), now, RECENT_CACHED_MS);
    Map<Long, Double> recent =
        known != null && recentIsFresh
            ? known.recent()
            : HistoryRows.read(
                registry,
                history -> history.periods().availability(time.wall() - RECENT_MS, time.wall()));
    long recentAt = known != null && recentIsFresh ? known.recentAt() : now;
    Cached read =
        registry.read(rows ->
            new Cached(
                now,
                recentAt,
                recent,
                rows.bits().count(),
                rows.bits().copiesWanted(),
                rows.copies().countByState()));
    cached = read;
    return read;
  }

  private static boolean isFresh(long at, long now, long most) {
    return now - at >= 0 && now - at < most;
  }

  List<NodeSummary> summaries(Time now) {
    Cached known = cached(now);
    return registry.read(rows -> rows.nodes().all()).stream()
        .map(node -> summary(node, known, now))
        .toList();
  }

  private NodeSummary summary(NodeRecord node, Cached known, Time now) {
    NodeMemory memory = memories.get(node.key());
    @Nullable NodeLook look = memory == null ? null : memory.look(now.steady());
    @Nullable Instant lastSeen = node.lastSeen();
    if (look != null && look.lastSeen() > 0) {
      lastSeen = Instant.ofEpochMilli(look.lastSeen());
    }
    return new NodeSummary(
        node.nodeId(),
        node.name(),
        node.site(),
        node.region(),
        node.nodeClass(),
        node.peer().toString(),
        look == null ? "" : look.client(),
        look != null && look.here(),
        (look == null ? SeenBy.NONE : look.seenBy()).label(),
        look == null ? null : look.reachable(),
        lastSeen,
        node.joined(),
        node.shareBytes(),
        node.usedBytes(),
        Math.max(0, node.shareBytes() - node.usedBytes()),
        node.copies(),
        node.faults(),
        look == null ? null : look.availability(),
        known.recent().get(node.key()),
        look == null ? null : look.upSpeed(),
        look == null ? null : look.downSpeed(),
        look == null ? List.of() : look.words());
  }

  Optional<NodeDetail> detail(String idOrName, Time now) {
    Cached known = cached(now);
    Optional<NodeRecord> node =
        registry.read(rows -> {
          Optional<NodeRecord> byId = rows.nodes().byNodeId(idOrName);
          return byId.isPresent() ? byId : rows.nodes().byName(idOrName);
        });
    return node.map(found -> detail(found, summary(found, known, now), now));
  }

  private NodeDetail detail(NodeRecord node, NodeSummary summary, Time time) {
    NodeMemory memory =
        memories.computeIfAbsent(
            node.key(), key -> new NodeMemory(key, time.steady(), time.ahead()));
    WeekProfile week = memory.week(time.steady());
    NodeLook look = memory.look(time.steady());
    long now = time.wall();
    return HistoryRows.read(
        registry,
        history -> {
          NavigableMap<Long, Tally> hours = periods(history, node, Span.HOUR, now);
          look.unwritten().forEach(hour -> hours.put(hour.start(), hour.tally()));
          hours.tailMap(now, false).clear();
          hours.values().removeIf(Tally::isEmpty);
          NavigableMap<Long, Tally> days = periods(history, node, Span.DAY, now);
          Tally today = sum(hours, Span.DAY.start(now));
          days.put(Span.DAY.start(now), today);
          NavigableMap<Long, Tally> weeks = periods(history, node, Span.WEEK, now);
          weeks.computeIfAbsent(Span.WEEK.start(now), _ -> new Tally()).add(today);
          return new NodeDetail(
              summary,
              week.heat(),
              week.upSpeeds(),
              views(hours, Span.HOUR),
              views(days, Span.DAY),
              views(weeks, Span.WEEK),
              sessions(history.sessions(node.key()), look, now),
              memory.judgement(time.steady()),
              tags(history.tags(node.key()), look));
        });
  }

  private static NavigableMap<Long, Tally> periods(
      HistoryRows history, NodeRecord node, Span span, long now) {
    NavigableMap<Long, Tally> periods = new TreeMap<>();
    history
        .periods()
        .of(node.key(), span, span.oldest(now))
        .forEach(hour -> periods.put(hour.start(), hour.tally()));
    // From when the clock was wrong.
    periods.tailMap(now, false).clear();
    return periods;
  }

  private static Tally sum(NavigableMap<Long, Tally> hours, long from) {
    Tally sum = new Tally();
    hours.tailMap(from).values().forEach(sum::add);
    return sum;
  }

  private static List<Period> views(Map<Long, Tally> periods, Span span) {
    List<Period> views = new ArrayList<>(periods.size());
    periods.forEach((start, tally) ->
        views.add(new Period(Instant.ofEpochMilli(start), span.millis() / 1_000, tally.totals())));
    return views;
  }

  private static List<SessionView> sessions(List<Past> written, NodeLook look, long now) {
    Map<Long, Past> all = new TreeMap<>(Comparator.reverseOrder());
    written.forEach(past -> all.put(past.started(), past));
    look.sessions().forEach(past -> all.put(past.started(), past));
    List<SessionView> views = new ArrayList<>();
    if (look.here() && look.since() > 0) {
      Instant since = Instant.ofEpochMilli(look.since());
      views.add(new SessionView(since, null, (now - look.since()) / 1_000, null));
    }
    for (Past past : all.values()) {
      views.add(
          new SessionView(
              Instant.ofEpochMilli(past.started()),
              Instant.ofEpochMilli(past.ended()),
              (past.ended() - past.started()) / 1_000,
              past.ending().label()));
    }
    return views;
  }

  private static List<TagView> tags(List<TagBook.Tag> written, NodeLook look) {
    Map<String, TagBook.Tag> all = new HashMap<>();
    Function<TagBook.Tag, String> name = tag -> tag.source() + ' ' + tag.since() + ' ' + tag.tag();
    written.forEach(tag -> all.put(name.apply(tag), tag));
    look.tags().forEach(tag -> all.put(name.apply(tag), tag));
    return all.values().stream()
        .sorted(
            Comparator.<TagBook.Tag>comparingInt(tag -> tag.until() == TagBook.STANDS ? 0 : 1)
                .thenComparingLong(tag -> -tag.since()))
        .map(tag ->
            new TagView(
                tag.tag(),
                tag.source(),
                Instant.ofEpochMilli(tag.since()),
                tag.until() == TagBook.STANDS ? null : Instant.ofEpochMilli(tag.until()),
                tag.evidence()))
        .toList();
  }

  CloudSummary cloud(Time now) {
    Cached known = cached(now);
    List<NodeSummary> nodes = summaries(now);
    long complete = known.copies().getOrDefault(CopyState.COMPLETE, 0L);
    long suspect = known.copies().getOrDefault(CopyState.SUSPECT, 0L);
    return new CloudSummary(
        Instant.ofEpochMilli(now.wall()),
        nodes.size(),
        (int) nodes.stream().filter(NodeSummary::here).count(),
        space(nodes),
        groups(nodes, NodeSummary::site),
        groups(nodes, NodeSummary::region),
        groups(nodes, NodeSummary::nodeClass),
        known.bits(),
        complete,
        suspect,
        Math.max(0, known.wanted() - complete - suspect),
        traffic.last(now.steady(), now.ahead()));
  }

  private static List<Group> groups(List<NodeSummary> nodes, Function<NodeSummary, String> name) {
    return nodes.stream().collect(Collectors.groupingBy(name)).entrySet().stream()
        .map(group ->
            new Group(
                group.getKey(),
                group.getValue().size(),
                (int) group.getValue().stream().filter(NodeSummary::here).count(),
                space(group.getValue())))
        .sorted(
            Comparator.<Group>comparingLong(group -> -group.space().freeHereBytes())
                .thenComparing(Group::name))
        .toList();
  }

  private static Space space(List<NodeSummary> nodes) {
    return new Space(
        nodes.stream().mapToLong(NodeSummary::shareBytes).sum(),
        nodes.stream().mapToLong(NodeSummary::usedBytes).sum(),
        nodes.stream().mapToLong(NodeSummary::freeBytes).sum(),
        nodes.stream().filter(NodeSummary::here).mapToLong(NodeSummary::freeBytes).sum());
  }
}
