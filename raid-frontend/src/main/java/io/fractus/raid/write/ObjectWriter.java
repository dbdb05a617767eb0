// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.Layout;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.seal.KeyRing;
import io.fractus.raid.staging.StagingArea;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Puts objects: the whole way of a byte from the body to the commit. Thread-safe. */
public final class ObjectWriter {
  private static final int OBJECT_ID_BYTES = 16;

  private final Catalog catalog;
  private final StagingArea staging;
  private final Spreader spreader;
  private final KeyRing keys;
  private final String cloudId;
  private final long bitLength;
  private final MemoryBudget memory;
  private final CellPool pool;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * A writer for one gateway.
   *
   * @param cloudId the source of every torrent
   * @param bitLength what a bit of a full segment has, in bytes
   * @param memory what the cells of all puts may take together
   * @param random must be secure: it makes data keys
   */
  public ObjectWriter(
      Catalog catalog,
      StagingArea staging,
      Spreader spreader,
      KeyRing keys,
      String cloudId,
      long bitLength,
      MemoryBudget memory,
      InstantSource clock,
      RandomGenerator random) {
    this.catalog = catalog;
    this.staging = staging;
    this.spreader = spreader;
    this.keys = keys;
    this.cloudId = cloudId;
    this.bitLength = bitLength;
    this.memory = memory;
    this.pool = RowPipeline.newPool(WriteLimits.POOL_BYTES);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Stores an object; the contract is that of the object store.
   *
   * @param layout how to make its stripes
   */
  public ObjectInfo put(PutRequest request, Layout layout, InputStream body) throws IOException {
    long bytes = RowPipeline.footprint(layout.bits()) + WriteLimits.PUT_BYTES;
    try (var _ = memory.take(bytes, WriteLimits.STAGING_WAIT)) {
      return store(request, layout, body);
    }
  }

  private ObjectInfo store(PutRequest request, Layout layout, InputStream body) throws IOException {
    byte[] id = new byte[OBJECT_ID_BYTES];
    random.nextBytes(id);
    String objectId = HexFormat.of().formatHex(id);
    DataKey key = DataKey.random(random);
    catalog.begin(objectId, request.key(), clock.instant());
    boolean committed = false;
    try {
      PlainFrames frames = new PlainFrames(body, request.length());
      FrameCipher cipher = new FrameCipher(key, id);
      try (StripeWriter stripes =
          new StripeWriter(layout, bitLength, staging, objectId, cipher, cloudId, random, pool)) {
        writeStripes(objectId, frames, stripes);
      }
      ObjectInfo info =
          new ObjectInfo(
              request.key(),
              frames.total(),
              frames.md5(),
              now(),
              request.contentType().orElse("binary/octet-stream"),
              request.metadata(),
              layout.toString());
      catalog.commit(
          new StoredObject(objectId, info, keys.wrap(key, id)), present -> check(request, present));
      committed = true;
      return info;
    } finally {
      if (!committed) {
        catalog.abandon(objectId);
      }
    }
  }

  private void writeStripes(String objectId, PlainFrames frames, StripeWriter writer)
      throws IOException {
    try (StripesInFlight inFlight = new StripesInFlight(objectId, spreader)) {
      long offset = 0;
      for (int number = 0; frames.hasNext(); number++) {
        StoredStripe stripe = writer.write(frames, number, offset);
        offset += stripe.plainLength();
        inFlight.announce(stripe);
        try {
          catalog.addStripe(stripe);
        } catch (RuntimeException e) {
          stripe.bits().forEach(bit -> staging.delete(bit.metainfo()));
          throw e;
        }
        inFlight.start(stripe);
      }
      inFlight.finish();
    }
  }

  /** To the millisecond, which is what the catalog keeps. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Throws PRECONDITION_FAILED if a put must not replace what is there, or the lack of it. */
  public static void check(PutRequest request, Optional<ObjectInfo> present) {
    if (request.ifNoneMatchAny() && present.isPresent()) {
      throw new StoreException(
          Code.PRECONDITION_FAILED, "there is an object at " + request.key() + " already");
    }
    if (request.ifMatch().isPresent() && !present.map(ObjectInfo::etag).equals(request.ifMatch())) {
      throw new StoreException(
          Code.PRECONDITION_FAILED,
          "the object at %s has the ETag %s, not %s"
              .formatted(
                  request.key(),
                  present.map(ObjectInfo::etag).orElse("(none)"),
                  request.ifMatch().get()));
    }
  }
}
