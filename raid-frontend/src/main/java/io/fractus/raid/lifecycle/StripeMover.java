// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.catalog.TransitionCatalog.Exchange;
import io.fractus.raid.catalog.TransitionCatalog.Target;
import io.fractus.raid.layout.LayoutLimits;
import io.fractus.raid.read.Readers;
import io.fractus.raid.write.SealedWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves objects that have stripes of their own into the layout of a class. One thread's. */
final class StripeMover {
  /*
   * A sealed frame is bound to its object, its segment and its place there, and to no layout: so a
   * segment is read as it is sealed and becomes the stripe of another layout, without any key. Some
   * stripes move together, of one large object or of several small ones: the new bits have a copy
   * each on a node before the catalog exchanges them, in one transaction. An object is said to be
   * of the class with its last stripe. Where a large one is cut off, the next round goes on.
   */

  private static final Logger log = LoggerFactory.getLogger(StripeMover.class);

  private final Catalog catalog;
  private final Readers readers;
  private final SealedWriter writer;
  private final Readership readership;
  private final Pace pace;
  private final InstantSource steady;
  private final Target target;
  private final List<Part> together = new ArrayList<>();
  private final List<String> ending = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private long bytes;
  private long moved;
  private int left;

  StripeMover(
      Catalog catalog,
      Readers readers,
      SealedWriter writer,
      Readership readership,
      Pace pace,
      InstantSource steady,
      Target target) {
    this.catalog = catalog;
    this.readers = readers;
    this.writer = writer;
    this.readership = readership;
    this.pace = pace;
    this.steady = steady;
    this.target = target;
  }

  /** A stripe that is to move. */
  private record Part(StoredObject object, StoredStripe stripe) {}

  /**
   * Moves an object, now or with the next; throws {@link io.fractus.raid.object.StoreException} as
   * a put does.
   */
  void move(StoredObject object) {
    long size = object.info().size();
    for (long at = 0; at < size && !pace.hasEnded() && !unreadable.contains(object.id()); ) {
      List<StoredStripe> stripes =
          catalog.stripes(object.id(), at, size, LifecycleLimits.STRIPES_TOGETHER);
      if (stripes.isEmpty()) {
        // It was deleted, and taken apart meanwhile.
        return;
      }
      for (StoredStripe stripe : stripes) {
        at = stripe.plainOffset() + stripe.plainLength();
        if (!stripe.layout().equals(target.layout())) {
          add(new Part(object, stripe));
        }
      }
    }
    ending.add(object.id());
    if (ending.size() >= LifecycleLimits.STRIPES_TOGETHER) {
      finish();
    }
  }

  private void add(Part part) {
    long dataBits = target.layout().dataBits();
    if ((part.stripe.sealedLength() + dataBits - 1) / dataBits > LayoutLimits.BIT_BYTES_MAX) {
      leave(part, "its stripes are too large for " + target.layout());
      return;
    }
    together.add(part);
    bytes += part.stripe.sealedLength();
    if (together.size() >= LifecycleLimits.STRIPES_TOGETHER
        || bytes >= LifecycleLimits.BYTES_TOGETHER) {
      finish();
    }
  }

  private void leave(Part part, String why) {
    boolean there =
        catalog
            .lifecycles()
            .transitions()
            .find(part.object.info())
            .filter(now -> now.id().equals(part.object.id()))
            .isPresent();
    // What was deleted under our hands is no failure.
    if (unreadable.add(part.object.id()) && there) {
      left++;
      log.info(
          "{} is left in its class for now, and not moved to {}: {}",
          part.object.info().key(),
          target.storageClass(),
          why);
    }
  }

  /** Moves what waits for others. */
  void finish() {
    List<Part> parts = List.copyOf(together);
    List<String> objects = ending.stream().filter(id -> !unreadable.contains(id)).toList();
    long size = bytes;
    together.clear();
    ending.clear();
    bytes = 0;
    if (pace.hasEnded()) {
      return;
    }
    if (parts.isEmpty()) {
      if (!objects.isEmpty()) {
        ended.addAll(catalog.lifecycles().transitions().end(objects, target));
      }
      return;
    }
    Instant begun = steady.instant();
    writer.run(target.layout(), pace::hasEnded, run -> exchange(run, parts, objects));
    moved += size;
    pace.await(begun, size);
  }

  private boolean exchange(SealedWriter.Run run, List<Part> parts, List<String> objects) {
    List<Exchange> exchanges = new ArrayList<>();
    Set<String> owners = new HashSet<>();
    for (Part part : parts) {
      try (StripeSource source =
          new StripeSource(part.stripe, part.object.info().key().toString(), readers)) {
        run.write(source)
            .ifPresentOrElse(
                stripe -> {
                  exchanges.add(new Exchange(part.object.id(), part.stripe, stripe));
                  owners.add(part.object.stripesId());
                },
                () -> leave(part, source.failure()));
      }
    }
    run.finish();
    String doomedId = writer.newId();
    readership.keep(doomedId, owners);
    try {
      List<String> whole = objects.stream().filter(id -> !unreadable.contains(id)).toList();
      ended.addAll(
          catalog.lifecycles().transitions().end(run.id(), doomedId, exchanges, whole, target));
    } finally {
      readership.settle(doomedId);
    }
    return true;
  }

  /** The ids of objects that are of the class now. */
  Set<String> ended() {
    return Set.copyOf(ended);
  }

  /** Objects that were left as they are. */
  int left() {
    return left;
  }

  /** Sealed bytes that moved. */
  long movedBytes() {
    return moved;
  }
}
