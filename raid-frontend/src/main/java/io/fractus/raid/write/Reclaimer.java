// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.torrents.InfoHash;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Takes doomed objects apart and has the tracker release their bits. Used by one thread. */
public final class Reclaimer {
  private final Catalog catalog;
  private final TrackerClient tracker;
  private final Consumer<StoredBit> unstage;
  private final Predicate<String> pinned;

  /**
   * A reclaimer for one gateway.
   *
   * @param unstage deletes a bit from staging, once the catalog has it as gone from there
   * @param pinned whether an object of this id is being read
   */
  public Reclaimer(
      Catalog catalog,
      TrackerClient tracker,
      Consumer<StoredBit> unstage,
      Predicate<String> pinned) {
    this.catalog = catalog;
    this.tracker = tracker;
    this.unstage = unstage;
    this.pinned = pinned;
  }

  /** One pass; returns whether there was anything to do. Throws what the tracker throws. */
  public boolean pass() {
    boolean busy = false;
    // What is being read is stepped over: it must not keep others from being taken apart.
    List<String> doomed = catalog.remains().doomed(WriteLimits.RECLAIM_BATCH);
    for (int skip = 0; !doomed.isEmpty() && !busy; ) {
      for (String objectId : doomed) {
        if (pinned.test(objectId)) {
          skip++;
        } else {
          dismantle(objectId);
          busy = true;
        }
      }
      doomed = busy ? List.of() : catalog.remains().doomed(skip, WriteLimits.RECLAIM_BATCH);
    }
    List<InfoHash> garbage = catalog.remains().garbage(Limits.INFOHASHES_PER_MESSAGE_MAX);
    if (!garbage.isEmpty()) {
      tracker.release(garbage);
      catalog.remains().forgetGarbage(garbage);
      busy = true;
    }
    return busy;
  }

  private void dismantle(String objectId) {
    catalog.remains().dismantle(objectId).forEach(unstage);
  }
}
