// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.TransitionCatalog.Target;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.read.PackReader;
import io.fractus.raid.read.Readers;
import io.fractus.raid.write.PackWriter;
import io.fractus.raid.write.SealedWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Moves versions of objects to other storage classes. One thread moves, any may look. */
public final class Mover {
  private final Catalog catalog;
  private final Readers readers;
  private final SealedWriter stripes;
  private final PackWriter packs;
  private final Readership readership;
  private final Clocks clocks;
  private final Pace pace;
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /**
   * A mover for one gateway.
   *
   * @param readership keeps what is being read
   */
  public Mover(
      Catalog catalog,
      Readers readers,
      SealedWriter stripes,
      PackWriter packs,
      Readership readership,
      Clocks clocks) {
    this.catalog = catalog;
    this.readers = readers;
    this.stripes = stripes;
    this.packs = packs;
    this.readership = readership;
    this.clocks = clocks;
    this.pace = new Pace(LifecycleLimits.MOVED_BYTES_PER_SECOND, clocks.steady());
  }

  /**
   * Moves what is still as it was seen. What cannot be read is left as it is.
   *
   * @throws io.fractus.raid.object.StoreException as a put does; what has moved before has moved
   */
  void move(List<ObjectInfo> seen, Target target) {
    List<ObjectInfo> left = seen;
    for (int attempt = 0; attempt < LifecycleLimits.PACKED_ATTEMPTS && !left.isEmpty(); attempt++) {
      left = moveOnce(left, target);
    }
    failed.addAndGet(pace.hasEnded() ? 0 : left.size());
  }

  /** Returns what lay in packs and was elsewhere when it was to move. */
  private List<ObjectInfo> moveOnce(List<ObjectInfo> seen, Target target) {
    StripeMover striped =
        new StripeMover(catalog, readers, stripes, readership, pace, clocks.steady(), target);
    PackMover packed =
        new PackMover(
            catalog, new PackReader(readers), packs, pace, clocks.steady(), clocks.wall(), target);
    List<StoredObject> inPacks = new ArrayList<>();
    try {
      for (ObjectInfo info : seen) {
        Optional<StoredObject> object = catalog.lifecycles().transitions().find(info);
        if (object.isPresent() && object.get().slot().isPresent()) {
          inPacks.add(object.get());
          packed.move(object.get(), object.get().slot().get());
        } else {
          object.ifPresent(striped::move);
        }
      }
      striped.finish();
      packed.finish();
    } finally {
      objects.addAndGet(striped.ended().size() + packed.ended().size());
      bytes.addAndGet(striped.movedBytes() + packed.movedBytes());
      failed.addAndGet(striped.left());
    }
    return inPacks.stream()
        .filter(object -> !packed.ended().contains(object.id()))
        .map(StoredObject::info)
        .toList();
  }

  /** All of a class was left for the next round. */
  void hasFailed() {
    failed.incrementAndGet();
  }

  public TransitionTotals totals() {
    return new TransitionTotals(objects.get(), bytes.get(), failed.get());
  }

  boolean hasEnded() {
    return pace.hasEnded();
  }

  /** Ends what is under way; what has not moved stays as it is. */
  public void end() {
    pace.end();
  }
}
