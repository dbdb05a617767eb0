// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.control.TrackerClient;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.read.Explorer;
import io.fractus.raid.read.Hedging;
import io.fractus.raid.read.KnownCopies;
import io.fractus.raid.read.ReadLimits;
import io.fractus.raid.read.ReadTotals;
import io.fractus.raid.read.Readers;
import io.fractus.raid.read.RecentPieces;
import io.fractus.raid.read.Reporter;
import io.fractus.raid.read.Shunned;
import io.fractus.raid.read.SourceBook;
import io.fractus.raid.staging.StagingArea;
import java.time.InstantSource;
import java.util.OptionalLong;

/** What all reads of a gateway share, put together. */
final class Reading implements AutoCloseable {
  private final Reporter reporter;
  private final Readers readers;

  Reading(
      StagingArea staging,
      TrackerClient tracker,
      KnownCopies known,
      Contacts contacts,
      OptionalLong cacheBytes,
      InstantSource steady) {
    long heap = Runtime.getRuntime().maxMemory();
    long cache = cacheBytes.orElse(heap / ReadLimits.PIECES_HEAP_DIVISOR);
    this.reporter = new Reporter(tracker);
    Hedging hedging = new Hedging(steady);
    this.readers =
        new Readers(
            staging,
            new SourceBook(tracker, known, steady),
            contacts,
            new Shunned(steady),
            hedging,
            new Explorer(contacts, hedging, reporter),
            reporter,
            new MemoryBudget(heap / ReadLimits.HEAP_DIVISOR - cache),
            new RecentPieces(cache));
  }

  Readers readers() {
    return readers;
  }

  /** What was read from nodes so far. */
  ReadTotals totals() {
    return readers.hedging().budget().totals();
  }

  /** What became of pieces that were read lately. */
  RecentPieces.Totals recent() {
    return readers.pieces().totals();
  }

  @Override
  public void close() {
    readers.explorer().close();
    reporter.close();
  }
}
