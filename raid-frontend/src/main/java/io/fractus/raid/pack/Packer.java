// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.PackCatalog;
import io.fractus.raid.catalog.PackSlot;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.seal.KeyRing;
import io.fractus.raid.write.ObjectWriter;
import io.fractus.raid.write.PackWriter;
import io.fractus.raid.write.WriteLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** Puts objects: small ones into packs, all others through the writer. Thread-safe. */
public final class Packer implements AutoCloseable {
  /*
   * A small object is sealed on its own: it has its own key, and its frames are bound to its id, so
   * that none can be taken for that of another object. Sealed objects lie one after the other in
   * the sealed area of a stripe, across the borders of cells, and are not sealed again: so they can
   * be moved as they are, and without its key an object is gone whatever becomes of its pack.
   *
   *   pack   | object A: frame | object B: frame, frame, … | object C: frame | …
   *   cells  |        0         |         1        |         2        | …      k to a row
   */

  private final Catalog catalog;
  private final ObjectWriter writer;
  private final PackWriter packs;
  private final KeyRing keys;
  private final MemoryBudget memory;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentHashMap<Layout, PackLine> lines = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A packer for one gateway.
   *
   * @param writer puts what is not small
   * @param memory what bodies that wait in packs may take together
   * @param random must be secure: it makes data keys
   */
  public Packer(
      Catalog catalog,
      ObjectWriter writer,
      PackWriter packs,
      KeyRing keys,
      MemoryBudget memory,
      InstantSource clock,
      RandomGenerator random) {
    this.catalog = catalog;
    this.writer = writer;
    this.packs = packs;
    this.keys = keys;
    this.memory = memory;
    this.clock = clock;
    this.random = random;
  }

  /** Sealed bytes of a full pack of a layout. */
  static long packBytes(PackWriter packs, Layout layout) {
    return Math.min(PackLimits.PACK_BYTES, packs.packBytesMax(layout));
  }

  /** Stores an object; the contract is that of the object store. */
  public ObjectInfo put(PutRequest request, Layout layout, InputStream body) throws IOException {
    long max =
        Math.min(PackLimits.OBJECT_BYTES_MAX, packBytes(packs, layout) / PackLimits.OBJECTS_MIN);
    long length = request.length().orElse(max);
    if (length == 0 || length > max) {
      return writer.put(request, layout, body);
    }
    if (closed) {
      throw new StoreException(Code.UNAVAILABLE, "the gateway is closing");
    }
    // Before the body is read: the bucket may not be there.
    var _ = catalog.find(request.key());
    byte[] head;
    // Twice: plain and sealed.
    try (var _ = memory.take(2 * length, WriteLimits.STAGING_WAIT)) {
      PackLine line = expecting(layout);
      Optional<PackedPut> put;
      try {
        head = body.readNBytes((int) length + 1);
        boolean small = head.length > 0 && head.length <= length;
        put = small ? Optional.of(seal(request, layout, head)) : Optional.empty();
        put.ifPresent(line::add);
      } finally {
        line.arrived();
      }
      if (put.isPresent()) {
        return put.get().await();
      }
    }
    return writer.put(
        request, layout, new SequenceInputStream(new ByteArrayInputStream(head), body));
  }

  /** The line of a layout, which waits for one more put. */
  private PackLine expecting(Layout layout) {
    if (lines.size() > PackLimits.LINES_KEPT) {
      lines
          .keySet()
          .forEach(
              other -> lines.computeIfPresent(other, (key, line) -> line.isIdle() ? null : line));
    }
    return lines.compute(
        layout,
        (key, present) -> {
          PackLine line =
              present != null
                  ? present
                  : new PackLine(
                      packBytes(packs, layout),
                      executor,
                      pack -> write(layout, pack),
                      System::nanoTime);
          line.expect();
          return line;
        });
  }

  private PackedPut seal(PutRequest request, Layout layout, byte[] plain) {
    if (request.length().isPresent() && plain.length != request.length().getAsLong()) {
      throw new StoreException(
          Code.BODY_LENGTH_MISMATCH,
          "the body has only %d bytes, declared were %d"
              .formatted(plain.length, request.length().getAsLong()));
    }
    byte[] id = new byte[FrameCipher.OBJECT_ID];
    random.nextBytes(id);
    DataKey key = DataKey.random(random);
    FrameCipher cipher = new FrameCipher(key, id);
    byte[] sealed = new byte[Math.toIntExact(FrameCipher.sealedLength(plain.length))];
    int to = 0;
    for (int from = 0, frame = 0; from < plain.length; from += FrameCipher.PLAIN, frame++) {
      int length = Math.min(FrameCipher.PLAIN, plain.length - from);
      boolean last = from + length == plain.length;
      to += cipher.seal(0, frame, last, plain, from, length, sealed, to);
    }
    ObjectInfo info =
        ObjectWriter.info(
            request,
            plain.length,
            ObjectWriter.etag(md5(plain), request.customerKey(), id),
            layout,
            clock.instant());
    return new PackedPut(
        new StoredObject(
            HexFormat.of().formatHex(id), info, keys.wrap(key, request.customerKey(), id)),
        sealed,
        present ->
            MultipartUploads.check(
                request.key(), request.ifNoneMatchAny(), request.ifMatch(), present));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** Brings a pack to its end: each of its puts has an answer when this returns. */
  private void write(Layout layout, List<PackedPut> pack) {
    try {
      List<byte[]> sealed = pack.stream().map(PackedPut::sealed).toList();
      List<PackCatalog.Outcome> outcomes =
          packs.write(layout, sealed, () -> closed, stripe -> commit(stripe, pack));
      for (int i = 0; i < pack.size(); i++) {
        PackedPut put = pack.get(i);
        PackCatalog.Outcome outcome = outcomes.get(i);
        outcome.refused().ifPresentOrElse(put::fail, () -> put.succeed(outcome.info()));
      }
    } catch (RuntimeException | Error e) {
      // An Error too, such as a full heap: else its puts would wait for ever.
      pack.forEach(put -> put.fail(e));
    }
  }

  private List<PackCatalog.Outcome> commit(StoredStripe stripe, List<PackedPut> pack) {
    List<PackCatalog.Entry> entries = new ArrayList<>(pack.size());
    long offset = 0;
    for (PackedPut put : pack) {
      int length = put.sealed().length;
      PackSlot slot = new PackSlot(stripe.objectId(), offset, length);
      entries.add(new PackCatalog.Entry(put.object(), slot, put.precondition()));
      offset += length;
    }
    return catalog.packs().commit(stripe, entries, clock.instant());
  }

  /** Gives up packs that wait for nodes, and waits until all have ended. */
  @Override
  public void close() {
    closed = true;
    executor.close();
  }
}
