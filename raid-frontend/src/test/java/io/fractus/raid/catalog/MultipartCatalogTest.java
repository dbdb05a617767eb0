// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.Sql;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.object.UploadRequest.UploadChecksum;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PieceHasher;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Layout LAYOUT = Layout.parse("raid5:2+1x2");
  private static final ObjectKey KEY = new ObjectKey("photos", "big");
  private static final long STRIPE = MultipartUploads.PART_BYTES_MIN;

  @TempDir Path directory;
  private Catalog catalog;
  private int names;
  private int ids;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("photos", NOW);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void complete_partsInAnyOrderOfArrival_haveTheirPlacesInTheObject() {
    UploadInfo upload = begin(KEY);
    String third = put(upload, 7, 1, "c");
    String first = put(upload, 2, 2, "a");
    String second = put(upload, 3, 1, "b");

    ObjectInfo info = complete(upload, part(2, "a"), part(3, "b"), part(7, "c"));

    assertThat(info.size()).isEqualTo(4 * STRIPE);
    assertThat(info.parts()).isEqualTo(3);
    assertThat(info.etag()).endsWith("-3");
    assertThat(info.contentType()).isEqualTo("image/png");
    StoredObject object = catalog.find(KEY).orElseThrow();
    assertThat(object.info()).isEqualTo(info);
    assertThat(catalog.stripes(object.id(), 0, info.size(), 10))
        .extracting(s -> s.objectId() + " " + s.number() + " " + s.plainOffset() / STRIPE)
        .containsExactly(first + " 0 0", first + " 1 1", second + " 0 2", third + " 0 3");
    assertThat(catalog.stripes(object.id(), 2 * STRIPE - 1, 2 * STRIPE + 1, 10))
        .extracting(StoredStripe::plainOffset)
        .containsExactly(STRIPE, 2 * STRIPE);
    assertThat(catalog.multipart().partsOf(object, 2, 1).parts())
        .extracting(PartInfo::offset)
        .containsExactly(2 * STRIPE);
    assertThat(catalog.stagedStripes(0, 10)).hasSize(4);
  }

  @Test
  void complete_again_givesTheSameObject() {
    UploadInfo upload = begin(KEY);
    put(upload, 1, 1, "a");
    ObjectInfo info = complete(upload, part(1, "a"));
    assertThat(complete(upload, part(1, "a"))).isEqualTo(info);
    assertCode(() -> complete(upload, part(1, "b")), Code.NO_SUCH_UPLOAD);
    catalog.delete(KEY);
    assertCode(() -> complete(upload, part(1, "a")), Code.NO_SUCH_UPLOAD);
  }

  @ParameterizedTest
  @CsvSource({
    "2 1, INVALID_PART_ORDER",
    "1 1, INVALID_PART_ORDER",
    "1 4, INVALID_PART",
    "1 3 2, INVALID_PART_ORDER",
    "1 2 3, PART_TOO_SMALL"
  })
  void complete_againstTheRules_isRefusedAndTheUploadStays(String numbers, Code code) {
    UploadInfo upload = begin(KEY);
    put(upload, 1, 1, "a");
    part(upload, 2, 100, "a");
    put(upload, 3, 1, "a");
    CompleteRequest.Part[] parts =
        List.of(numbers.split(" ", -1)).stream()
            .map(number -> part(Integer.parseInt(number), "a"))
            .toArray(CompleteRequest.Part[]::new);
    assertCode(() -> complete(upload, parts), code);
    assertThat(catalog.multipart().parts(KEY, upload.uploadId(), 0, 10).parts()).hasSize(3);
    assertThat(catalog.find(KEY)).isEmpty();
    assertThat(catalog.remains().doomed(10)).isEmpty();
  }

  @Test
  void complete_preconditionFails_leavesBoth() {
    UploadInfo first = begin(KEY);
    put(first, 1, 1, "a");
    complete(first, part(1, "a"));
    UploadInfo second = begin(KEY);
    put(second, 1, 1, "b");
    assertCode(
        () ->
            catalog
                .multipart()
                .complete(
                    new CompleteRequest(
                        KEY,
                        second.uploadId(),
                        List.of(part(1, "b")),
                        true,
                        Optional.empty(),
                        parts -> Optional.empty()),
                    NOW),
        Code.PRECONDITION_FAILED);
    assertThat(catalog.multipart().find(KEY, second.uploadId())).isEqualTo(second);
  }

  @Test
  void replacedLeftOutAndAborted_giveAllBitsBack() throws SQLException {
    UploadInfo upload = begin(KEY);
    String replaced = put(upload, 1, 1, "old");
    put(upload, 1, 1, "a");
    assertThat(catalog.remains().doomed(10)).containsExactly(replaced);
    String leftOut = put(upload, 9, 1, "x");
    complete(upload, part(1, "a"));
    assertThat(catalog.remains().doomed(10)).containsExactlyInAnyOrder(replaced, leftOut);
    UploadInfo aborted = begin(new ObjectKey("photos", "other"));
    put(aborted, 1, 3, "a");
    put(aborted, 2, 3, "a");
    catalog.multipart().abort(aborted.key(), aborted.uploadId());
    assertCode(() -> put(aborted, 3, 1, "late"), Code.NO_SUCH_UPLOAD);
    catalog.delete(KEY);

    assertThat(dismantleAll()).isEqualTo(names);
    assertThat(catalog.stagedBits()).isEmpty();
    assertThat(rows("stripes", "bits", "parts", "multiparts", "uploads", "objects", "doomed"))
        .isZero();
  }

  @Test
  void open_afterAKill_keepsUploadsAndDoomsPartsThatWereCutOff() {
    UploadInfo upload = begin(KEY);
    put(upload, 1, 1, "a");
    String cutOff = begun();
    catalog.addStripe(stripe(cutOff, 0));
    catalog.close();

    catalog = Catalog.open(directory.resolve("catalog.db"));

    assertThat(catalog.remains().doomed(10)).containsExactly(cutOff);
    assertThat(catalog.multipart().find(KEY, upload.uploadId())).isEqualTo(upload);
    put(upload, 2, 1, "b");
    assertThat(complete(upload, part(1, "a"), part(2, "b")).parts()).isEqualTo(2);
  }

  @Test
  void find_otherKeyOrName_isNoUpload() {
    UploadInfo upload = begin(KEY);
    put(upload, 1, 1, "a");
    ObjectKey other = new ObjectKey("photos", "other");
    assertCode(() -> catalog.multipart().find(other, upload.uploadId()), Code.NO_SUCH_UPLOAD);
    for (String name : List.of("", "x", "0".repeat(44), upload.uploadId() + "0")) {
      assertCode(() -> catalog.multipart().find(KEY, name), Code.NO_SUCH_UPLOAD);
    }
  }

  @Test
  void deleteBucket_withUnfinishedUploads_givesThemUp() {
    UploadInfo upload = begin(KEY);
    put(upload, 1, 2, "a");
    catalog.deleteBucket("photos");
    assertThat(dismantleAll()).isEqualTo(names);
  }

  @Test
  void list_pageByPage_hasEachUploadOnceInOrder() {
    List<String> expected = new ArrayList<>();
    for (String key : List.of("a", "b/1", "b/2", "c", "d/1")) {
      for (int i = 0; i < 2; i++) {
        UploadInfo upload = begin(new ObjectKey("photos", key));
        expected.add(key + " " + upload.uploadId());
      }
    }
    assertThat(pages("", "", 3)).isEqualTo(expected);
    assertThat(pages("b/", "", 1)).isEqualTo(expected.subList(2, 6));
    assertThat(pages("", "/", 1))
        .containsExactly(
            expected.get(0), expected.get(1), "b/ ", expected.get(6), expected.get(7), "d/ ");
    assertThat(pages("none", "/", 1)).isEmpty();
  }

  @Test
  void checksum_ofPartAndObject_isKept() {
    Checksum checksum = new Checksum("CRC32C", "AAAA-1", true);
    UploadInfo upload = begin(KEY);
    assertThat(upload.checksum()).contains(new UploadChecksum("CRC32C", true));
    put(upload, 1, 1, "a");
    assertThat(catalog.multipart().parts(KEY, upload.uploadId(), 0, 1).parts().getFirst())
        .extracting(PartInfo::checksum)
        .isEqualTo(Optional.of(new Checksum("CRC32C", "AAAA", false)));
    ObjectInfo info =
        catalog
            .multipart()
            .complete(
                new CompleteRequest(
                    KEY,
                    upload.uploadId(),
                    List.of(part(1, "a")),
                    false,
                    Optional.empty(),
                    parts -> Optional.of(checksum)),
                NOW);
    assertThat(info.checksum()).contains(checksum);
    assertThat(catalog.find(KEY).orElseThrow().info()).isEqualTo(info);
    catalog.tag(KEY, Map.of("a", "b", "c", ""));
    assertThat(catalog.find(KEY).orElseThrow().info().tags()).isEqualTo(Map.of("a", "b", "c", ""));
    assertCode(() -> catalog.tag(new ObjectKey("photos", "none"), Map.of()), Code.NO_SUCH_KEY);
  }

  private List<String> pages(String prefix, String delimiter, int max) {
    List<String> found = new ArrayList<>();
    String key = "";
    String upload = "";
    for (int page = 0; page < 100; page++) {
      UploadListing listing =
          catalog
              .multipart()
              .list(new UploadListRequest("photos", prefix, delimiter, key, upload, max));
      TreeSet<String> entries = new TreeSet<>();
      listing.uploads().forEach(u -> entries.add(u.key().key() + " " + u.uploadId()));
      listing.commonPrefixes().forEach(p -> entries.add(p + " "));
      assertThat(entries).hasSizeLessThanOrEqualTo(max);
      found.addAll(entries);
      if (!listing.more()) {
        return found;
      }
      key = listing.nextKey();
      upload = listing.nextUpload();
    }
    throw new AssertionError("the listing does not end");
  }

  /** Returns how many bits were given back. */
  private int dismantleAll() {
    int staged = 0;
    for (String id : catalog.remains().doomed(100)) {
      staged += catalog.remains().dismantle(id).size();
    }
    List<InfoHash> garbage = catalog.remains().garbage(10_000);
    assertThat(garbage).hasSize(staged);
    return staged;
  }

  private long rows(String... tables) throws SQLException {
    long rows = 0;
    String url = "jdbc:sqlite:" + directory.resolve("catalog.db");
    try (Connection connection = DriverManager.getConnection(url)) {
      for (String table : tables) {
        rows +=
            Sql.queryFirst(connection, "SELECT COUNT(*) FROM " + table, row -> row.getLong(1))
                .orElseThrow();
      }
    }
    return rows;
  }

  private UploadInfo begin(ObjectKey key) {
    return catalog
        .multipart()
        .create(
            "%032x".formatted(0xabc000 + ++ids),
            new byte[] {1},
            new UploadRequest(
                key,
                Optional.of("image/png"),
                Map.of(),
                Optional.empty(),
                Optional.of(new UploadChecksum("CRC32C", true)),
                Map.of()),
            LAYOUT.toString(),
            NOW);
  }

  private String begun() {
    String id = "%032x".formatted(0xdef000 + ++ids);
    catalog.begin(id, KEY, NOW);
    return id;
  }

  /** A part of so many stripes. */
  private String put(UploadInfo upload, int number, int stripes, String etag) {
    String id = begun();
    for (int i = 0; i < stripes; i++) {
      catalog.addStripe(stripe(id, i));
    }
    try {
      commit(upload, id, number, stripes * STRIPE, etag);
    } catch (StoreException e) {
      catalog.abandon(id);
      throw e;
    }
    return id;
  }

  private void part(UploadInfo upload, int number, long size, String etag) {
    commit(upload, begun(), number, size, etag);
  }

  private void commit(UploadInfo upload, String id, int number, long size, String etag) {
    PartInfo part =
        new PartInfo(
            number, 0, size, etag, NOW, Optional.of(new Checksum("CRC32C", "AAAA", false)));
    catalog.multipart().commitPart(upload.key(), upload.uploadId(), id, part, new byte[] {2});
  }

  private ObjectInfo complete(UploadInfo upload, CompleteRequest.Part... parts) {
    return catalog
        .multipart()
        .complete(
            new CompleteRequest(
                upload.key(),
                upload.uploadId(),
                List.of(parts),
                false,
                Optional.empty(),
                known -> Optional.empty()),
            NOW);
  }

  private static CompleteRequest.Part part(int number, String etag) {
    return new CompleteRequest.Part(number, etag);
  }

  private StoredStripe stripe(String id, int number) {
    List<StoredBit> bits = new ArrayList<>();
    for (int position = 0; position < LAYOUT.bits(); position++) {
      byte[] pieces = PieceHasher.hash(new byte[] {(byte) ++names}, 0, 1);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", "%032x".formatted(names), 512, 65_536, pieces);
      bits.add(new StoredBit(position, metainfo, 2, true));
    }
    return new StoredStripe(id, number, number * STRIPE, STRIPE, LAYOUT, bits);
  }

  private static void assertCode(Runnable call, Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
