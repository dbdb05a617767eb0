// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.lifecycle.TransitionTotals;
import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTransition;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.Versioning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects that move to other classes in a whole store, whose one node is the gateway itself. */
@Timeout(300)
class TransitionTest {
  private static final String BUCKET = LoneStore.BUCKET;
  private static final int LARGE = 5_000_001;

  @TempDir Path directory;
  private LoneStore lone;

  @BeforeEach
  void start() throws IOException {
    lone = new LoneStore(directory);
  }

  @AfterEach
  void stop() {
    lone.close();
  }

  @Test
  void transition_ofEveryKind_changesClassAndLayoutAndNothingElse() throws IOException {
    lone.store.versions().set(BUCKET, Versioning.ENABLED);
    Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    lone.put(bodies, "large", LARGE);
    lone.put(bodies, "large", 2 * 65_520 * 16 + 1);
    lone.put(bodies, "small", 5_000);
    lone.put(bodies, "small", 200_000);
    lone.put(bodies, "empty", 0);
    lone.multipart(bodies, "parts");
    lone.store.tag(LoneStore.key("small"), Map.of("a", "b"));
    List<VersionInfo> before = lone.versions();
    assertThat(before).hasSize(6);
    var usage = lone.store.book().usage("root");

    lone.moveOn(Duration.ofDays(3));
    // Hidden versions go elsewhere than those that are shown.
    lone.store
        .lifecycles()
        .set(BUCKET, List.of(rule(after(1), StorageClass.RAID6, StorageClass.RAID7)));
    lone.nextRound();
    lone.awaitMoved(6);

    List<VersionInfo> now = lone.versions();
    assertThat(now).hasSize(6);
    for (int i = 0; i < before.size(); i++) {
      StorageClass to = before.get(i).latest() ? StorageClass.RAID6 : StorageClass.RAID7;
      ObjectInfo object = before.get(i).object().orElseThrow();
      assertThat(now.get(i).object()).contains(of(to, object));
      assertThat(lone.read(object)).isEqualTo(bodies.get(object.key().key() + object.etag()));
    }
    for (String key : List.of("large", "small", "parts")) {
      assertThat(lone.store.placement(LoneStore.key(key)).stripes())
          .isNotEmpty()
          .extracting(Placement.StripeView::layout)
          .containsOnly("raid6:4+2x2");
    }
    ObjectInfo parts = lone.store.stat(LoneStore.key("parts")).orElseThrow();
    assertThat(parts.etag()).endsWith("-2");
    try (ObjectReader reader = lone.store.open(LoneStore.key("parts"))) {
      assertThat(reader.parts(0, 10).parts())
          .extracting(part -> part.number())
          .containsExactly(1, 7);
      assertThat(reader.parts(0, 10).parts().getFirst().checksum()).isPresent();
    }
    assertThat(lone.store.book().usage("root")).isEqualTo(usage);
    lone.startAgain();
    for (VersionInfo version : lone.versions()) {
      ObjectInfo object = version.object().orElseThrow();
      assertThat(lone.read(object)).isEqualTo(bodies.get(object.key().key() + object.etag()));
    }
    assertThat(lone.store.transitions()).isEqualTo(new TransitionTotals(0, 0, 0));
  }

  @Test
  void transition_whileItIsRead_givesTheBytesAndThenTheOldBitsGo() throws IOException {
    Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    lone.put(bodies, "large", LARGE);
    lone.put(bodies, "small", 70_000);
    lone.store.createBucket("others");
    lone.store.put(
        PutRequest.of(new ObjectKey("others", "other"), OptionalLong.of(300_000)),
        new ByteArrayInputStream(new byte[300_000]));
    lone.store
        .lifecycles()
        .set(BUCKET, List.of(rule(past(), StorageClass.RAID6, StorageClass.RAID6)));
    List<String> old = lone.bits("large");
    ObjectReader large = lone.store.open(LoneStore.key("large"));
    try (ObjectReader small = lone.store.open(LoneStore.key("small"))) {
      lone.nextRound();
      lone.awaitMoved(2);
      assertThat(lone.bits("large")).doesNotContainAnyElementsOf(old);
      // Bits that are doomed later and read by nobody go, and these stay.
      ObjectKey other = new ObjectKey("others", "other");
      List<String> others = lone.bits(other);
      lone.store.delete(other);
      LoneStore.awaitTrue(() -> others.stream().noneMatch(lone.seeded()::contains));
      assertThat(lone.seeded()).containsAll(old);
      assertThat(LoneStore.read(large)).isEqualTo(bodies.get("large" + large.info().etag()));
      assertThat(LoneStore.read(small)).isEqualTo(bodies.get("small" + small.info().etag()));
      // Who comes now has the new ones.
      try (ObjectReader later = lone.store.open(LoneStore.key("large"))) {
        large.close();
        LoneStore.awaitTrue(() -> old.stream().noneMatch(lone.seeded()::contains));
        assertThat(LoneStore.read(later)).isEqualTo(bodies.get("large" + large.info().etag()));
      }
    }
  }

