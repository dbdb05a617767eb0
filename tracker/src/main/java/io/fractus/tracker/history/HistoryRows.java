// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.platform.Statements;
import io.fractus.platform.Statements.Row;
import io.fractus.tracker.Limits;
import io.fractus.tracker.history.Attendance.Past;
import io.fractus.tracker.history.HourBook.Hour;
import io.fractus.tracker.history.TagBook.Tag;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.reputation.Reputation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of the memory of nodes within one transaction. Not thread-safe. */
final class HistoryRows implements AutoCloseable {
  private static final String PUT_NODE =
      "INSERT INTO history_nodes (node_id, accounted_at, hour_at, last_seen_at, here_since,"
          + " seen_by, answered_at, asked_at, failures, up_speed, up_measured, down_speed,"
          + " down_measured, wrong_at_1, wrong_at_2, wrong_at_3, client, reputation)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, 0, 0, 0, ?, ?)"
          + " ON CONFLICT (node_id) DO UPDATE SET accounted_at = excluded.accounted_at,"
          + " hour_at = excluded.hour_at, last_seen_at = excluded.last_seen_at,"
          + " here_since = excluded.here_since, seen_by = excluded.seen_by,"
          + " answered_at = excluded.answered_at, asked_at = excluded.asked_at,"
          + " failures = excluded.failures, down_speed = excluded.down_speed,"
          + " down_measured = excluded.down_measured, client = excluded.client,"
          + " reputation = excluded.reputation";

  private final Statements statements;
  private final PeriodRows periods;

  /** Reads beside the writer. */
  static <T> T read(Registry registry, Function<HistoryRows, T> work) {
    return registry.read(rows -> {
      try (HistoryRows history = new HistoryRows(rows.statements())) {
        return work.apply(history);
      }
    });
  }

  /** One transaction. */
  static void write(Registry registry, Consumer<HistoryRows> work) {
    registry.write(rows -> {
      try (HistoryRows history = new HistoryRows(rows.statements())) {
        work.accept(history);
        return null;
      }
    });
  }

  /** One transaction, with the tables beside those of the history. */
  static void write(Registry registry, BiConsumer<HistoryRows, Rows> work) {
    registry.write(rows -> {
      try (HistoryRows history = new HistoryRows(rows.statements())) {
        work.accept(history, rows);
        return null;
      }
    });
  }

  private HistoryRows(Statements statements) {
    this.statements = statements;
    this.periods = new PeriodRows(statements);
  }

  PeriodRows periods() {
    return periods;
  }

  /** The nodes of the registry: nothing is remembered of others. */
  Set<Long> registered() {
    return new HashSet<>(statements.query("SELECT id FROM nodes", row -> row.number(1)));
  }

  /**
   * When the tracker was last alive, and up to when days and weeks were summed up.
   *
   * @param alive milliseconds since 1970
   * @param rolled milliseconds since 1970
   */
  record Clock(long alive, long rolled) {}

  Optional<Clock> clock() {
    return statements
        .query(
            "SELECT alive_at, rolled_at FROM history_clock WHERE id = 1",
            row -> new Clock(row.number(1), row.number(2)))
        .stream()
        .findFirst();
  }

  void setClock(Clock clock) {
    statements.update(
        "INSERT INTO history_clock (id, alive_at, rolled_at) VALUES (1, ?, ?) ON CONFLICT (id)"
            + " DO UPDATE SET alive_at = excluded.alive_at, rolled_at = excluded.rolled_at",
        clock.alive(),
        clock.rolled());
  }

  @Override
  public void close() {
    statements.close();
  }

  /** Writes what changed of a node. */
  void put(Unwritten unwritten) {
    NodeState state = unwritten.state();
    Attendance.Saved attendance = state.attendance();
    statements.update(
        PUT_NODE,
        state.node(),
        state.accounted(),
        state.hours().getLast().start(),
        attendance.lastSeen(),
        attendance.since(),
        attendance.seenBy().name(),
        attendance.answered(),
        attendance.asked(),
        attendance.failures(),
        state.downSpeed(),
        state.downMeasured(),
        state.client(),
        state.reputation().write());
    if (unwritten.profile() != null) {
      statements.update(
          "UPDATE history_nodes SET profile = ? WHERE node_id = ?",
          unwritten.profile().write(),
          state.node());
    }
    for (Hour hour : state.hours()) {
      if (!hour.tally().isEmpty()) {
        periods.put(state.node(), Span.HOUR, hour);
      }
    }
    putSessions(state.node(), unwritten.sessions());
    putTags(state.node(), unwritten.tags());
  }

