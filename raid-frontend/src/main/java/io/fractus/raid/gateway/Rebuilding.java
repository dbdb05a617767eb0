// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.read.BitRebuilder;
import io.fractus.raid.read.Readers;
import io.fractus.raid.repair.RebuildLimits;
import io.fractus.raid.repair.Rebuilder;
import io.fractus.raid.write.Spreader;

/** The chore that rebuilds bits of which no copy lives, with memory of its own. */
final class Rebuilding implements AutoCloseable {
  private final Rebuilder rebuilder;
  private final Chore chore;

  /** Starts it. */
  Rebuilding(
      Catalog catalog,
      Readers readers,
      Spreader spreader,
      TrackerClient tracker,
      Chore keeping,
      Clocks clocks) {
    MemoryBudget memory =
        new MemoryBudget(Runtime.getRuntime().maxMemory() / RebuildLimits.HEAP_DIVISOR);
    this.rebuilder =
        new Rebuilder(
            catalog,
            readers.staging(),
            new BitRebuilder(readers.with(memory)),
            spreader,
            tracker,
            spreader.self(),
            keeping::wake,
            clocks);
    this.chore = new Chore("rebuilding bits", rebuilder::pass, RebuildLimits.PAUSE);
  }

  /** Ends after the bit under way. */
  @Override
  public void close() {
    rebuilder.cancel();
    chore.close();
  }
}
