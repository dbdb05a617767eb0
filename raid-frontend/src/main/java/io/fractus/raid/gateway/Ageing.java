// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.lifecycle.LifecycleLimits;
import io.fractus.raid.lifecycle.LifecycleWorker;
import io.fractus.raid.lifecycle.Mover;
import io.fractus.raid.lifecycle.TransitionTotals;
import io.fractus.raid.lifecycle.TransitionWorker;
import io.fractus.raid.object.Lifecycles;
import java.util.function.Supplier;

/** What becomes of objects in time: some are deleted, some move to other storage classes. */
final class Ageing implements AutoCloseable {
  private final Mover mover;
  private final Chore deleting;
  private final Chore moving;

  /**
   * Begins with both.
   *
   * @param markerIds names delete markers, each time another
   */
  Ageing(
      Catalog catalog,
      Lifecycles lifecycles,
      Mover mover,
      Layouts layouts,
      Supplier<String> markerIds,
      Chore keeping,
      Chore reclaiming,
      Clocks clocks) {
    this.mover = mover;
    LifecycleWorker deletions =
        new LifecycleWorker(catalog, lifecycles, markerIds, reclaiming::wake, clocks.wall());
    TransitionWorker transitions =
        new TransitionWorker(
            catalog,
            lifecycles,
            mover,
            storageClass -> layouts.of(storageClass.name()),
            () -> {
              keeping.wake();
              reclaiming.wake();
            },
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