  @Test
  void transition_toWhatCannotBeMetNow_isLeftForTheNextRound() throws IOException {
    Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    lone.put(bodies, "large", LARGE);
    lone.put(bodies, "small", 5_000);
    lone.store
        .lifecycles()
        .set(BUCKET, List.of(rule(past(), StorageClass.RAID6, StorageClass.RAID6)));
    List<String> before = lone.bits("large");
    lone.tracker.full = true;
    lone.nextRound();
    LoneStore.awaitTrue(() -> lone.store.transitions().failed() == 1);
    assertThat(lone.store.transitions()).isEqualTo(new TransitionTotals(0, 0, 1));
    assertThat(lone.bits("large")).isEqualTo(before);
    for (String key : List.of("large", "small")) {
      ObjectInfo object = lone.store.stat(LoneStore.key(key)).orElseThrow();
      assertThat(object.storageClass()).isEqualTo(StorageClass.STANDARD);
      assertThat(lone.read(object)).isEqualTo(bodies.get(key + object.etag()));
    }
    lone.tracker.full = false;
    lone.nextRound();
    LoneStore.awaitTrue(() -> lone.store.transitions().objects() == 2);
  }

  @Test
  void transition_amidPutsAndDeletions_movesOnlyWhatIsThere() throws Exception {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("TransitionTest: -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    Map<String, byte[]> model = new ConcurrentHashMap<>();
    for (StorageClass to : List.of(StorageClass.RAID6, StorageClass.RAID7)) {
      lone.store.lifecycles().set(BUCKET, List.of(rule(past(), to, to)));
      lone.startAgain();
      List<Future<?>> work = new ArrayList<>();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int client = 0; client < 4; client++) {
          String prefix = "client" + client + "/";
          Random own = new Random(random.nextLong());
          work.add(clients.submit(() -> change(model, prefix, own)));
        }
        work.add(clients.submit(() -> lone.store.compact()));
      }
      for (Future<?> done : work) {
        done.get();
      }
      lone.startAgain();
      // What was put meanwhile moves in this round.
      LoneStore.awaitTrue(() -> model.keySet().stream().allMatch(key -> isOf(key, to)));
      for (Map.Entry<String, byte[]> object : model.entrySet()) {
        assertThat(lone.read(lone.store.stat(LoneStore.key(object.getKey())).orElseThrow()))
            .as("seed %d, %s", seed, object.getKey())
            .isEqualTo(object.getValue());
      }
    }
    for (String key : model.keySet()) {
      lone.store.delete(LoneStore.key(key));
    }
    LoneStore.awaitTrue(() -> lone.engine.list().isEmpty());
  }

  private boolean isOf(String key, StorageClass to) {
    return lone.store.stat(LoneStore.key(key)).orElseThrow().storageClass() == to;
  }

  private Integer change(Map<String, byte[]> model, String prefix, Random random)
      throws IOException {
    for (int step = 0; step < 12; step++) {
      String key = prefix + random.nextInt(6);
      if (random.nextInt(4) == 0) {
        lone.store.delete(LoneStore.key(key));
        model.remove(key);
      } else {
        byte[] body = new byte[random.nextBoolean() ? 1_000 : 300_000 + random.nextInt(3_000_000)];
        random.nextBytes(body);
        lone.store.put(
            PutRequest.of(LoneStore.key(key), OptionalLong.of(body.length)),
            new ByteArrayInputStream(body));
        model.put(key, body);
      }
    }
    return model.size();
  }

  private static LifecycleTransition after(int days) {
    return new LifecycleTransition(days, "", 0, StorageClass.STANDARD);
  }

  private static LifecycleTransition past() {
    return new LifecycleTransition(0, "2020-01-01", 0, StorageClass.STANDARD);
  }

  private static LifecycleRule rule(
      LifecycleTransition when, StorageClass current, StorageClass noncurrent) {
    LifecycleRule nothing =
        new LifecycleRule("r", true, "", Map.of(), -1, Long.MAX_VALUE, 0, "", false, 0, 0, 0);
    return nothing.with(
        List.of(new LifecycleTransition(when.days(), when.date(), 0, current)),
        List.of(new LifecycleTransition(when.days(), when.date(), 0, noncurrent)));
  }

  private static ObjectInfo of(StorageClass storageClass, ObjectInfo object) {
    return new ObjectInfo(
        object.key(),
        object.size(),
        object.etag(),
        object.lastModified(),
        object.contentType(),
        object.metadata(),
        storageClass.layout().orElseThrow(),
        object.parts(),
        object.checksum(),
        object.tags(),
        object.version(),
        storageClass,
        object.lock(),
        object.customerKey());
  }
}
