// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.PackCatalog;
import io.fractus.raid.catalog.PackSlot;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.UploadRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Fills a catalog with as many keys as one likes, the way that small puts go. */
final class ManyKeys {
  private static final int SEALED = 1_040;
  private static final int PER_PACK = 1_000;
  private static final int UPLOADS_AT_ONCE = 64;
  private static final Layout LAYOUT = Layout.parse("raid0:1");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final Catalog catalog;
  private long ids;

  ManyKeys(Catalog catalog) {
    this.catalog = catalog;
  }

  void bucket(String bucket) {
    catalog.createBucket(bucket, NOW);
  }

  /** Puts an object of 1,000 bytes at each of so many keys. */
  void put(String bucket, int count, IntFunction<String> keys) {
    for (int from = 0; from < count; from += PER_PACK) {
      List<ObjectInfo> objects = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + PER_PACK); i++) {
        objects.add(
            new ObjectInfo(
                new ObjectKey(bucket, keys.apply(i)),
                SEALED - 16,
                "d41d8cd98f00b204e9800998ecf8427e",
                NOW,
                "text/plain",
                Map.of(),
                LAYOUT.toString()));
      }
      commit(objects);
    }
  }

  private void commit(List<ObjectInfo> objects) {
    byte[] hash = PieceHasher.hash(new byte[] {1}, 0, 1);
    BitMetainfo bit = BitMetainfo.create("bench", newId(), 512, 65_536, hash);
    StoredStripe pack =
        StoredStripe.ofPack(
            newId(),
            (long) objects.size() * SEALED,
            LAYOUT,
            List.of(new StoredBit(0, bit, 1, false)));
    List<PackCatalog.Entry> entries = new ArrayList<>(objects.size());
    for (ObjectInfo object : objects) {
      PackSlot slot = new PackSlot(pack.objectId(), (long) entries.size() * SEALED, SEALED);
      entries.add(
          new PackCatalog.Entry(
              new StoredObject(newId(), object, new byte[60]), slot, present -> {}));
    }
    catalog.packs().begin(pack, NOW);
    catalog.packs().commit(pack, entries, NOW);
  }

  /** Begins an upload at each of so many keys. */
  void upload(String bucket, int count, IntFunction<String> keys) {
    List<Future<?>> begun = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(UPLOADS_AT_ONCE)) {
      for (int i = 0; i < count; i++) {
        UploadRequest request =
            new UploadRequest(
                new ObjectKey(bucket, keys.apply(i)),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        String id = newId();
        begun.add(
            clients.submit(() ->
                catalog.multipart().create(id, new byte[60], request, LAYOUT.toString(), NOW)));
      }
    }
    begun.forEach(ManyKeys::join);
  }

  private static void join(Future<?> done) {
    if (done.state() == Future.State.FAILED) {
      throw new IllegalStateException(done.exceptionNow());
    }
  }

  private String newId() {
    return "%032x".formatted(++ids);
  }
}
