// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.pack.PackLimits;
import io.fractus.raid.pack.Packer;
import io.fractus.raid.seal.KeyRing;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.Ack;
import io.fractus.raid.write.ObjectWriter;
import io.fractus.raid.write.PackWriter;
import io.fractus.raid.write.Settler;
import io.fractus.raid.write.Spreader;
import io.fractus.raid.write.Spreading;
import io.fractus.raid.write.WriteLimits;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What writes objects, put together: by themselves, in packs, and what chooses. */
final class Writing implements AutoCloseable {
  private final ObjectWriter objects;
  private final PackWriter packs;
  private final Packer packer;
  private final Settler settler;

  Writing(
      Catalog catalog,
      StagingArea staging,
      Spreader spreader,
      KeyRing keys,
      String cloudId,
      long bitLength,
      Ack ack,
      InstantSource clock,
      SecureRandom random) {
    MemoryBudget rows = MemoryBudget.ofHeap(WriteLimits.HEAP_DIVISOR);
    MemoryBudget cells = MemoryBudget.ofHeap(PackLimits.CELLS_HEAP_DIVISOR);
    MemoryBudget bodies = MemoryBudget.ofHeap(PackLimits.BODIES_HEAP_DIVISOR);
    this.settler = new Settler(catalog, spreader);
    Spreading puts = ack == Ack.STAGED ? settler : spreader;
    this.objects =
        new ObjectWriter(catalog, staging, puts, keys, cloudId, bitLength, rows, clock, random);
    PackWriter put =
        new PackWriter(catalog, staging, puts, cloudId, bitLength, cells, clock, random);
    this.packer = new Packer(catalog, objects, put, keys, bodies, clock, random);
    this.packs =
        new PackWriter(catalog, staging, spreader, cloudId, bitLength, cells, clock, random);
  }

  ObjectWriter objects() {
    return objects;
  }

  /** For what is on nodes and is written anew: always on nodes before the old is let go. */
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
    settler.close();
  }
}
