// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.platform.Statements;
import io.fractus.platform.Statements.Row;
import io.fractus.tracker.history.HourBook.Hour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of sums by hour, day and week within one transaction. Not thread-safe. */
final class PeriodRows {
  private static final List<String> COLUMNS =
      Arrays.stream(Count.values()).map(Count::column).toList();

  private static final String PUT =
      "INSERT INTO history_periods (node_id, span, start_at, "
          + String.join(", ", COLUMNS)
          + ") VALUES (?, ?, ?"
          + ", ?".repeat(COLUMNS.size())
          + ") ON CONFLICT (node_id, span, start_at) DO UPDATE SET "
          + COLUMNS.stream()
              .map(column -> column + " = excluded." + column)
              .collect(Collectors.joining(", "));

  /** Sums one span from the one below; a sum that is there already becomes what it is now. */
  private static final String ROLL =
      "INSERT INTO history_periods (node_id, span, start_at, "
          + String.join(", ", COLUMNS)
          + ") SELECT node_id, ?, ?, "
          + Arrays.stream(Count.values())
              .map(count -> (count.isMaximum() ? "MAX(" : "SUM(") + count.column() + ")")
              .collect(Collectors.joining(", "))
          + " FROM history_periods WHERE node_id = ? AND span = ? AND start_at >= ?"
          + " AND start_at < ? GROUP BY node_id"
          + " ON CONFLICT (node_id, span, start_at) DO UPDATE SET "
          + COLUMNS.stream()
              .map(column -> column + " = excluded." + column)
              .collect(Collectors.joining(", "));

  private final Statements statements;

  PeriodRows(Statements statements) {
    this.statements = statements;
  }

  /** The columns of the counts in their order, of a table that the query calls by this name. */
  static String columnsOf(String table) {
    return COLUMNS.stream().map(column -> table + "." + column).collect(Collectors.joining(", "));
  }

  /** Reads the counts from this column on; nulls are nothing. */
  static Tally tally(Row row, int first) {
    Tally tally = new Tally();
    int column = first;
    for (Count count : Count.values()) {
      tally.add(count, row.number(column++));
    }
    return tally;
  }

  void put(long node, Span span, Hour hour) {
    List<@Nullable Object> parameters = new ArrayList<>();
    Collections.addAll(parameters, node, span.code(), hour.start());
    for (Count count : Count.values()) {
      parameters.add(hour.tally().get(count));
    }
    statements.update(PUT, parameters.toArray());
  }

  /** The sums of a node from this time on, oldest first. */
  List<Hour> of(long node, Span span, long from) {
    return statements.query(
        "SELECT start_at, "
            + columnsOf("p")
            + " FROM history_periods p WHERE node_id = ? AND span = ? AND start_at >= ?"
            + " ORDER BY start_at",
        row -> new Hour(row.number(1), tally(row, 2)),
        node,
        span.code(),
        from);
  }

  /** For every node the share of that time that it was here; of some nothing is known. */
  Map<Long, Double> availability(long from, long until) {
    Map<Long, Double> shares = new HashMap<>();
    // By node, for the index begins with it.
    statements
        .query(
            "SELECT n.node_id, (SELECT SUM(p.here_ms) * 1.0 / SUM(p.observed_ms)"
                + " FROM history_periods p WHERE p.node_id = n.node_id AND p.span = ?"
                + " AND p.start_at BETWEEN ? AND ? AND p.observed_ms > 0) FROM history_nodes n",
            PeriodRows::share,
            Span.HOUR.code(),
            from,
            until)
        .forEach(shares::putAll);
    return shares;
  }

  private static Map<Long, Double> share(Row row) {
    double share = row.fraction(2);
    return row.isNull(2) ? Map.of() : Map.of(row.number(1), share);
  }

  /** The days of which a node has hours from this time on. */
  List<Long> days(long node, long from) {
    return statements.query(
        "SELECT DISTINCT start_at - start_at % ? FROM history_periods WHERE node_id = ?"
            + " AND span = ? AND start_at >= ?",
        row -> row.number(1), Span.DAY.millis(), node, Span.HOUR.code(), from);
  }

  /** Sums up one day from its hours, or one week from its days. */
  void roll(long node, Span from, Span to, long start) {
    statements.update(ROLL, to.code(), start, node, from.code(), start, start + to.millis());
  }

  /**
   * Forgets what is older, the oldest first.
   *
   * @param before what it must be older than
   * @param whole what it is forgotten by: nothing is left of one of these that began before
   * @param most how many of those
   */
  void forget(long node, Span span, long before, Span whole, int most) {
    List<Long> oldest =
        statements.query(
            "SELECT start_at FROM history_periods WHERE node_id = ? AND span = ?"
                + " ORDER BY start_at LIMIT 1",
            row -> row.number(1),
            node,
            span.code());
    if (oldest.isEmpty()) {
      return;
    }
    long end = Math.min(before, whole.start(oldest.getFirst()) + most * whole.millis());
    statements.update(
        "DELETE FROM history_periods WHERE node_id = ? AND span = ? AND start_at < ?",
        node,
        span.code(),
        end);
  }
}
