// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import io.fractus.raid.object.Versioning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String BUCKET = "photos";
  private static final int STEPS = 600;
  private static final List<String> KEYS = List.of("a", "b/1", "b/2", "b/3", "c", "d/x");

  @TempDir Path directory;
  private Catalog catalog;
  private int names;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket(BUCKET, NOW);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void delete_inABucketWithVersioning_hidesTheObjectAndDeletingTheMarkerShowsItAgain() {
    StoredObject before = put("a");
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    StoredObject second = put("a");
    Deletion deletion = delete("a", Optional.empty());
    assertThat(deletion.marker()).isTrue();
    assertThat(catalog.find(key("a"))).isEmpty();
    assertThat(catalog.versions().marker(key("a"), Optional.empty()).map(VersionInfo::version))
        .contains(deletion.version());
    assertCode(() -> find("a", deletion.version()), Code.DELETE_MARKER);
    assertThat(find("a", "null").id()).isEqualTo(before.id());

    Deletion undone = delete("a", Optional.of(deletion.version()));

    assertThat(undone).isEqualTo(new Deletion(true, true, deletion.version()));
    assertThat(catalog.find(key("a")).map(StoredObject::id)).contains(second.id());
    assertThat(catalog.remains().doomed(10)).isEmpty();
    assertCode(() -> catalog.deleteBucket(BUCKET), Code.BUCKET_NOT_EMPTY);
  }

  @Test
  void put_whileSuspended_replacesTheNullVersionOnly() {
    StoredObject first = put("a");
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    StoredObject named = put("a");
    catalog.versions().set(BUCKET, Versioning.SUSPENDED);
    StoredObject third = put("a");
    assertThat(catalog.remains().doomed(10)).containsExactly(first.id());
    assertThat(catalog.find(key("a")).orElseThrow().info().version()).isEqualTo("null");
    assertThat(find("a", named(named)).id()).isEqualTo(named.id());

    delete("a", Optional.empty());

    assertThat(catalog.remains().doomed(10)).containsExactly(first.id(), third.id());
    assertCode(() -> find("a", "null"), Code.DELETE_MARKER);
  }

  @Test
  void tag_anOldVersion_leavesTheOthers() {
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    String old = named(put("a"));
    String last = named(put("a"));
    catalog.versions().tag(key("a"), old, Map.of("k", "v"));
    assertThat(find("a", old).info().tags()).isEqualTo(Map.of("k", "v"));
    assertThat(find("a", last).info().tags()).isEmpty();
    assertCode(
        () -> catalog.versions().tag(key("a"), "0".repeat(32), Map.of()), Code.NO_SUCH_VERSION);
  }

  @Test
  void list_behindAVersionThatIsGone_goesOnWhereItWas() {
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    List<String> put = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      put.add(named(put("a")));
    }
    VersionListing page = list("", "", "a", put.get(4), 2);
    assertThat(names(page)).containsExactly("a " + put.get(3), "a " + put.get(2));
    delete("a", Optional.of(put.get(2)));
    assertThat(names(list("", "", page.nextKey(), page.nextVersion(), 9)))
        .containsExactly("a " + put.get(1), "a " + put.get(0));
  }

  /** Each key has its versions, the last first; ids of null versions and of markers as well. */
  @Test
  void everything_atRandom_isAsInAModel() {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("VersionCatalogTest: -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    NavigableMap<String, List<Known>> model = new TreeMap<>();
    Set<String> gone = new HashSet<>();
    Versioning versioning = Versioning.OFF;
    for (int step = 0; step < STEPS; step++) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      List<Known> known = model.computeIfAbsent(key, k -> new ArrayList<>());
      int dice = random.nextInt(20);
      if (dice == 0) {
        versioning = random.nextBoolean() ? Versioning.ENABLED : Versioning.SUSPENDED;
        catalog.versions().set(BUCKET, versioning);
      } else if (dice < 10) {
        StoredObject object = put(key);
        drop(versioning, known, gone);
        known.addFirst(new Known(named(object), object.id(), false));
      } else if (dice < 15) {
        Deletion deletion = delete(key, Optional.empty());
        drop(versioning, known, gone);
        if (versioning != Versioning.OFF) {
          known.addFirst(new Known(deletion.version(), "", true));
        }
      } else if (!known.isEmpty()) {
        Known one = known.remove(random.nextInt(known.size()));
        delete(key, Optional.of(one.version));
        one.release(gone);
      }
      compare(model, key, random);
      assertThat(new HashSet<>(catalog.remains().doomed(STEPS))).isEqualTo(gone);
    }
  }

  /** What a put or a deletion without a version takes away. */
  private static void drop(Versioning versioning, List<Known> known, Set<String> gone) {
    if (versioning != Versioning.ENABLED) {
      for (Known one : List.copyOf(known)) {
        if (one.version.equals("null")) {
          known.remove(one);
          one.release(gone);
        }
      }
    }
  }

  private record Known(String version, String id, boolean marker) {
    void release(Set<String> gone) {
      if (!marker) {
        gone.add(id);
      }
    }
  }

  private void compare(NavigableMap<String, List<Known>> model, String key, Random random) {
    Optional<String> shown =
        model.getOrDefault(key, List.of()).stream()
            .findFirst()
            .filter(known -> !known.marker)
            .map(Known::id);
    assertThat(catalog.find(key(key)).map(StoredObject::id)).isEqualTo(shown);
    List<String> wanted = new ArrayList<>();
    model.forEach(
        (name, versions) -> versions.forEach(known -> wanted.add(name + " " + known.version)));
    int max = 1 + random.nextInt(5);
    List<String> listed = new ArrayList<>();
    VersionListing page = list("", "", "", "", max);
    listed.addAll(names(page));
    while (page.more()) {
      page = list("", "", page.nextKey(), page.nextVersion(), max);
      listed.addAll(names(page));
    }
    assertThat(listed).isEqualTo(wanted);
    rolledUp(model);
  }

  private void rolledUp(NavigableMap<String, List<Known>> model) {
    List<String> wanted = new ArrayList<>();
    model.forEach((name, versions) -> {
      int end = name.indexOf('/');
      String entry = end < 0 ? name : name.substring(0, end + 1);
      if (!versions.isEmpty() && !wanted.contains(entry)) {
        wanted.add(entry);
      }
    });
    Set<String> listed = new HashSet<>();
    VersionListing page = list("", "/", "", "", 1);
    while (true) {
      page.versions()
          .forEach(version -> {
            assertThat(version.latest())
                .isEqualTo(
                    version
                        .version()
                        .equals(
                            model.getOrDefault(version.key().key(), List.of()).getFirst().version));
            listed.add(version.key().key());
          });
      listed.addAll(page.commonPrefixes());
      if (!page.more()) {
        break;
      }
      page = list("", "/", page.nextKey(), page.nextVersion(), 1);
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(wanted);
  }

  private VersionListing list(
      String prefix, String delimiter, String afterKey, String afterVersion, int max) {
    return catalog
        .versions()
        .list(new VersionListRequest(BUCKET, prefix, delimiter, afterKey, afterVersion, max));
  }

  private static List<String> names(VersionListing page) {
    return page.versions().stream()
        .map(version -> version.key().key() + " " + version.version())
        .toList();
  }

  private StoredObject find(String key, String version) {
    return catalog.versions().find(key(key), version);
  }

  private Deletion delete(String key, Optional<String> version) {
    return catalog.versions().delete(key(key), version, id(), NOW);
  }

  /** The name of a version that was just put. */
  private String named(StoredObject object) {
    StoredObject shown = catalog.find(object.info().key()).orElseThrow();
    return shown.id().equals(object.id())
        ? shown.info().version()
        : list("", "", "", "", 1_000).versions().stream()
            .filter(
                version -> version.object().map(ObjectInfo::etag).equals(Optional.of(object.id())))
            .findFirst()
            .orElseThrow()
            .version();
  }

  private StoredObject put(String key) {
    String id = id();
    catalog.begin(id, key(key), NOW);
    // Its id is its ETag, so that a version can be told in a listing.
    ObjectInfo info = new ObjectInfo(key(key), 5, id, NOW, "text/plain", Map.of(), "raid0:1");
    StoredObject object = new StoredObject(id, info, new byte[] {1, 2, 3});
    catalog.commit(object, present -> {});
    return object;
  }

  private String id() {
    return "%032x".formatted(++names);
  }

  private static ObjectKey key(String key) {
    return new ObjectKey(BUCKET, key);
  }

  private static void assertCode(Runnable call, Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
