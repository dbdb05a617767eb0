// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.platform.Secrets;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.staging.StagingArea;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Brings stripes onto nodes once more, in another layout and as sealed as they are. Thread-safe.
 */
public final class SealedWriter {
  private static final int ID_DIGITS = 32;

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
   * @param memory what the cells of all runs may take together
   */
  SealedWriter(
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

  /** A run: stripes that are on nodes, and none of them of an object yet. */
  public interface Run {
    /** Under which its stripes are. */
    String id();

    /**
     * Encodes and stages a stripe and starts to spread it, once there is room.
     *
     * @return the stripe; empty, and nothing of it is left, if the source threw
     * @throws StoreException as a put does
     */
    Optional<StoredStripe> write(SealedSource source);

    /** Waits until every bit has a copy on a node; throws as a put does. */
    void finish();
  }

  /**
   * Makes a run and has it ended. When this throws, nothing of it stays.
   *
   * @param cancelled asked now and then; true ends the wait for nodes
   * @param body writes and finishes the run and has its stripes exchanged
   * @return what the body returned
   */
  public <T> T run(Layout layout, BooleanSupplier cancelled, Function<Run, T> body) {
    String id = newId();
    long bytes = RowPipeline.footprint(layout.bits()) + WriteLimits.PUT_BYTES;
    boolean ended = false;
    try (var _ = memory.take(bytes, WriteLimits.STAGING_WAIT)) {
      catalog.lifecycles().transitions().begin(id, clock.instant());
      try (StripeWriter writer =
              new StripeWriter(layout, bitLength, staging, id, null, cloudId, random, pool);
          StripesInFlight inFlight = new StripesInFlight(id, spreading, cancelled)) {
        T result = body.apply(new Writing(id, writer, inFlight));
        ended = true;
        return result;
      } finally {
        if (!ended) {
          catalog.abandon(id);
        }
      }
    }
  }

  /** Names a run, or what is doomed when it ends. */
  public String newId() {
    return Secrets.newHex(random, ID_DIGITS);
  }

  /** A run under way. Not thread-safe. */
  private final class Writing implements Run {
    private final String id;
    private final StripeWriter writer;
    private final StripesInFlight inFlight;
    private int number;

    Writing(String id, StripeWriter writer, StripesInFlight inFlight) {
      this.id = id;
      this.writer = writer;
      this.inFlight = inFlight;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Optional<StoredStripe> write(SealedSource source) {
      StoredStripe stripe;
      try {
        stripe = writer.writeSealed(source, number);
      } catch (SealedSource.Unreadable _) {
        return Optional.empty();
      } catch (IOException e) {
        throw StripeWriter.cannotStage(e);
      }
      number++;
      inFlight.announce(stripe);
      try {
        catalog.addStripe(stripe);
      } catch (RuntimeException e) {
        stripe.bits().forEach(bit -> staging.delete(bit.metainfo()));
        throw e;
      }
      inFlight.start(stripe);
      return Optional.of(stripe);
    }

    @Override
    public void finish() {
      inFlight.finish();
    }
  }
}
