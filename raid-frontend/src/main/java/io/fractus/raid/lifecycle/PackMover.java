// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.PackSlot;
import io.fractus.raid.catalog.PackedObject;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.catalog.TransitionCatalog.Target;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.pack.PackLimits;
import io.fractus.raid.read.PackReader;
import io.fractus.raid.write.PackWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves objects that lie in packs into packs of the layout of a class. One thread's. */
final class PackMover {
  /*
   * As a compaction moves them, but into a pack of another layout and with their class. What was
   * deleted, or was compacted meanwhile, does not move and leaves a hole.
   */

  private static final Logger log = LoggerFactory.getLogger(PackMover.class);

  private final Catalog catalog;
  private final PackReader reader;
  private final PackWriter writer;
  private final Pace pace;
  private final InstantSource steady;
  private final InstantSource wall;
  private final Target target;
  private final List<StoredObject> waiting = new ArrayList<>();
  private final Set<String> ended = new HashSet<>();
  private long bytes;
  private long moved;

  PackMover(
      Catalog catalog,
      PackReader reader,
      PackWriter writer,
      Pace pace,
      InstantSource steady,
      InstantSource wall,
      Target target) {
    this.catalog = catalog;
    this.reader = reader;
    this.writer = writer;
    this.pace = pace;
    this.steady = steady;
    this.wall = wall;
    this.target = target;
  }

  /**
   * Moves an object with the next ones; throws {@link StoreException} as a put does.
   *
   * @param slot where it lies
   */
  void move(StoredObject object, PackSlot slot) {
    long packBytes = Math.min(PackLimits.PACK_BYTES, writer.packBytesMax(target.layout()));
    if (!waiting.isEmpty()
        && (bytes + slot.length() > packBytes || waiting.size() >= PackLimits.OBJECTS_MAX)) {
      finish();
    }
    waiting.add(object);
    bytes += slot.length();
  }

  /** Moves what waits for others. */
  void finish() {
    List<StoredObject> objects = List.copyOf(waiting);
    waiting.clear();
    bytes = 0;
    if (objects.isEmpty() || pace.hasEnded()) {
      return;
    }
    Instant begun = steady.instant();
    List<PackedObject> packed = new ArrayList<>();
    List<byte[]> sealed = new ArrayList<>();
    read(objects, packed, sealed);
    if (!packed.isEmpty()) {
      writer.write(
          target.layout(),
          sealed,
          pace::hasEnded,
          pack -> {
            List<PackSlot> to = PackSlot.sideBySide(pack.objectId(), sealed);
            return ended.addAll(
                catalog.lifecycles().transitions().move(pack, packed, to, target, wall.instant()));
          });
    }
    long size = sealed.stream().mapToLong(some -> some.length).sum();
    moved += size;
    pace.await(begun, size);
  }

  /** Those of one pack are read together. What is of the layout already only gets its class. */
  private void read(List<StoredObject> objects, List<PackedObject> packed, List<byte[]> sealed) {
    Map<String, List<PackedObject>> packs = new LinkedHashMap<>();
    for (StoredObject object : objects) {
      object
          .slot()
          .ifPresent(slot ->
              packs
                  .computeIfAbsent(slot.packId(), id -> new ArrayList<>())
                  .add(new PackedObject(object.id(), slot)));
    }
    packs.forEach((id, inside) -> {
      Optional<StoredStripe> pack = catalog.packs().stripe(id);
      if (pack.isPresent() && pack.get().layout().equals(target.layout())) {
        List<String> ids = inside.stream().map(PackedObject::objectId).toList();
        ended.addAll(catalog.lifecycles().transitions().end(ids, target));
      } else if (pack.isPresent()) {
        try {
          sealed.addAll(reader.read(pack.get(), inside.stream().map(PackedObject::slot).toList()));
          packed.addAll(inside);
        } catch (StoreException e) {
          if (e.code() != Code.STRIPE_UNAVAILABLE) {
            throw e;
          }
          log.info("objects of a pack are left in their class for now: {}", e.getMessage());
        }
      }
    });
  }

  /** The ids of objects that are of the class now. */
  Set<String> ended() {
    return Set.copyOf(ended);
  }

  /** Sealed bytes that moved. */
  long movedBytes() {
    return moved;
  }
}
