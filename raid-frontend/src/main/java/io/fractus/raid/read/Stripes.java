// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.PackSlot;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The stripes of one version of an object. */
@FunctionalInterface
public interface Stripes {
  /**
   * Those that hold bytes of a range, by number.
   *
   * @param from first byte of the range
   * @param to one past its last
   * @param max at most so many, the first ones
   */
  List<StoredStripe> covering(long from, long to, int max);

  /**
   * As the catalog has them. Where a packed object lies is as it was when the object was looked up:
   * it may move while it is read, and the pack that it was in is the one that is pinned.
   */
  static Stripes of(StoredObject object, Catalog catalog) {
    return of(object, catalog, catalog.packs()::stripe);
  }

  /**
   * The same with what is known of packs.
   *
   * @param packs finds the stripe of a pack
   */
  static Stripes of(
      StoredObject object, Catalog catalog, Function<String, Optional<StoredStripe>> packs) {
    if (object.slot().isEmpty()) {
      return (from, to, max) -> catalog.stripes(object.id(), from, to, max);
    }
    PackSlot slot = object.slot().get();
    List<StoredStripe> one =
        List.of(
            packs
                .apply(slot.packId())
                .orElseThrow(() ->
                    new StoreException(
                        Code.UNAVAILABLE, "the pack of " + object.info().key() + " is gone"))
                .at(object.id(), slot, object.info().size()));
    return (from, to, max) -> from < to ? one : List.of();
  }
}
