// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PieceHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Layout LAYOUT = Layout.parse("raid5:2+1x2");

  @TempDir Path directory;
  private Catalog catalog;
  private int names;

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
  void createBucket_twice_isRefused() {
    assertCode(() -> catalog.createBucket("photos", NOW), Code.BUCKET_EXISTS);
    assertThat(catalog.buckets()).extracting("name").containsExactly("photos");
  }

  @Test
  void deleteBucket_withObjects_isRefused() {
    put("a");
    assertCode(() -> catalog.deleteBucket("photos"), Code.BUCKET_NOT_EMPTY);
    catalog.delete(key("a"));
    catalog.deleteBucket("photos");
    assertCode(() -> catalog.find(key("a")), Code.NO_SUCH_BUCKET);
  }

  @Test
  void commit_overAnObject_doomsTheOldOne() {
    StoredObject first = put("a");
    StoredObject second = put("a");
    assertThat(catalog.find(key("a")).map(StoredObject::id)).contains(second.id());
    assertThat(catalog.remains().doomed(10)).containsExactly(first.id());
  }

  @Test
  void commit_preconditionThrows_leavesWhatWasThere() {
    StoredObject first = put("a");
    StoredObject second = begun("a");
    assertCode(
        () ->
            catalog.commit(
                second,
                present -> {
                  throw new StoreException(Code.PRECONDITION_FAILED, "no: " + present);
                }),
        Code.PRECONDITION_FAILED);
    assertThat(catalog.find(key("a")).map(StoredObject::id)).contains(first.id());
    assertThat(catalog.remains().doomed(10)).isEmpty();
  }

  @Test
  void open_afterAnUploadWasCutOff_doomsItAndItsBitsBecomeGarbage() {
    StoredObject cutOff = begun("a");
    StoredStripe stripe = stripe(cutOff.id(), 0);
    catalog.addStripe(stripe);
    put("b");
    catalog.close();

    catalog = Catalog.open(directory.resolve("catalog.db"));

    assertThat(catalog.remains().doomed(10)).containsExactly(cutOff.id());
    assertThat(catalog.remains().dismantle(cutOff.id())).hasSize(3);
    assertThat(catalog.remains().doomed(10)).isEmpty();
    List<InfoHash> garbage = catalog.remains().garbage(10);
    assertThat(garbage).containsExactlyInAnyOrderElementsOf(stripe.infoHashes());
    catalog.remains().forgetGarbage(garbage);
    assertThat(catalog.remains().garbage(10)).isEmpty();
    assertThat(catalog.find(key("b"))).isPresent();
  }

  @Test
  void stripes_ofARange_areThoseThatHoldIt() {
    StoredObject object = begun("a");
    for (int number = 0; number < 5; number++) {
      catalog.addStripe(stripe(object.id(), number));
    }
    assertThat(catalog.stripes(object.id(), 1_000, 2_001, 10))
        .extracting(StoredStripe::number)
        .containsExactly(1, 2);
    assertThat(catalog.stripes(object.id(), 0, 5_000, 2))
        .extracting(StoredStripe::number)
        .containsExactly(0, 1);
  }

  @Test
  void stagedStripes_areThoseOfObjectsAndUploads_notThoseOfTheDoomed() {
    StoredObject givenUp = begun("a");
    StoredStripe doomed = stripe(givenUp.id(), 0);
    catalog.addStripe(doomed);
    assertThat(catalog.stagedStripes(0, 10)).containsExactly(doomed);
    assertThat(catalog.stagedStripes(1, 10)).isEmpty();
    catalog.abandon(givenUp.id());
    StoredObject acknowledged = begun("b");
    StoredStripe stripe = stripe(acknowledged.id(), 0);
    catalog.addStripe(stripe);
    catalog.commit(acknowledged, present -> {});

    assertThat(catalog.stagedStripes(0, 10)).containsExactly(stripe);
    catalog.unstage(stripe.infoHashes());
    assertThat(catalog.stagedStripes(0, 10)).isEmpty();
    assertThat(catalog.stagedBits()).hasSize(3);
  }

  @Test
  void disownIfGone_stripeTakenApart_makesItsBitsGarbageAgain() {
    StoredObject object = begun("a");
    StoredStripe stripe = stripe(object.id(), 0);
    catalog.addStripe(stripe);
    catalog.disownIfGone(stripe);
    assertThat(catalog.remains().garbage(10)).isEmpty();

    catalog.abandon(object.id());
    catalog.remains().dismantle(object.id());
    catalog.remains().forgetGarbage(catalog.remains().garbage(10));
    catalog.disownIfGone(stripe);
    assertThat(catalog.remains().garbage(10))
        .containsExactlyInAnyOrderElementsOf(stripe.infoHashes());
  }

  @Test
  void disownIfGone_otherBitsUnderItsName_makesGarbageOfTheOldOnesOnly() {
    StoredObject object = begun("a");
    StoredStripe now = stripe(object.id(), 0);
    StoredStripe before = stripe(object.id(), 0);
    catalog.addStripe(now);
    catalog.disownIfGone(before);
    assertThat(catalog.remains().garbage(10))
        .containsExactlyInAnyOrderElementsOf(before.infoHashes());
  }

  @Test
  void abandon_afterACommitThatIsOnDisk_leavesTheObject() {
    StoredObject object = put("a");
    catalog.abandon(object.id());
    assertThat(catalog.remains().doomed(10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void list_randomKeysPageByPage_equalsAPlainFilter(long seed) {
    Random random = new Random(seed);
    TreeSet<String> keys =
        new TreeSet<>(Comparator.comparing(CatalogTest::utf8, java.util.Arrays::compareUnsigned));
    String[] parts = {"a", "b/", "c", "dir/", "é", "\uD83D\uDE00", "/", "z"};
    for (int i = 0; i < 300; i++) {
      StringBuilder key = new StringBuilder();
      for (int part = random.nextInt(1, 5); part > 0; part--) {
        key.append(parts[random.nextInt(parts.length)]);
      }
      if (keys.add(key.toString())) {
        put(key.toString());
      }
    }
    for (String prefix : List.of("", "b/", "dir/", "a", "nothing")) {
      for (String delimiter : List.of("", "/", "dir/")) {
        assertThat(pages(prefix, delimiter, random.nextInt(1, 7)))
            .as("seed %d, prefix '%s', delimiter '%s'", seed, prefix, delimiter)
            .isEqualTo(expected(keys, prefix, delimiter));
      }
    }
  }

  @Test
  void list_maxZero_isEmptyAndLast() {
    put("a");
    ObjectListing listing = catalog.list(new ListRequest("photos", "", "", "", 0));
    assertThat(listing.objects()).isEmpty();
    assertThat(listing.next()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void list_keysWithTheHighestCharacter_areHiddenByTheirPrefixAsOthersAre(int max) {
    String highest = Character.toString(Character.MAX_CODE_POINT);
    for (String rest : List.of("b", highest, highest + "c", highest + highest)) {
      put("a/" + rest);
    }
    put("a0");
    assertThat(pages("", "/", max)).containsExactly("a/", "a0");
  }

  private List<String> pages(String prefix, String delimiter, int max) {
    List<String> found = new ArrayList<>();
    String after = "";
    for (int page = 0; page < 1_000; page++) {
      ObjectListing listing =
          catalog.list(new ListRequest("photos", prefix, delimiter, after, max));
      List<String> entries = new ArrayList<>(listing.commonPrefixes());
      listing.objects().forEach(object -> entries.add(object.key().key()));
      assertThat(entries).hasSizeLessThanOrEqualTo(max);
      entries.sort(Comparator.comparing(CatalogTest::utf8, java.util.Arrays::compareUnsigned));
      found.addAll(entries);
      if (listing.next() == null) {
        return found;
      }
      after = listing.next();
    }
    throw new AssertionError("the listing does not end");
  }

  private static List<String> expected(Set<String> keys, String prefix, String delimiter) {
    return keys.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> {
          int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
          return end < 0 ? key : key.substring(0, end + delimiter.length());
        })
        .distinct()
        .toList();
  }

  private static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private StoredObject put(String key) {
    StoredObject object = begun(key);
    catalog.commit(object, present -> {});
    return object;
  }

  private StoredObject begun(String key) {
    String id = "%032x".formatted(++names);
    catalog.begin(id, key(key), NOW);
    ObjectInfo info =
        new ObjectInfo(
            key(key), 5_000, "etag", NOW, "text/plain", Map.of("x-amz-meta-a", "b"), "raid0:1");
    return new StoredObject(id, info, new byte[] {1, 2, 3});
  }

  /** Stripes of 1,000 bytes of plaintext each. */
  private StoredStripe stripe(String objectId, int number) {
    List<StoredBit> bits = new ArrayList<>();
    for (int position = 0; position < LAYOUT.bits(); position++) {
      byte[] pieces = PieceHasher.hash(new byte[] {(byte) ++names}, 0, 1);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", "%032x".formatted(++names), 512, 65_536, pieces);
      bits.add(new StoredBit(position, metainfo, 2, true));
    }
    return new StoredStripe(objectId, number, number * 1_000L, 1_000, LAYOUT, bits);
  }

  private static ObjectKey key(String key) {
    return new ObjectKey("photos", key);
  }

  private static void assertCode(Runnable call, Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void find_anObject_hasAllThatWasCommitted() {
    StoredObject object = put("a b/ü");
    StoredObject found = catalog.find(key("a b/ü")).orElseThrow();
    assertThat(found.info()).isEqualTo(object.info());
    assertThat(found.wrappedKey()).isEqualTo(object.wrappedKey());
    assertThat(catalog.find(key("a b"))).isEqualTo(Optional.empty());
  }
}
