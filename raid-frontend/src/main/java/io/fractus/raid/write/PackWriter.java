// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.platform.Secrets;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.staging.StagingArea;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Brings packs of sealed objects onto nodes and has them committed. Thread-safe. */
public final class PackWriter {
  private static final int PACK_ID_DIGITS = 32;

  private final Catalog catalog;
  private final StagingArea staging;
  private final Spreading spreading;
  private final String cloudId;
  private final long bitLength;
  private final MemoryBudget memory;
  private final CellPool pool;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * A writer for one gateway; the arguments are those of its {@link ObjectWriter}.
   *
   * @param memory what the cells of all packs may take together
   */
  public PackWriter(
      Catalog catalog,
      StagingArea staging,
      Spreading spreading,
      String cloudId,
      long bitLength,
      MemoryBudget memory,
      InstantSource clock,
      RandomGenerator random) {
    this.catalog = catalog;
    this.staging = staging;
    this.spreading = spreading;
    this.cloudId = cloudId;
    this.bitLength = bitLength;
    this.memory = memory;
    this.pool = RowPipeline.newPool(WriteLimits.PACK_POOL_BYTES);
    this.clock = clock;
    this.random = random;
  }

  /**
   * A writer of stripes that takes the same way.
   *
   * @param cells what the cells of all its runs may take together
   */
  public SealedWriter sealedWriter(MemoryBudget cells) {
    return new SealedWriter(catalog, staging, spreading, cloudId, bitLength, cells, clock, random);
  }

  /** The sealed bytes that a pack of a layout may have: those of a full segment. */
  public long packBytesMax(Layout layout) {
    return StripeGeometry.sealedBytesPerSegment(layout, bitLength);
  }

  /**
   * Stages, spreads and commits a pack. When this throws, nothing of it stays.
   *
   * @param sealed what is in it, one after the other
   * @param cancelled asked now and then; true ends the wait for nodes
   * @param commit given the stripe, whose bits have a copy each: commits it
   * @return what the commit returned
   * @throws StoreException as a put does
   */
  public <T> T write(
      Layout layout,
      List<byte[]> sealed,
      BooleanSupplier cancelled,
      Function<StoredStripe, T> commit) {
    String packId = Secrets.newHex(random, PACK_ID_DIGITS);
    StoredStripe stripe = stage(packId, layout, sealed);
    spreading.announce(packId, 0);
    boolean committed = false;
    try {
      begin(stripe);
      spreading.spread(stripe, cancelled);
      T result = commit.apply(stripe);
      committed = true;
      return result;
    } finally {
      spreading.forget(packId, 1);
      if (!committed) {
        catalog.abandon(packId);
      }
    }
  }

  private StoredStripe stage(String packId, Layout layout, List<byte[]> sealed) {
    long bytes = RowPipeline.footprint(layout.bits());
    try (var _ = memory.take(bytes, WriteLimits.STAGING_WAIT);
        StripeWriter writer =
            new StripeWriter(layout, bitLength, staging, packId, null, cloudId, random, pool)) {
      return writer.writePack(sealed);
    } catch (IOException e) {
      throw StripeWriter.cannotStage(e);
    }
  }

  private void begin(StoredStripe stripe) {
    try {
      catalog.packs().begin(stripe, clock.instant());
    } catch (RuntimeException e) {
      stripe.bits().forEach(bit -> staging.delete(bit.metainfo()));
      throw e;
    }
  }
}
