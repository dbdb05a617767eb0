// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.read.KnownPacks;
import io.fractus.raid.read.Readers;
import io.fractus.raid.read.StoredObjectReader;
import io.fractus.raid.read.Stripes;
import io.fractus.raid.seal.KeyRing;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Opens versions of objects: looked up, pinned, with the keys that open their frames. */
final class Opening {
  private final Catalog catalog;
  private final KeyRing keys;
  private final Readers readers;
  private final Pins pins;
  private final KnownPacks packs;

  Opening(Catalog catalog, KeyRing keys, Readers readers, Pins pins) {
    this.catalog = catalog;
    this.keys = keys;
    this.readers = readers;
    this.pins = pins;
    this.packs = new KnownPacks(catalog);
  }

  /**
   * A reader of an object, which stays whole while it is open.
   *
   * @param look finds the object, or throws
   */
  ObjectReader open(Supplier<StoredObject> look) {
    StoredObject object = pinned(look);
    AtomicBoolean open = new AtomicBoolean(true);
    Runnable unpin =
        () -> {
          if (open.getAndSet(false)) {
            unpin(object);
          }
        };
    Stripes stripes;
    try {
      stripes = packs.stripes(object);
    } catch (RuntimeException e) {
      unpin.run();
      throw e;
    }
    ReaderKeys opened = new ReaderKeys(object, catalog.multipart(), keys);
    return new StoredObjectReader(object, opened, catalog, stripes, readers, unpin);
  }

  /**
   * Looks again after pinning: it may have been replaced, or moved, between look and pin. Of what
   * was seen in a pack that is not needed as long as nothing at all was taken apart meanwhile.
   */
  StoredObject pinned(Supplier<StoredObject> look) {
    while (true) {
      long letGo = pins.letGo();
      StoredObject object = look.get();
      pins.add(object.stripesId(), object);
      if (object.slot().isPresent() && pins.letGo() == letGo) {
        return object;
      }
      try {
        StoredObject now = look.get();
        if (now.id().equals(object.id()) && now.slot().equals(object.slot())) {
          return object;
        }
      } catch (RuntimeException e) {
        pins.remove(object.stripesId(), object);
        throw e;
      }
      pins.remove(object.stripesId(), object);
    }
  }

  void unpin(StoredObject object) {
    pins.remove(object.stripesId(), object);
  }
}
