// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.TransitionCatalog.Exchange;
import io.fractus.raid.catalog.TransitionCatalog.Target;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.Versioning;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PieceHasher;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Layout OLD = Layout.parse("raid5:2+1x2");
  private static final Target TARGET = new Target(StorageClass.RAID6, Layout.parse("raid6:4+2x2"));
  private static final ObjectKey KEY = new ObjectKey("photos", "a");

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
  void end_stripesAsTheyWere_haveTheBitsOfTheRunAndTheOldOnesAreDoomed() {
    StoredObject object = put(2);
    List<StoredStripe> from = stripes(object);
    List<Exchange> exchanges = run("run", object, from);
    assertThat(transitions().end("run", "old", exchanges, List.of(object.id()), TARGET))
        .containsExactly(object.id());

    List<StoredStripe> now = stripes(object);
    assertThat(now)
        .extracting(StoredStripe::layout)
        .containsExactly(TARGET.layout(), TARGET.layout());
    assertThat(now)
        .extracting(StoredStripe::infoHashes)
        .isEqualTo(exchanges.stream().map(exchange -> exchange.to().infoHashes()).toList());
    assertThat(now)
        .extracting(s -> s.objectId() + " " + s.number() + " " + s.plainOffset())
        .isEqualTo(
            from.stream()
                .map(s -> s.objectId() + " " + s.number() + " " + s.plainOffset())
                .toList());
    ObjectInfo info = catalog.find(KEY).orElseThrow().info();
    assertThat(info.storageClass()).isEqualTo(StorageClass.RAID6);
    assertThat(info.layout()).isEqualTo("raid6:4+2x2");
    assertThat(catalog.remains().doomed(10)).containsExactly("old");
    // What it has now is followed up, and what it had is not.
    assertThat(catalog.stagedStripes(0, 10)).isEqualTo(now);
    assertThat(catalog.remains().dismantle("old")).hasSize(2 * OLD.bits());
    assertThat(catalog.remains().garbage(100)).containsExactlyInAnyOrderElementsOf(bits(from));
    assertThat(catalog.stagedBits()).hasSize(2 * TARGET.layout().bits());
  }

  @Test
  void end_someStripesOnly_theObjectIsOfTheClassWithTheLast() {
    StoredObject object = put(2);
    List<StoredStripe> from = stripes(object);
    List<Exchange> first = run("run1", object, from.subList(0, 1));
    assertThat(transitions().end("run1", "old1", first, List.of(object.id()), TARGET)).isEmpty();
    assertThat(stripes(object))
        .extracting(StoredStripe::layout)
        .containsExactly(TARGET.layout(), OLD);
    assertThat(catalog.find(KEY).orElseThrow().info()).isEqualTo(object.info());
    List<Exchange> second = run("run2", object, from.subList(1, 2));
    assertThat(transitions().end("run2", "old2", second, List.of(object.id()), TARGET)).hasSize(1);
  }

  @Test
  void end_objectDeletedOrMovedMeanwhile_changesNothingAndDoomsTheRun() {
    StoredObject object = put(1);
    List<StoredStripe> from = stripes(object);
    List<Exchange> exchanges = run("run1", object, from);
    List<Exchange> again = run("run2", object, from);
    transitions().end("run1", "old1", exchanges, List.of(object.id()), TARGET);
    List<StoredStripe> now = stripes(object);
    // Their stripe has other bits than those that were seen.
    Target other = new Target(StorageClass.RAID7, Layout.parse("raid7:8+3x2"));
    assertThat(transitions().end("run2", "old2", again, List.of(object.id()), other)).isEmpty();
    assertThat(stripes(object)).isEqualTo(now);
    assertThat(catalog.remains().doomed(10)).containsExactlyInAnyOrder("old1", "run2");

    List<Exchange> late = run("run3", object, now);
    catalog.delete(KEY);
    assertThat(transitions().end("run3", "old3", late, List.of(object.id()), TARGET)).isEmpty();
    assertThat(catalog.remains().doomed(10))
        .containsExactlyInAnyOrder("old1", "run2", "run3", object.id());
    catalog.remains().doomed(10).forEach(catalog.remains()::dismantle);
    assertThat(catalog.stagedBits()).isEmpty();
  }

  @Test
  void end_ofAHiddenVersion_changesThatOne() {
    catalog.versions().set("photos", Versioning.ENABLED);
    StoredObject hidden = put(1);
    List<Exchange> exchanges = run("run", hidden, stripes(hidden));
    StoredObject shown = put(1);
    transitions().end("run", "old", exchanges, List.of(hidden.id()), TARGET);
    assertThat(catalog.find(KEY).orElseThrow().info()).isEqualTo(shown.info());
    assertThat(catalog.versions().find(KEY, hidden.info().version()).info().storageClass())
        .isEqualTo(StorageClass.RAID6);
    assertThat(transitions().find(hidden.info()).map(StoredObject::id)).contains(hidden.id());
  }

  @Test
  void run_thatWasCutOff_isDoomedAtTheNextStart() {
    StoredObject object = put(1);
    List<StoredStripe> before = stripes(object);
    run("run", object, before);
    catalog.close();
    catalog = Catalog.open(directory.resolve("catalog.db"));
    assertThat(catalog.remains().doomed(10)).containsExactly("run");
    assertThat(stripes(object)).isEqualTo(before);
  }

  private TransitionCatalog transitions() {
    return catalog.lifecycles().transitions();
  }

  private List<Exchange> run(String id, StoredObject object, List<StoredStripe> from) {
    transitions().begin(id, NOW);
    List<Exchange> exchanges = new ArrayList<>();
    for (StoredStripe stripe : from) {
      StoredStripe to = stripe(id, exchanges.size(), TARGET.layout());
      catalog.addStripe(to);
      exchanges.add(new Exchange(object.id(), stripe, to));
    }
    return exchanges;
  }

  private List<StoredStripe> stripes(StoredObject object) {
    return catalog.stripes(object.id(), 0, object.info().size(), 10);
  }

  private static List<InfoHash> bits(List<StoredStripe> stripes) {
    return stripes.stream().flatMap(stripe -> stripe.infoHashes().stream()).toList();
  }

  private StoredObject put(int stripes) {
    String id = "%032x".formatted(++names);
    catalog.begin(id, KEY, NOW);
    for (int number = 0; number < stripes; number++) {
      catalog.addStripe(stripe(id, number, OLD));
    }
    ObjectInfo info =
        new ObjectInfo(KEY, stripes * 1_000L, id, NOW, "text/plain", Map.of(), OLD.toString());
    StoredObject object = new StoredObject(id, info, new byte[] {1});
    return object.as(catalog.commit(object, present -> {}).version());
  }

  /** Of 1,000 bytes of plaintext. */
  private StoredStripe stripe(String objectId, int number, Layout layout) {
    List<StoredBit> bits = new ArrayList<>();
    for (int position = 0; position < layout.bits(); position++) {
      byte[] pieces = PieceHasher.hash(new byte[] {(byte) ++names}, 0, 1);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", "%032x".formatted(names), 512, 65_536, pieces);
      bits.add(new StoredBit(position, metainfo, 2, true));
    }
    return new StoredStripe(objectId, number, number * 1_000L, 1_000, layout, bits);
  }
}
