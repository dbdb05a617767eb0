// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.demand.DemandBook;
import io.fractus.tracker.demand.DemandBook.Known;
import io.fractus.tracker.demand.DemandLimits;
import io.fractus.tracker.movement.MovementLimits;
import io.fractus.tracker.registry.DemandRows;
import io.fractus.tracker.registry.Registry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often bits are read, as gateways report of their reads, and as it is kept over a restart.
 * Thread-safe.
 */
final class Demand {
  /*
   * The book has a time of its own: how long trackers have counted in this registry. It does not go
   * on while there is none, for nobody could have reported a read then, and no clock that is set
   * changes it. What came since the last write is lost with a kill.
   */

  private final Registry registry;
  private final InstantSource steady;
  private final DemandBook book;
  private final long before;
  private final long started;

  Demand(Registry registry, InstantSource steady) {
    this.registry = registry;
    this.steady = steady;
    this.started = steady.millis();
    record Written(DemandRows.Book book, List<Known> known) {}

    Written written =
        registry.read(rows -> {
          List<Known> known = new ArrayList<>();
          for (DemandRows.Reads one : rows.demand().all()) {
            known.add(new Known(one.bit(), one.reads(), one.doubt(), one.at()));
          }
          // Nothing was ever counted: any bit may be hot.
          DemandRows.Book none = new DemandRows.Book(0, DemandLimits.READS_MAX);
          return new Written(rows.demand().book().orElse(none), known);
        });
    this.before = written.book().at();
    this.book =
        new DemandBook(DemandLimits.BITS_MAX, written.known(), written.book().floor(), before);
  }

  private long now() {
    return before + steady.millis() - started;
  }

  /** Counts what gateways got of bits that are known, no report for more than the whole bit. */
  void take(List<Report> reports) {
    Map<InfoHash, List<Long>> served = new HashMap<>();
    for (Report report : reports) {
      if (report.kind() == Kind.SERVED && report.bytes() > 0) {
        served.computeIfAbsent(report.bit(), _ -> new ArrayList<>()).add(report.bytes());
      }
    }
    if (served.isEmpty()) {
      return;
    }
    Map<InfoHash, DemandRows.Size> sizes =
        registry.read(rows -> {
          Map<InfoHash, DemandRows.Size> known = new HashMap<>();
          served
              .keySet()
              .forEach(bit -> rows.demand().size(bit).ifPresent(size -> known.put(bit, size)));
          return known;
        });
    long now = now();
    sizes.forEach((bit, size) -> {
      for (long bytes : served.getOrDefault(bit, List.of())) {
        book.read(size.bit(), (double) bytes / size.footprint(), now);
      }
    });
  }

  /** Reads of a bit, less those that are long ago: those that it has for sure. */
  double atLeast(long bit) {
    return book.atLeast(bit, now());
  }

  /** Those that it may have. */
  double atMost(long bit) {
    return book.atMost(bit, now());
  }

  /** The bits that have so many reads for sure, the hottest first. */
  List<Known> hottest(double least, int most) {
    return book.size() == 0 ? List.of() : book.hottest(least, most, now());
  }

  /** A bit is gone. */
  void forget(long bit) {
    book.forget(bit);
  }

  /** How many bits it counts. */
  int size() {
    return book.size();
  }

  /** Writes what has changed, so much at a time that nobody has to wait. */
  void write() {
    for (int i = 0; i < MovementLimits.DEMAND_WRITES_MAX; i++) {
      DemandBook.Page page = book.takeChanged(MovementLimits.DEMAND_PER_WRITE, now());
      registry.write(rows -> {
        page.gone().forEach(rows.demand()::forget);
        for (Known known : page.known()) {
          rows.demand()
              .put(new DemandRows.Reads(known.bit(), known.reads(), known.doubt(), known.at()));
        }
        rows.demand().setBook(page.at(), page.floor());
        return null;
      });
      if (page.known().size() < MovementLimits.DEMAND_PER_WRITE
          && page.gone().size() < MovementLimits.DEMAND_PER_WRITE) {
        return;
      }
    }
  }
}
