// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import io.fractus.platform.Clocks;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.PackSlot;
import io.fractus.raid.catalog.PackedObject;
import io.fractus.raid.catalog.StoredPack;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.read.PackReader;
import io.fractus.raid.write.PackWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rewrites packs with holes, and small ones into larger ones. Thread-safe. */
public final class Compactor {
  /*
   * Objects move as the sealed bytes that they are, with their keys and ids. The new pack has a
   * copy of each of its bits on a node before the catalog says that an object is in it, and the old
   * one is doomed in that same transaction: whenever this is killed, each object is in one of them.
   * What was deleted or replaced meanwhile does not move, and leaves a hole.
   */

  private static final Logger log = LoggerFactory.getLogger(Compactor.class);

  private final Catalog catalog;
  private final PackReader reader;
  private final PackWriter writer;
  private final Runnable onMoved;
  private final Clocks clocks;
  private final Map<String, Instant> unreadable = new LinkedHashMap<>();
  private static final long MERGED_FROM = PackLimits.MERGED_BYTES / PackLimits.MERGE_MIN;

  private volatile boolean closed;

  /**
   * A compactor for one gateway.
   *
   * @param onMoved called when packs were doomed
   */
  public Compactor(
      Catalog catalog, PackReader reader, PackWriter writer, Runnable onMoved, Clocks clocks) {
    this.catalog = catalog;
    this.reader = reader;
    this.writer = writer;
    this.onMoved = onMoved;
    this.clocks = clocks;
  }

  /** One pack is made of others; returns whether there was anything to do. */
  public synchronized boolean pass() {
    Instant now = clocks.steady().instant();
    unreadable.values().removeIf(until -> !until.isAfter(now));
    List<StoredPack> candidates =
        catalog.packs().candidates(MERGED_FROM, PackLimits.CANDIDATES_MAX).stream()
            .filter(pack -> !unreadable.containsKey(pack.id()))
            .toList();
    List<StoredPack> chosen =
        CompactionPlan.choose(candidates, layout -> mergedBytes(Layout.parse(layout)));
    if (chosen.isEmpty() || closed) {
      return false;
    }
    rewrite(Layout.parse(chosen.getFirst().layout()), chosen);
    return true;
  }

  private long mergedBytes(Layout layout) {
    return Math.min(PackLimits.MERGED_BYTES, writer.packBytesMax(layout));
  }

  /** Ends a wait for nodes. */
  public void cancel() {
    closed = true;
  }

  private void rewrite(Layout layout, List<StoredPack> chosen) {
    List<PackedObject> objects = new ArrayList<>();
    List<byte[]> sealed = new ArrayList<>();
    for (StoredPack pack : chosen) {
      read(pack, objects, sealed);
    }
    if (objects.isEmpty()) {
      return;
    }
    StoredStripe made =
        writer.write(
            layout,
            sealed,
            () -> closed,
            stripe -> {
              List<PackSlot> slots = PackSlot.sideBySide(stripe.objectId(), sealed);
              catalog.packs().move(stripe, objects, slots, clocks.wall().instant());
              return stripe;
            });
    log.info(
        "{} objects of {} packs are now in one with {} bytes",
        objects.size(),
        chosen.size(),
        made.sealedLength());
    onMoved.run();
  }

  /** Adds what lies in a pack; nothing if it cannot be read now. */
  private void read(StoredPack pack, List<PackedObject> objects, List<byte[]> sealed) {
    Optional<StoredStripe> stripe = catalog.packs().stripe(pack.id());
    List<PackedObject> inside = catalog.packs().objects(pack.id());
    if (stripe.isEmpty() || inside.isEmpty()) {
      return;
    }
    try {
      sealed.addAll(reader.read(stripe.get(), inside.stream().map(PackedObject::slot).toList()));
      objects.addAll(inside);
    } catch (StoreException e) {
      if (unreadable.size() < PackLimits.UNREADABLE_MAX) {
        unreadable.put(pack.id(), clocks.steady().instant().plus(PackLimits.UNREADABLE_PAUSE));
      }
      log.info("a pack with holes is left as it is for now: {}", e.getMessage());
    }
  }
}
