// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Layout LAYOUT = Layout.parse("raid5:2+1");
  private static final PackTotals NOTHING = new PackTotals(0, 0, 0, 0);

  @TempDir Path directory;
  private Catalog catalog;
  private int names;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("bucket", NOW);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void commit_ofAPack_putsAllOfItsObjects() {
    StoredStripe stripe = begun(300);
    assertThat(commit(stripe, "a", "c")).containsExactly(Optional.empty(), Optional.empty());
    assertThat(slot("a")).isEqualTo(new PackSlot(stripe.objectId(), 0, 100));
    assertThat(slot("c")).isEqualTo(new PackSlot(stripe.objectId(), 100, 100));
    assertThat(catalog.packs().stripe(stripe.objectId())).contains(stripe);
    assertThat(catalog.packs().totals()).isEqualTo(new PackTotals(1, 2, 200, 100));
    assertThat(catalog.stagedStripes(0, 10)).containsExactly(stripe);
  }

  @Test
  void candidates_manySmallPacks_doNotHideOneWithHoles() {
    for (int i = 0; i < 5; i++) {
      commit(begun(100), "small" + i);
    }
    StoredStripe hollow = begun(700);
    commit(hollow, "a", "b", "c");
    assertThat(catalog.packs().candidates(1_000, 2))
        .hasSize(3)
        .first()
        .satisfies(pack -> assertThat(pack.id()).isEqualTo(hollow.objectId()));
    assertThat(catalog.packs().candidates(100, 10))
        .extracting(StoredPack::id)
        .containsExactly(hollow.objectId());
  }

  @Test
  void commit_oneIsRefused_leavesAHoleAndTheOthers() {
    commit(begun(100), "old");
    StoredStripe stripe = begun(200);
    List<PackCatalog.Entry> entries = entries(stripe, "old", "new");
    PackCatalog.Entry first = entries.getFirst();
    entries.set(
        0,
        new PackCatalog.Entry(
            first.object(),
            first.slot(),
            present -> {
              throw new StoreException(Code.PRECONDITION_FAILED, "no: " + present);
            }));
    List<Optional<StoreException>> refused = refused(catalog.packs().commit(stripe, entries, NOW));
    assertThat(refused.get(0).map(StoreException::code)).contains(Code.PRECONDITION_FAILED);
    assertThat(refused.get(1)).isEmpty();
    assertThat(slot("old").packId()).isNotEqualTo(stripe.objectId());
    assertThat(catalog.packs().totals()).isEqualTo(new PackTotals(2, 2, 200, 100));
  }

  @Test
  void commit_allAreRefused_doomsThePack() {
    catalog.createBucket("gone", NOW);
    catalog.deleteBucket("gone");
    StoredStripe stripe = begun(100);
    StoredObject object = object(new ObjectKey("gone", "a"));
    PackSlot slot = new PackSlot(stripe.objectId(), 0, 100);
    List<Optional<StoreException>> refused =
        refused(
            catalog
                .packs()
                .commit(stripe, List.of(new PackCatalog.Entry(object, slot, present -> {})), NOW));
    assertThat(refused.getFirst().map(StoreException::code)).contains(Code.NO_SUCH_BUCKET);
    assertThat(catalog.remains().doomed(10)).containsExactly(stripe.objectId());
    assertThat(catalog.packs().totals()).isEqualTo(NOTHING);
    assertThat(catalog.remains().dismantle(stripe.objectId())).hasSize(3);
  }

  @Test
  void commit_twiceTheSameKeyInOnePack_theLaterOneStays() {
    StoredStripe stripe = begun(200);
    commit(stripe, "a", "a");
    assertThat(slot("a").offset()).isEqualTo(100);
    assertThat(catalog.packs().totals()).isEqualTo(new PackTotals(1, 1, 100, 100));
    assertThat(catalog.remains().doomed(10)).isEmpty();
  }

  @Test
  void delete_theLastOfAPack_doomsThePackAndNothingElse() {
    StoredStripe stripe = begun(200);
    commit(stripe, "a", "c");
    catalog.delete(key("a"));
    assertThat(catalog.remains().doomed(10)).isEmpty();
    assertThat(catalog.packs().totals()).isEqualTo(new PackTotals(1, 1, 100, 100));
    catalog.delete(key("c"));
    assertThat(catalog.remains().doomed(10)).containsExactly(stripe.objectId());
    assertThat(catalog.packs().totals()).isEqualTo(NOTHING);
  }

  @Test
  void move_someAreReplacedMeanwhile_movesTheOthersOnly() {
    StoredStripe old = begun(300);
    commit(old, "stays", "deleted", "replaced");
    List<PackedObject> objects = catalog.packs().objects(old.objectId());
    StoredStripe made = begun(300);
    List<PackSlot> to =
        List.of(
            new PackSlot(made.objectId(), 0, 100),
            new PackSlot(made.objectId(), 100, 100),
            new PackSlot(made.objectId(), 200, 100));
    catalog.delete(key("deleted"));
    StoredStripe later = begun(100);
    commit(later, "replaced");

    catalog.packs().move(made, objects, to, NOW);

    assertThat(slot("stays")).isEqualTo(to.getFirst());
    assertThat(slot("replaced").packId()).isEqualTo(later.objectId());
    assertThat(catalog.find(key("deleted"))).isEmpty();
    assertThat(catalog.remains().doomed(10)).containsExactly(old.objectId());
    assertThat(catalog.packs().totals()).isEqualTo(new PackTotals(2, 2, 200, 200));
  }

  @Test
  void move_nothingIsLeftToMove_doomsTheNewPack() {
    StoredStripe old = begun(100);
    commit(old, "a");
    List<PackedObject> objects = catalog.packs().objects(old.objectId());
    StoredStripe made = begun(100);
    catalog.delete(key("a"));
    catalog.packs().move(made, objects, List.of(new PackSlot(made.objectId(), 0, 100)), NOW);
    assertThat(catalog.remains().doomed(10))
        .containsExactlyInAnyOrder(old.objectId(), made.objectId());
    assertThat(catalog.packs().totals()).isEqualTo(NOTHING);
  }

  @Test
  void open_afterAPackWasCutOff_doomsIt() {
    StoredStripe old = begun(100);
    commit(old, "a");
    StoredStripe cutOff = begun(100);
    catalog.close();
    catalog = Catalog.open(directory.resolve("catalog.db"));
    assertThat(catalog.remains().doomed(10)).containsExactly(cutOff.objectId());
    assertThat(slot("a").packId()).isEqualTo(old.objectId());
  }

  private StoredStripe begun(long sealedLength) {
    String id = "%032x".formatted(++names);
    List<StoredBit> bits = new ArrayList<>();
    for (int position = 0; position < LAYOUT.bits(); position++) {
      byte[] pieces = PieceHasher.hash(new byte[] {(byte) ++names}, 0, 1);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", "%032x".formatted(++names), 192, 65_536, pieces);
      bits.add(new StoredBit(position, metainfo, 1, true));
    }
    StoredStripe stripe = StoredStripe.ofPack(id, sealedLength, LAYOUT, bits);
    catalog.packs().begin(stripe, NOW);
    return stripe;
  }

  private List<Optional<StoreException>> commit(StoredStripe stripe, String... keys) {
    return refused(catalog.packs().commit(stripe, entries(stripe, keys), NOW));
  }

  private static List<Optional<StoreException>> refused(List<PackCatalog.Outcome> outcomes) {
    return outcomes.stream().map(PackCatalog.Outcome::refused).toList();
  }

  /** Objects of 100 sealed bytes, one after the other. */
  private List<PackCatalog.Entry> entries(StoredStripe stripe, String... keys) {
    List<PackCatalog.Entry> entries = new ArrayList<>();
    for (String key : keys) {
      PackSlot slot = new PackSlot(stripe.objectId(), entries.size() * 100L, 100);
      entries.add(new PackCatalog.Entry(object(key(key)), slot, present -> {}));
    }
    return entries;
  }

  private StoredObject object(ObjectKey key) {
    ObjectInfo info = new ObjectInfo(key, 84, "etag", NOW, "text/plain", Map.of(), "raid5:2+1");
    return new StoredObject("%032x".formatted(++names), info, new byte[] {1});
  }

  private PackSlot slot(String key) {
    return catalog.find(key(key)).flatMap(StoredObject::slot).orElseThrow();
  }

  private static ObjectKey key(String key) {
    return new ObjectKey("bucket", key);
  }
}
