// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The stripes of packs that were read lately, so that they are not parsed anew. Thread-safe. */
public final class KnownPacks {
  /*
   * A pack has the stripe that it was made with as long as it lives, and its id is never that of
   * another; what changes is whether its bits are staged. So it is remembered once none is. That it
   * lives is known by who asks: he has pinned it.
   */

  private final Catalog catalog;
  private final Map<String, StoredStripe> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Of one catalog. */
  public KnownPacks(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The stripes of an object that is pinned. */
  public Stripes stripes(StoredObject object) {
    return Stripes.of(object, catalog, this::stripe);
  }

  Optional<StoredStripe> stripe(String packId) {
    synchronized (known) {
      StoredStripe remembered = known.get(packId);
      if (remembered != null) {
        return Optional.of(remembered);
      }
    }
    Optional<StoredStripe> found = catalog.packs().stripe(packId);
    if (found.isPresent() && found.get().bits().stream().noneMatch(StoredBit::staged)) {
      synchronized (known) {
        known.put(packId, found.get());
        if (known.size() > ReadLimits.KNOWN_PACKS_MAX) {
          known.remove(known.keySet().iterator().next());
        }
      }
    }
    return found;
  }
}
