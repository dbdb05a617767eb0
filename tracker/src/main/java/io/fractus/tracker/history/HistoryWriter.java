// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes memories in batches, and sums up days and weeks. Not thread-safe. */
final class HistoryWriter {
  /*
   * A node's row, its hours, sessions and tags are written in one transaction, hours as they are
   * and not by how much they changed: what is written twice is as if it were written once. Days
   * are summed up from hours once they are over, weeks from days, again and again for the last
   * ones, for the same reason. Time alone changes nothing that must be written: who was here when
   * the clock was last written was here until then.
   *
   * What is too old is forgotten a few days at a time: if it is the clock that is wrong, not all
   * is gone when that is noticed.
   */

  /** Tags of which it is said when they come; others have events of their own. */
  private static final Set<String> SAID = Set.of("vetted", "reliable", "slow", "liar");

  /** And when they are taken back. */
  private static final Set<String> TAKEN_BACK = Set.of("slow", "liar");

  private final Registry registry;
  private final Map<Long, NodeMemory> memories;
  private long rolled;

  /**
   * @param rolled up to when days and weeks were summed up, 0 for never
   */
  HistoryWriter(Registry registry, Map<Long, NodeMemory> memories, long rolled) {
    this.registry = registry;
    this.memories = memories;
    this.rolled = rolled;
  }

  /**
   * Writes all that changed, and that the tracker is alive.
   *
   * @param steady the time of the steady clock, by which memories count
   * @param now the time of the wall clock
   */
  void write(long steady, long now) {
    List<NodeMemory> some = new ArrayList<>();
    for (NodeMemory memory : memories.values()) {
      if (memory.isDirty()) {
        some.add(memory);
      }
      if (some.size() == Limits.NODES_PER_WRITE_MAX) {
        writeSome(some, steady);
        some.clear();
      }
    }
    writeSome(some, steady);
    HistoryRows.write(registry, history -> history.setClock(new HistoryRows.Clock(now, rolled)));
  }

  private void writeSome(List<NodeMemory> some, long steady) {
    if (some.isEmpty()) {
      return;
    }
    List<Unwritten> taken = some.stream().map(memory -> memory.take(steady)).toList();
    try {
      HistoryRows.write(
          registry,
          (history, rows) -> {
            Set<Long> registered = history.registered();
            for (Unwritten unwritten : taken) {
              if (registered.contains(unwritten.state().node())) {
                history.put(unwritten);
                tell(rows, unwritten);
              } else {
                memories.remove(unwritten.state().node());
              }
            }
          });
    } catch (RuntimeException e) {
      for (int i = 0; i < some.size(); i++) {
        some.get(i).untake(taken.get(i));
      }
      throw e;
    }
  }

  /** Events of the judgements that changed, with their evidence. */
  private static void tell(Rows rows, Unwritten unwritten) {
    long node = unwritten.state().node();
    for (TagBook.Tag tag : unwritten.tags()) {
      boolean stands = tag.until() == TagBook.STANDS;
      boolean isTold = stands ? SAID.contains(tag.tag()) : TAKEN_BACK.contains(tag.tag());
      if (isTold && tag.source().equals(NodeHistory.TRACKER)) {
        Instant at = Instant.ofEpochMilli(stands ? tag.since() : tag.until());
        String detail = tag.tag() + ": " + tag.evidence();
        rows.events().add(node, stands ? "judged" : "cleared", null, detail, at);
      }
    }
  }

  /**
   * Sums up the days that are over, if one is since the last time.
   *
   * @param forgets whether it then forgets what is too old
   */
  void roll(long now, boolean forgets) {
    // Once it was set back, it goes on from there.
    rolled = Math.min(rolled, Span.DAY.start(now));
    if (Span.DAY.start(now) <= rolled) {
      return;
    }
    List<Long> nodes = List.copyOf(memories.keySet());
    for (int from = 0; from < nodes.size(); from += Limits.NODES_PER_WRITE_MAX) {
      List<Long> some =
          nodes.subList(from, Math.min(nodes.size(), from + Limits.NODES_PER_WRITE_MAX));
      HistoryRows.write(
          registry,
          history ->
              some.forEach(node -> {
                roll(history.periods(), node, now);
                if (forgets) {
                  forget(history.periods(), node, now);
                }
              }));
    }
    rolled = Span.DAY.start(now);
  }

  private void roll(PeriodRows periods, long node, long now) {
    // The day before too, for its last hour may have been written after it was summed up.
    long from = rolled - Span.DAY.millis();
    Set<Long> weeks = new TreeSet<>();
    for (long day : periods.days(node, from)) {
      if (day < Span.DAY.start(now)) {
        periods.roll(node, Span.HOUR, Span.DAY, day);
        weeks.add(Span.WEEK.start(day));
      }
    }
    weeks.forEach(week -> periods.roll(node, Span.DAY, Span.WEEK, week));
  }

  private static void forget(PeriodRows periods, long node, long now) {
    // Whole days and weeks only: what is left of one must never be summed up for the whole.
    int most = Limits.HISTORY_FORGOTTEN_AT_ONCE_MAX;
    periods.forget(node, Span.HOUR, Span.DAY.start(Span.HOUR.oldest(now)), Span.DAY, most);
    periods.forget(node, Span.DAY, Span.WEEK.start(Span.DAY.oldest(now)), Span.WEEK, most);
    periods.forget(node, Span.WEEK, Span.WEEK.oldest(now), Span.WEEK, most);
  }
}
