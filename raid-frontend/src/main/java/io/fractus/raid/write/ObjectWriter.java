// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.catalog.WrappedKey;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest;
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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Puts objects and parts of them: the whole way of a byte from the body to the commit. Thread-safe.
 */
public final class ObjectWriter {
  private static final int OBJECT_ID_BYTES = 16;

  private final Catalog catalog;
  private final StagingArea staging;
  private final Spreading spreading;
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
      Spreading spreading,
      KeyRing keys,
      String cloudId,
      long bitLength,
      MemoryBudget memory,
      InstantSource clock,
      RandomGenerator random) {
    this.catalog = catalog;
    this.staging = staging;
    this.spreading = spreading;
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
    return write(
        layout,
        request.customerKey(),
        () -> new PlainFrames(body, request.length()),
        id -> catalog.begin(id, request.key(), clock.instant()),
        run -> {
          ObjectInfo info = info(request, run.size(), run.etag(), layout, clock.instant());
          return catalog.commit(
              new StoredObject(run.id(), info, run.wrappedKey()),
              present ->
                  MultipartUploads.check(
                      request.key(), request.ifNoneMatchAny(), request.ifMatch(), present));
        });
  }

  /**
   * Stores a part; the contract is that of the store of uploads.
   *
   * @param layout how to make its stripes
   */
  public PartInfo put(PartRequest request, Layout layout, InputStream body) throws IOException {
    checkKey(request);
    return write(
        layout,
        request.customerKey(),
        () -> new PlainFrames(body, request.length(), MultipartUploads.PART_BYTES_MAX),
        id -> catalog.begin(id, request.key(), clock.instant()),
        run -> {
          PartInfo part =
              new PartInfo(
                  request.number(), 0, run.size(), run.etag(), now(), request.checksum().get());
          catalog
              .multipart()
              .commitPart(request.key(), request.uploadId(), run.id(), part, run.wrappedKey());
          return part;
        });
  }

  /** Throws CUSTOMER_KEY_MISMATCH unless a part comes with the key of its upload. */
  private void checkKey(PartRequest request) {
    WrappedKey key = catalog.multipart().keyOf(request.key(), request.uploadId());
    try {
      DataKey _ =
          keys.unwrap(key.bytes(), request.customerKey(), HexFormat.of().parseHex(key.id()));
    } catch (StoreException e) {
      throw new StoreException(
          Code.CUSTOMER_KEY_MISMATCH,
          "a part must come with the key of a client (SSE-C) that its upload was begun with, and"
              + " with none if it was begun without",
          e);
    }
  }

  /** Begins an upload of parts. */
  public UploadInfo create(UploadRequest request, Layout layout) {
    byte[] id = newId();
    return catalog
        .multipart()
        .create(
            HexFormat.of().formatHex(id),
            keys.wrap(DataKey.random(random), request.customerKey(), id),
            request,
            layout.toString(),
            now());
  }

  private <T> T write(
      Layout layout,
      Optional<CustomerKey> customer,
      FramesOpener body,
      Consumer<String> begin,
      Commit<T> commit)
      throws IOException {
    long bytes = RowPipeline.footprint(layout.bits()) + WriteLimits.PUT_BYTES;
    try (var _ = memory.take(bytes, WriteLimits.STAGING_WAIT)) {
      byte[] id = newId();
      String runId = HexFormat.of().formatHex(id);
      DataKey key = DataKey.random(random);
      begin.accept(runId);
      boolean committed = false;
      try {
        PlainFrames frames = body.open();
        FrameCipher cipher = new FrameCipher(key, id);
        try (StripeWriter stripes =
            new StripeWriter(layout, bitLength, staging, runId, cipher, cloudId, random, pool)) {
          writeStripes(runId, frames, stripes);
        }
        T done =
            commit.commit(
                new Run(
                    runId,
                    frames.total(),
                    etag(frames.md5(), customer, id),
                    keys.wrap(key, customer, id)));
        committed = true;
        return done;
      } finally {
        if (!committed) {
          catalog.abandon(runId);
        }
      }
    }
  }

  /** The MD5, unless the bytes are only for who has a key. */
  public static String etag(String md5, Optional<CustomerKey> customer, byte[] id) {
    return customer.map(key -> key.etag(md5, id)).orElse(md5);
  }

  private byte[] newId() {
    byte[] id = new byte[OBJECT_ID_BYTES];
    random.nextBytes(id);
    return id;
  }

  /** Opens the body once the catalog knows of the run. */
  @FunctionalInterface
  private interface FramesOpener {
    PlainFrames open() throws IOException;
  }

  /** Makes what was written an object, or a part. */
  @FunctionalInterface
  private interface Commit<T> {
    T commit(Run run);
  }

  /** Stripes that are on nodes, with an id and a key of their own. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
  private record Run(String id, long size, String etag, byte[] wrappedKey) {}

  private void writeStripes(String objectId, PlainFrames frames, StripeWriter writer)
      throws IOException {
    try (StripesInFlight inFlight = new StripesInFlight(objectId, spreading)) {
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

  /**
   * What is known of an object that was read to its end.
   *
   * @param now is kept to the millisecond, as the catalog does
   */
  public static ObjectInfo info(
      PutRequest request, long size, String etag, Layout layout, Instant now) {
    ObjectInfo standard =
        new ObjectInfo(
            request.key(),
            size,
            etag,
            now.truncatedTo(ChronoUnit.MILLIS),
            request.contentType().orElse("binary/octet-stream"),
            request.metadata(),
            layout.toString(),
            0,
            request.checksum().get(),
            request.tags());
    return standard
        .of(StorageClass.of(request.layout()))
        .of(request.lock())
        .sealedByCustomer(request.customerKey().isPresent());
  }
}
