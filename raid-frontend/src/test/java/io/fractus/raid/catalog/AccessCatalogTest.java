// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketBook.Usage;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");
  private static final ObjectKey KEY = new ObjectKey("hers", "k");
  private static final long PART = MultipartUploads.PART_BYTES_MIN;

  @TempDir Path directory;
  private Catalog catalog;
  private BucketBook book;
  private int ids;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    book = catalog.book(InstantSource.fixed(NOW));
    book.create("hers", "alice");
    catalog.createBucket("old", NOW);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void owners_ofBuckets_areThoseWhoMadeThemOrRoot() {
    assertThat(book.owner("hers")).contains("alice");
    assertThat(book.owner("old")).contains(BucketBook.ROOT);
    assertThat(book.owner("none")).isEmpty();
    assertThat(book.of("alice")).containsExactly(new BucketInfo("hers", NOW));
    assertThat(book.of(BucketBook.ROOT)).extracting(BucketInfo::name).containsExactly("old");
    assertCode(Code.BUCKET_EXISTS, () -> book.create("old", "bob"));
    assertCode(Code.INVALID_BUCKET_NAME, () -> book.create("Not A Bucket", "bob"));
    assertThat(book.owner("old")).contains(BucketBook.ROOT);
  }

  @Test
  void settings_goWithTheirBucket() {
    book.set("hers", "policy", "a");
    book.set("hers", "policy", "b");
    book.set("hers", "cors", "c");
    assertThat(book.setting("hers", "policy")).contains("b");
    book.set("hers", "cors", "");
    assertThat(book.setting("hers", "cors")).isEmpty();
    assertCode(Code.NO_SUCH_BUCKET, () -> book.set("none", "policy", "a"));
    catalog.deleteBucket("hers");
    book.create("hers", "bob");
    assertThat(book.setting("hers", "policy")).isEmpty();
    assertThat(book.owner("hers")).contains("bob");
  }

  @Test
  void acl_ofAnObject_goesWithItAndIsNotThatOfTheNext() {
    ObjectInfo first = put(KEY, 10, "e1");
    book.setAcl(first, "public-read");
    assertThat(book.acl(KEY)).contains("public-read");
    ObjectInfo second = put(KEY, 11, "e2");
    assertThat(book.acl(KEY)).isEmpty();
    // The put of the first object says it only now.
    assertCode(Code.NO_SUCH_KEY, () -> book.setAcl(first, "public-read"));
    assertThat(book.acl(KEY)).isEmpty();
    book.setAcl(second, "authenticated-read");
    catalog.delete(KEY);
    assertThat(book.acl(KEY)).isEmpty();
  }

  @Test
  void acl_ofAnUpload_isThatOfItsObject() {
    UploadInfo upload = begin(KEY);
    book.setAcl(upload, "public-read");
    part(upload, 1, PART);
    assertThat(book.acl(KEY)).isEmpty();
    complete(upload, List.of(1));
    assertThat(book.acl(KEY)).contains("public-read");
    UploadInfo aborted = begin(KEY);
    book.setAcl(aborted, "public-read");
    catalog.multipart().abort(KEY, aborted.uploadId());
    assertCode(Code.NO_SUCH_UPLOAD, () -> book.setAcl(aborted, "public-read"));
  }

  @Test
  void usage_ofRandomPutsUploadsAndDeletes_isWhatAModelCounts() {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("AccessCatalogTest: -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    Map<ObjectKey, Long> objects = new HashMap<>();
    Map<UploadInfo, Map<Integer, Long>> uploads = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      ObjectKey key = new ObjectKey(random.nextBoolean() ? "hers" : "old", "k" + random.nextInt(5));
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          long size = random.nextInt(1_000);
          var _ = put(key, size, "e");
          objects.put(key, size);
        }
        case 2 -> {
          catalog.delete(key);
          objects.remove(key);
        }
        case 3 -> uploads.put(begin(key), new TreeMap<>());
        default -> change(random, objects, uploads);
      }
      check(objects, uploads, "alice", "hers");
      check(objects, uploads, BucketBook.ROOT, "old");
    }
    close();
    openAgain();
    check(objects, uploads, "alice", "hers");
  }

  private void openAgain() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    book = catalog.book(InstantSource.fixed(NOW));
  }

  /** Gives a part to an upload, completes it, or aborts it. */
  private void change(
      Random random, Map<ObjectKey, Long> objects, Map<UploadInfo, Map<Integer, Long>> uploads) {
    if (uploads.isEmpty()) {
      return;
    }
    List<UploadInfo> all = new ArrayList<>(uploads.keySet());
    UploadInfo upload = all.get(random.nextInt(all.size()));
    Map<Integer, Long> parts = uploads.getOrDefault(upload, Map.of());
    int what = random.nextInt(5);
    if (what == 0) {
      catalog.multipart().abort(upload.key(), upload.uploadId());
      uploads.remove(upload);
    } else if (what == 1 && !parts.isEmpty()) {
      // Those with even numbers are left out, unless there are no others.
      List<Integer> odd = parts.keySet().stream().filter(n -> n % 2 == 1).toList();
      List<Integer> chosen = odd.isEmpty() ? List.copyOf(parts.keySet()) : odd;
      complete(upload, chosen);
      objects.put(upload.key(), chosen.stream().mapToLong(parts::get).sum());
      uploads.remove(upload);
    } else {
      int number = 1 + random.nextInt(4);
      long size = PART + random.nextInt(100);
      part(upload, number, size);
      parts.put(number, size);
    }
  }

  private void part(UploadInfo upload, int number, long size) {
    String id = "%032x".formatted(++ids);
    catalog.begin(id, upload.key(), NOW);
    PartInfo part = new PartInfo(number, 0, size, "p", NOW, Optional.empty());
    catalog.multipart().commitPart(upload.key(), upload.uploadId(), id, part, new byte[] {1});
  }

  private void check(
      Map<ObjectKey, Long> objects,
      Map<UploadInfo, Map<Integer, Long>> uploads,
      String owner,
      String bucket) {
    List<Long> sizes =
        objects.entrySet().stream()
            .filter(entry -> entry.getKey().bucket().equals(bucket))
            .map(Map.Entry::getValue)
            .toList();
    long parts =
        uploads.entrySet().stream()
            .filter(entry -> entry.getKey().key().bucket().equals(bucket))
            .flatMap(entry -> entry.getValue().values().stream())
            .mapToLong(size -> size)
            .sum();
    long bytes = parts + sizes.stream().mapToLong(size -> size).sum();
    assertThat(book.usage(owner)).isEqualTo(new Usage(sizes.size(), bytes));
  }

  private ObjectInfo put(ObjectKey key, long size, String etag) {
    String id = "%032x".formatted(++ids);
    catalog.begin(id, key, NOW);
    ObjectInfo info = new ObjectInfo(key, size, etag, NOW, "text/plain", Map.of(), "raid0:1");
    catalog.commit(new StoredObject(id, info, new byte[] {1}), _ -> {});
    return info;
  }

  private UploadInfo begin(ObjectKey key) {
    UploadRequest request =
        new UploadRequest(
            key, Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Map.of());
    return catalog
        .multipart()
        .create("%032x".formatted(++ids), new byte[] {1}, request, "raid0:1", NOW);
  }

  private void complete(UploadInfo upload, List<Integer> numbers) {
    var _ =
        catalog
            .multipart()
            .complete(
                new CompleteRequest(
                    upload.key(),
                    upload.uploadId(),
                    numbers.stream().map(n -> new CompleteRequest.Part(n, "p")).toList(),
                    false,
                    Optional.empty(),
                    _ -> Optional.empty()),
                NOW);
  }

  private static void assertCode(Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
