// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.pack.PackLimits;
import io.fractus.raid.pack.Packer;
import io.fractus.raid.seal.KeyRing;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ObjectWriter;
import io.fractus.raid.write.PackWriter;
import io.fractus.raid.write.Spreader;
import io.fractus.raid.write.WriteLimits;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What writes objects, put together: by themselves, in packs, and what chooses. */
final class Writing implements AutoCloseable {
  private final ObjectWriter objects;
  private final PackWriter packs;
  private final Packer packer;

  Writing(
      Catalog catalog,
      StagingArea staging,
      Spreader spreader,
      KeyRing keys,
      String cloudId,
      long bitLength,
      InstantSource clock,
      SecureRandom random) {
    MemoryBudget rows = MemoryBudget.ofHeap(WriteLimits.HEAP_DIVISOR);
    MemoryBudget cells = MemoryBudget.ofHeap(PackLimits.CELLS_HEAP_DIVISOR);
    MemoryBudget bodies = MemoryBudget.ofHeap(PackLimits.BODIES_HEAP_DIVISOR);
    this.objects =
        new ObjectWriter(catalog, staging, spreader, keys, cloudId, bitLength, rows, clock, random);
    this.packs =
        new PackWriter(catalog, staging, spreader, cloudId, bitLength, cells, clock, random);
    this.packer = new Packer(catalog, objects, packs, keys, bodies, clock, random);
  }

  ObjectWriter objects() {
    return objects;
  }

  PackWriter packs() {
    return packs;
  }

  /** Puts objects, small ones together. */
  Packer packer() {
    return packer;
  }

  @Override
  public void close() {
    packer.close();
  }
}
