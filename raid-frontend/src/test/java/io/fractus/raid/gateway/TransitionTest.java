// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.raid.contact.Contacts;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.lifecycle.TransitionTotals;
import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTransition;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.Versioning;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects that move to other classes in a whole store, whose one node is the gateway itself. */
@Timeout(300)
class TransitionTest {
  /** Two copies are wanted and one is found, here and in the classes: bits stay in staging. */
  private static final String LAYOUT = "raid5:2+1x2";

  private static final String BUCKET = "bucket";
  private static final int LARGE = 5_000_001;
  private static final Duration WAIT = Duration.ofSeconds(60);

  @TempDir Path directory;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private TorrentEngine engine;
  private RaidFrontend store;
  private volatile Duration later = Duration.ZERO;
  private volatile Duration passed = Duration.ZERO;

  @BeforeEach
  void start() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    tracker.holder = Optional.of(new PeerAddress("127.0.0.1", engine.port()));
    store = open();
    store.createBucket(BUCKET);
  }

  @AfterEach
  void stop() {
    store.close();
    contacts.close();
    engine.close();
    tracker.close();
  }

  @Test
  void transition_ofEveryKind_changesClassAndLayoutAndNothingElse() throws IOException {
    store.versions().set(BUCKET, Versioning.ENABLED);
    Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    put(bodies, "large", LARGE);
    put(bodies, "large", 2 * 65_520 * 16 + 1);
    put(bodies, "small", 5_000);
    put(bodies, "small", 200_000);
    put(bodies, "empty", 0);
    multipart(bodies, "parts");
    store.tag(key("small"), Map.of("a", "b"));
    List<VersionInfo> before = versions();
    assertThat(before).hasSize(6);
    var usage = store.book().usage("root");

    later = Duration.ofDays(3);
    // Hidden versions go elsewhere than those that are shown.
    store.lifecycles().set(BUCKET, List.of(rule(after(1), StorageClass.RAID6, StorageClass.RAID7)));
    nextRound();
    awaitMoved(6);

    List<VersionInfo> now = versions();
    assertThat(now).hasSize(6);
    for (int i = 0; i < before.size(); i++) {
      StorageClass to = before.get(i).latest() ? StorageClass.RAID6 : StorageClass.RAID7;
      ObjectInfo object = before.get(i).object().orElseThrow();
      assertThat(now.get(i).object()).contains(of(to, object));
      assertThat(read(object)).isEqualTo(bodies.get(object.key().key() + object.etag()));
    }
    for (String key : List.of("large", "small", "parts")) {
      assertThat(store.placement(key(key)).stripes())
          .isNotEmpty()
          .extracting(Placement.StripeView::layout)
          .containsOnly("raid6:4+2x2");
    }
    ObjectInfo parts = store.stat(key("parts")).orElseThrow();
    assertThat(parts.etag()).endsWith("-2");
    try (ObjectReader reader = store.open(key("parts"))) {
      assertThat(reader.parts(0, 10).parts())
          .extracting(part -> part.number())
          .containsExactly(1, 7);
      assertThat(reader.parts(0, 10).parts().getFirst().checksum()).isPresent();
    }
    assertThat(store.book().usage("root")).isEqualTo(usage);
    startAgain();
    for (VersionInfo version : versions()) {
      ObjectInfo object = version.object().orElseThrow();
      assertThat(read(object)).isEqualTo(bodies.get(object.key().key() + object.etag()));
    }
    assertThat(store.transitions()).isEqualTo(new TransitionTotals(0, 0, 0));
  }

  @Test
  void transition_whileItIsRead_givesTheBytesAndThenTheOldBitsGo() throws IOException {
    Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    put(bodies, "large", LARGE);
    put(bodies, "small", 70_000);
    store.createBucket("others");
    store.put(
        PutRequest.of(new ObjectKey("others", "other"), OptionalLong.of(300_000)),
        new ByteArrayInputStream(new byte[300_000]));
    store.lifecycles().set(BUCKET, List.of(rule(past(), StorageClass.RAID6, StorageClass.RAID6)));
    List<String> old = bits("large");
    ObjectReader large = store.open(key("large"));
    try (ObjectReader small = store.open(key("small"))) {
      nextRound();
      awaitMoved(2);
      assertThat(bits("large")).doesNotContainAnyElementsOf(old);
      // Bits that are doomed later and read by nobody go, and these stay.
      ObjectKey other = new ObjectKey("others", "other");
      List<String> others = bits(other);
      store.delete(other);
      awaitTrue(() -> others.stream().noneMatch(seeded()::contains));
      assertThat(seeded()).containsAll(old);
      assertThat(read(large)).isEqualTo(bodies.get("large" + large.info().etag()));
      assertThat(read(small)).isEqualTo(bodies.get("small" + small.info().etag()));
      // Who comes now has the new ones.
      try (ObjectReader later = store.open(key("large"))) {
        large.close();
        awaitTrue(() -> old.stream().noneMatch(seeded()::contains));
        assertThat(read(later)).isEqualTo(bodies.get("large" + large.info().etag()));
      }
    }
  }

  @Test
  void transition_toWhatCannotBeMetNow_isLeftForTheNextRound() throws IOException {
    Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    put(bodies, "large", LARGE);
    put(bodies, "small", 5_000);
    store.lifecycles().set(BUCKET, List.of(rule(past(), StorageClass.RAID6, StorageClass.RAID6)));
    List<String> before = bits("large");
    tracker.full = true;
    nextRound();
    awaitTrue(() -> store.transitions().failed() == 1);
    assertThat(store.transitions()).isEqualTo(new TransitionTotals(0, 0, 1));
    assertThat(bits("large")).isEqualTo(before);
    for (String key : List.of("large", "small")) {
      ObjectInfo object = store.stat(key(key)).orElseThrow();
      assertThat(object.storageClass()).isEqualTo(StorageClass.STANDARD);
      assertThat(read(object)).isEqualTo(bodies.get(key + object.etag()));
    }
    tracker.full = false;
    nextRound();
    awaitTrue(() -> store.transitions().objects() == 2);
  }

  @Test
  void transition_amidPutsAndDeletions_movesOnlyWhatIsThere() throws Exception {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("TransitionTest: -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    Map<String, byte[]> model = new ConcurrentHashMap<>();
    for (StorageClass to : List.of(StorageClass.RAID6, StorageClass.RAID7)) {
      store.lifecycles().set(BUCKET, List.of(rule(past(), to, to)));
      store.close();
      store = open();
      List<Future<?>> work = new ArrayList<>();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int client = 0; client < 4; client++) {
          String prefix = "client" + client + "/";
          Random own = new Random(random.nextLong());
          work.add(clients.submit(() -> change(model, prefix, own)));
        }
        work.add(clients.submit(() -> store.compact()));
      }
      for (Future<?> done : work) {
        done.get();
      }
      startAgain();
      // What was put meanwhile moves in this round.
      awaitTrue(() -> model.keySet().stream().allMatch(key -> isOf(key, to)));
      for (Map.Entry<String, byte[]> object : model.entrySet()) {
        assertThat(read(store.stat(key(object.getKey())).orElseThrow()))
            .as("seed %d, %s", seed, object.getKey())
            .isEqualTo(object.getValue());
      }
    }
    for (String key : model.keySet()) {
      store.delete(key(key));
    }
    awaitTrue(() -> engine.list().isEmpty());
  }

  private boolean isOf(String key, StorageClass to) {
    return store.stat(key(key)).orElseThrow().storageClass() == to;
  }

  private Integer change(Map<String, byte[]> model, String prefix, Random random)
      throws IOException {
    for (int step = 0; step < 12; step++) {
      String key = prefix + random.nextInt(6);
      if (random.nextInt(4) == 0) {
        store.delete(key(key));
        model.remove(key);
      } else {
        byte[] body = new byte[random.nextBoolean() ? 1_000 : 300_000 + random.nextInt(3_000_000)];
        random.nextBytes(body);
        store.put(
            PutRequest.of(key(key), OptionalLong.of(body.length)), new ByteArrayInputStream(body));
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
        storageClass);
  }

  private void put(Map<String, byte[]> bodies, String key, int size) throws IOException {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    PutRequest request =
        new PutRequest(
            key(key),
            OptionalLong.of(size),
            Optional.of("text/plain"),
            Map.of("x-amz-meta-a", "b"),
            Optional.empty(),
            false,
            Optional.empty(),
            () -> Optional.of(new Checksum("CRC32", "AAAAAA==", false)),
            Map.of("tag", "value"));
    ObjectInfo info = store.put(request, new ByteArrayInputStream(body));
    bodies.put(key + info.etag(), body);
  }

  private void multipart(Map<String, byte[]> bodies, String key) throws IOException {
    byte[] body = new byte[(5 << 20) + 300_000];
    new Random(1).nextBytes(body);
    UploadInfo upload =
        store
            .uploads()
            .create(
                new UploadRequest(
                    key(key),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of()));
    List<CompleteRequest.Part> parts = new ArrayList<>();
    int from = 0;
    for (int number : new int[] {1, 7}) {
      int length = number == 1 ? 5 << 20 : body.length - from;
      PartRequest request =
          new PartRequest(
              key(key),
              upload.uploadId(),
              number,
              OptionalLong.of(length),
              () -> Optional.of(new Checksum("CRC32", "AAAAAA==", false)));
      String etag =
          store.uploads().put(request, new ByteArrayInputStream(body, from, length)).etag();
      parts.add(new CompleteRequest.Part(number, etag));
      from += length;
    }
    ObjectInfo info =
        store
            .uploads()
            .complete(
                new CompleteRequest(
                    key(key),
                    upload.uploadId(),
                    parts,
                    false,
                    Optional.empty(),
                    known -> Optional.empty()));
    bodies.put(key + info.etag(), body);
  }

  private List<VersionInfo> versions() {
    return store.versions().list(new VersionListRequest(BUCKET, "", "", "", "", 1_000)).versions();
  }

  private byte[] read(ObjectInfo object) throws IOException {
    try (ObjectReader reader = store.versions().open(object.key(), object.version())) {
      return read(reader);
    }
  }

  private static byte[] read(ObjectReader reader) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.writeTo(out, 0, reader.info().size());
    return out.toByteArray();
  }

  private List<String> bits(String key) {
    return bits(key(key));
  }

  private List<String> bits(ObjectKey key) {
    return store.placement(key).stripes().stream()
        .flatMap(stripe -> stripe.bits().stream())
        .map(Placement.BitView::infoHash)
        .toList();
  }

  private List<String> seeded() {
    return engine.list().stream().map(torrent -> torrent.bit().toString()).toList();
  }

  private static ObjectKey key(String key) {
    return new ObjectKey(BUCKET, key);
  }

  private void awaitMoved(int objects) {
    awaitTrue(() -> store.transitions().objects() >= objects);
    assertThat(store.transitions().objects()).isEqualTo(objects);
    assertThat(store.transitions().failed()).isZero();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** It begins an hour after the one before. */
  private void nextRound() {
    passed = passed.plus(Duration.ofHours(1));
  }

  /** A round begins with a start. */
  private void startAgain() {
    store.close();
    store = open();
  }

  private RaidFrontend open() {
    Clocks clocks = Clocks.system();
    return RaidFrontend.open(
        new RaidFrontendConfig(
            directory,
            Layout.parse(LAYOUT),
            1 << 20,
            "127.0.0.1",
            1 << 30,
            Duration.ofSeconds(30),
            Optional.empty()),
        engine,
        tracker.client,
        contacts,
        "cloud",
        new Clocks(
            () -> clocks.wall().instant().plus(later),
            () -> clocks.steady().instant().plus(passed)),
        new SecureRandom());
  }
}
