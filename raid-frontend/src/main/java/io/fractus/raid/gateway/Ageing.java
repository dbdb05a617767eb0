// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.lifecycle.LifecycleLimits;
import io.fractus.raid.lifecycle.LifecycleWorker;
import io.fractus.raid.lifecycle.Mover;
import io.fractus.raid.lifecycle.TransitionTotals;
import io.fractus.raid.lifecycle.TransitionWorker;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.Lifecycles;
import io.fractus.raid.read.Readers;
import io.fractus.raid.write.PackWriter;

/** What becomes of objects in time: some are deleted, some move to other storage classes. */
final class Ageing implements AutoCloseable {
  private final Mover mover;
  private final Chore deleting;
  private final Chore moving;

  /** Begins with both, for the store that the arguments are of. */
  Ageing(
      Catalog catalog,
      Lifecycles lifecycles,
      Readers readers,
      PackWriter packs,
      Pins pins,
      Layouts layouts,
      KeptVersions versions,
      KeptLocks locks,
      Chore reclaiming,
      Clocks clocks) {
    MemoryBudget cells = MemoryBudget.ofHeap(LifecycleLimits.CELLS_HEAP_DIVISOR);
    this.mover = new Mover(catalog, readers, packs.sealedWriter(cells), packs, pins, clocks);
    LifecycleWorker deletions =
        new LifecycleWorker(
            catalog, lifecycles, versions::newMarkerId, reclaiming::wake, clocks, locks::time);
    TransitionWorker transitions =
        new TransitionWorker(
            catalog,
            lifecycles,
            mover,
            storageClass -> layouts.of(storageClass.name()),
            reclaiming::wake,
            clocks);
    this.deleting = new Chore("following lifecycles", deletions::pass, LifecycleLimits.PAGE_PAUSE);
    this.moving = new Chore("moving objects", transitions::pass, LifecycleLimits.PAGE_PAUSE);
  }

  /** What has moved. */
  TransitionTotals transitions() {
    return mover.totals();
  }

  @Override
  public void close() {
    mover.end();
    moving.close();
    deleting.close();
  }
}
