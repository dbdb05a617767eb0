// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.PackTotals;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.pack.PackLimits;
import io.fractus.raid.seal.FrameCipher;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small objects through a whole store; the node that holds their bits is the gateway itself. */
@Timeout(300)
class PackedObjectsTest {
  /** Two copies are wanted and one is found, so bits stay in staging and can be read there. */
  private static final String LAYOUT = "raid5:2+1x2";

  /** The largest object that is packed where a pack has two bits of 1 MiB. */
  private static final int SMALL_MAX = (2 << 20) / PackLimits.OBJECTS_MIN;

  @TempDir Path directory;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private TorrentEngine engine;
  private RaidFrontend store;

  @BeforeEach
  void start() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    tracker.holder = Optional.of(new PeerAddress("127.0.0.1", engine.port()));
    store = open();
    store.createBucket("bucket");
  }

  @AfterEach
  void stop() {
    store.close();
    contacts.close();
    engine.close();
    tracker.close();
  }

  @Test
  void put_smallAndLarge_onlyTheSmallAreInPacks() throws IOException {
    byte[] small = bytes(1, SMALL_MAX);
    byte[] large = bytes(2, SMALL_MAX + 1);
    for (boolean declared : new boolean[] {true, false}) {
      put("small-" + declared, small, declared);
      put("large-" + declared, large, declared);
      put("empty-" + declared, new byte[0], declared);
      assertThat(read("small-" + declared)).isEqualTo(small);
      assertThat(read("large-" + declared)).isEqualTo(large);
      assertThat(read("empty-" + declared)).isEmpty();
    }
    assertThat(store.packTotals().objects()).isEqualTo(2);
    assertThat(store.placement(key("small-true")).stripes()).hasSize(1);
    assertThat(store.placement(key("small-true")).stripes().getFirst().length())
        .isEqualTo(small.length);
  }

  @Test
  void put_bodyOfAnotherLengthThanDeclared_isRefused() {
    for (int length : new int[] {9, 11}) {
      PutRequest request = PutRequest.of(key("a"), OptionalLong.of(10));
      assertCode(
          () -> store.put(request, new ByteArrayInputStream(new byte[length])),
          Code.BODY_LENGTH_MISMATCH);
    }
    assertCode(() -> put("a", new byte[1], true, "nowhere"), Code.NO_SUCH_BUCKET);
    assertThat(keys()).isEmpty();
  }

  @Test
  void put_noNodeTakesThePack_failsAllOfItAndLeavesNothing() throws Exception {
    tracker.full = true;
    List<Future<?>> puts = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        int number = i;
        puts.add(clients.submit(() -> put("k" + number, bytes(number, 1_000), true)));
      }
    }
    for (Future<?> put : puts) {
      assertThatThrownBy(put::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.NO_SPACE));
    }
    assertThat(keys()).isEmpty();
    assertThat(store.packTotals()).isEqualTo(new PackTotals(0, 0, 0, 0));
    tracker.full = false;
    put("k0", bytes(0, 1_000), true);
    assertThat(read("k0")).isEqualTo(bytes(0, 1_000));
  }

  @Test
  void put_onlyIfAbsentByMany_oneGetsIt() throws Exception {
    PutRequest request =
        new PutRequest(
            key("one"),
            OptionalLong.of(4),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            true,
            Optional.empty());
    List<Future<ObjectInfo>> puts = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        byte[] body = {1, 2, 3, (byte) i};
        puts.add(clients.submit(() -> store.put(request, new ByteArrayInputStream(body))));
      }
    }
    int stored = 0;
    for (Future<ObjectInfo> put : puts) {
      try {
        assertThat(put.get().etag()).isEqualTo(store.stat(key("one")).orElseThrow().etag());
        stored++;
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                StoreException.class,
                failed -> assertThat(failed.code()).isEqualTo(Code.PRECONDITION_FAILED));
      }
    }
    assertThat(stored).isEqualTo(1);
    assertThat(store.packTotals().objects()).isEqualTo(1);
  }

  @Test
  void read_whileItsPackIsRewritten_givesTheBytesOfThen() throws IOException {
    put("stays", bytes(1, 50_000), true);
    try (ObjectReader reader = store.open(key("stays"))) {
      for (int i = 0; i < PackLimits.MERGE_MIN; i++) {
        put("other" + i, bytes(i, 50_000), true);
      }
      store.compact();
      assertThat(store.packTotals().packs()).isLessThan(PackLimits.MERGE_MIN);
      store.delete(key("stays"));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.writeTo(out, 0, 50_000);
      assertThat(out.toByteArray()).isEqualTo(bytes(1, 50_000));
    }
    assertThat(store.packTotals().packs()).isLessThan(PackLimits.MERGE_MIN);
    for (int i = 0; i < PackLimits.MERGE_MIN; i++) {
      assertThat(read("other" + i)).isEqualTo(bytes(i, 50_000));
    }
  }

  /** Nobody who compacts has the key. */
  @Test
  void compact_sealedWithKeysOfClients_movesThemAsTheyAre() throws IOException {
    CustomerKey customer = CustomerKey.of(bytes(3, CustomerKey.LENGTH));
    for (int i = 0; i < PackLimits.MERGE_MIN; i++) {
      PutRequest request = PutRequest.of(key("sealed" + i), OptionalLong.of(50_000));
      store.put(request.with(Optional.of(customer)), new ByteArrayInputStream(bytes(i, 50_000)));
    }
    assertThat(store.compact()).isTrue();
    assertThat(store.packTotals().packs()).isLessThan(PackLimits.MERGE_MIN);
    store.close();
    store = open();
    for (int i = 0; i < PackLimits.MERGE_MIN; i++) {
      String name = "sealed" + i;
      assertCode(() -> read(name), Code.CUSTOMER_KEY_MISMATCH);
      try (ObjectReader reader = store.open(key(name))) {
        reader.unlock(customer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.writeTo(out, 0, 50_000);
        assertThat(out.toByteArray()).isEqualTo(bytes(i, 50_000));
      }
    }
  }

  @Test
  void anything_inAnyOrder_isAsAMapWouldHaveIt() throws Exception {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("PackedObjectsTest: -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    Map<String, byte[]> model = new ConcurrentHashMap<>();
    for (int round = 0; round < 6; round++) {
      List<Future<?>> work = new ArrayList<>();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int client = 0; client < 6; client++) {
          String prefix = "client" + client + "/";
          Random own = new Random(random.nextLong());
          work.add(clients.submit(() -> change(model, prefix, own)));
        }
        work.add(clients.submit(() -> store.compact()));
      }
      for (Future<?> done : work) {
        done.get();
      }
      check(model, random, seed);
      if (round % 2 == 1) {
        store.close();
        store = open();
        check(model, random, seed);
      }
    }
    for (int rounds = 0; store.compact(); rounds++) {
      assertThat(rounds).as("seed %d", seed).isLessThan(200);
    }
    check(model, random, seed);
    PackTotals totals = store.packTotals();
    assertThat(totals.holeBytes()).as("seed %d", seed).isLessThanOrEqualTo(totals.liveBytes());
    for (String key : model.keySet()) {
      assertThat(store.delete(key(key))).isTrue();
    }
    assertThat(store.packTotals()).as("seed %d", seed).isEqualTo(new PackTotals(0, 0, 0, 0));
  }

  private Integer change(Map<String, byte[]> model, String prefix, Random random)
      throws IOException {
    for (int step = 0; step < 15; step++) {
      String key = prefix + random.nextInt(12);
      if (random.nextInt(3) == 0) {
        assertThat(store.delete(key(key))).isEqualTo(model.remove(key) != null);
      } else {
        int size = 1 + (int) Math.pow(SMALL_MAX, random.nextDouble());
        byte[] body = bytes(random.nextLong(), Math.min(SMALL_MAX, size));
        put(key, body, random.nextBoolean());
        model.put(key, body);
      }
    }
    return model.size();
  }

  private void check(Map<String, byte[]> model, Random random, long seed) throws IOException {
    assertThat(keys())
        .as("seed %d", seed)
        .isEqualTo(new TreeMap<>(model).keySet().stream().toList());
    long live = 0;
    for (Map.Entry<String, byte[]> object : model.entrySet()) {
      byte[] body = object.getValue();
      int from = random.nextInt(body.length);
      int to = from + 1 + random.nextInt(body.length - from);
      try (ObjectReader reader = store.open(key(object.getKey()))) {
        reader.checkAvailable(0, body.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.writeTo(out, from, to - from);
        assertThat(out.toByteArray())
            .as("seed %d, %s %d..%d", seed, object.getKey(), from, to)
            .isEqualTo(Arrays.copyOfRange(body, from, to));
      }
      live += FrameCipher.sealedLength(body.length);
    }
    assertThat(store.packTotals().liveBytes()).as("seed %d", seed).isEqualTo(live);
  }

  private List<String> keys() {
    return store.list(new ListRequest("bucket", "", "", "", 1_000)).objects().stream()
        .map(object -> object.key().key())
        .toList();
  }

  private ObjectInfo put(String key, byte[] body, boolean declared) throws IOException {
    return put(key, body, declared, "bucket");
  }

  private ObjectInfo put(String key, byte[] body, boolean declared, String bucket)
      throws IOException {
    OptionalLong length = declared ? OptionalLong.of(body.length) : OptionalLong.empty();
    return store.put(
        PutRequest.of(new ObjectKey(bucket, key), length), new ByteArrayInputStream(body));
  }

  private byte[] read(String key) throws IOException {
    try (ObjectReader reader = store.open(key(key))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.writeTo(out, 0, reader.info().size());
      return out.toByteArray();
    }
  }

  private static ObjectKey key(String key) {
    return new ObjectKey("bucket", key);
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void assertCode(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Code code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private RaidFrontend open() {
    return RaidFrontend.open(
        LoneStore.config(directory, LAYOUT),
        engine,
        tracker.client,
        contacts,
        "cloud",
        Clocks.system(),
        new SecureRandom());
  }
}