  private void putSessions(long node, List<Past> sessions) {
    for (Past past : sessions) {
      statements.update(
          "INSERT INTO history_sessions (node_id, started_at, ended_at, ending)"
              + " VALUES (?, ?, ?, ?) ON CONFLICT (node_id, started_at)"
              + " DO UPDATE SET ended_at = excluded.ended_at, ending = excluded.ending",
          node,
          past.started(),
          past.ended(),
          past.ending().name());
    }
    if (!sessions.isEmpty()) {
      statements.update(
          "DELETE FROM history_sessions WHERE node_id = ? AND started_at <= (SELECT started_at"
              + " FROM history_sessions WHERE node_id = ? ORDER BY started_at DESC LIMIT 1"
              + " OFFSET ?)",
          node,
          node,
          Limits.SESSIONS_KEPT);
    }
  }

  private void putTags(long node, List<Tag> tags) {
    for (Tag tag : tags) {
      statements.update(
          "INSERT INTO history_tags (node_id, tag, source, since_at, until_at, evidence)"
              + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (node_id, tag, source, since_at)"
              + " DO UPDATE SET until_at = excluded.until_at, evidence = excluded.evidence",
          node,
          tag.tag(),
          tag.source(),
          tag.since(),
          tag.until() == TagBook.STANDS ? null : tag.until(),
          tag.evidence());
    }
    if (!tags.isEmpty()) {
      statements.update(
          "DELETE FROM history_tags WHERE node_id = ? AND until_at <= (SELECT until_at"
              + " FROM history_tags WHERE node_id = ? AND until_at IS NOT NULL"
              + " ORDER BY until_at DESC LIMIT 1 OFFSET ?)",
          node,
          node,
          Limits.TAGS_KEPT);
    }
  }

  /** Every node that is remembered, as it was last written. */
  List<NodeMemory> memories() {
    Map<Long, List<Tag>> standing = new HashMap<>();
    statements
        .query(
            "SELECT node_id, tag, source, since_at, until_at, evidence FROM history_tags"
                + " WHERE until_at IS NULL",
            row -> Map.entry(row.number(1), tag(row)))
        .forEach(tag ->
            standing.computeIfAbsent(tag.getKey(), _ -> new ArrayList<>()).add(tag.getValue()));
    return statements.query(
        "SELECT n.node_id, n.accounted_at, n.hour_at, n.last_seen_at, n.here_since, n.seen_by,"
            + " n.answered_at, n.asked_at, n.failures, n.up_speed, n.up_measured, n.down_speed,"
            + " n.down_measured, n.wrong_at_1, n.wrong_at_2, n.wrong_at_3, n.client, n.profile,"
            + " n.reputation, "
            + PeriodRows.columnsOf("p")
            + " FROM history_nodes n LEFT JOIN history_periods p"
            + " ON p.node_id = n.node_id AND p.span = 1 AND p.start_at = n.hour_at",
        row -> memory(row, standing));
  }

  private static NodeMemory memory(Row row, Map<Long, List<Tag>> standing) {
    long node = row.number(1);
    byte @Nullable [] profile = row.bytes(18);
    NodeState state =
        new NodeState(
            node,
            row.number(2),
            List.of(new Hour(row.number(3), PeriodRows.tally(row, 20))),
            new Attendance.Saved(
                row.number(4),
                row.number(5),
                SeenBy.valueOf(row.text(6)),
                row.number(7),
                row.number(8),
                (int) row.number(9)),
            reputation(row),
            row.fraction(12),
            row.number(13),
            row.text(17));
    return new NodeMemory(
        state,
        profile == null ? new WeekProfile() : WeekProfile.read(profile),
        standing.getOrDefault(node, List.of()));
  }

  private static Reputation reputation(Row row) {
    byte @Nullable [] written = row.bytes(19);
    if (written != null) {
      return Reputation.read(written);
    }
    int wrong = 0;
    for (int column = 14; column <= 16; column++) {
      wrong += row.number(column) > 0 ? 1 : 0;
    }
    return Reputation.before(row.fraction(10), row.number(11), wrong, row.number(16));
  }

  /** The sessions of a node that are over, newest first. */
  List<Past> sessions(long node) {
    return statements.query(
        "SELECT started_at, ended_at, ending FROM history_sessions WHERE node_id = ?"
            + " ORDER BY started_at DESC",
        row -> new Past(row.number(1), row.number(2), Ending.valueOf(row.text(3))),
        node);
  }

  /** The tags of a node, of now and before, in no order. */
  List<Tag> tags(long node) {
    return statements.query(
        "SELECT node_id, tag, source, since_at, until_at, evidence FROM history_tags"
            + " WHERE node_id = ?",
        HistoryRows::tag,
        node);
  }

  private static Tag tag(Row row) {
    long until = row.number(5);
    return new Tag(
        row.text(2),
        row.text(3),
        row.number(4),
        row.isNull(5) ? TagBook.STANDS : until,
        row.text(6));
  }
}
