// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.BucketBook.Usage;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.web.MemoryStore;
import io.fractus.web.accounts.Caller;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private final MemoryStore memory = new MemoryStore(InstantSource.system());
  private Quota quota = new Quota(100, 3, 0);
  private final ObjectStore store = new QuotaStore(memory, _ -> quota);

  private void makeBucket() {
    memory.book().create("hers", "alice");
  }

  @Test
  void bytes_upToTheQuota_fitAndOneMoreDoesNot() throws IOException {
    makeBucket();
    put("a", 60);
    assertRefused(() -> put("b", 41));
    put("b", 40);
    assertThat(memory.book().usage("alice")).isEqualTo(new Usage(2, 100));
    // While it is written, an object counts beside the one that it replaces.
    assertRefused(() -> put("b", 1));
    boolean _ = store.delete(key("a"));
    put("b", 60);
    assertThat(memory.book().usage("alice")).isEqualTo(new Usage(1, 60));
  }

  @Test
  void bytes_ofABodyOfUnknownLength_areRefusedWhereTheyPassTheQuota() throws IOException {
    makeBucket();
    putUndeclared("a", 100);
    boolean _ = store.delete(key("a"));
    assertRefused(() -> putUndeclared("a", 101));
    assertThat(memory.book().usage("alice")).isEqualTo(new Usage(0, 0));
    putUndeclared("a", 100);
  }

  @Test
  void objects_upToTheQuota_fitAndMayBeReplaced() throws IOException {
    makeBucket();
    for (String key : List.of("a", "b", "c", "c")) {
      put(key, 1);
    }
    assertRefused(() -> put("d", 1));
    boolean _ = store.delete(key("a"));
    put("d", 1);
  }

  @Test
  void failedPuts_giveBackWhatTheyReserved() throws IOException {
    makeBucket();
    memory.failPuts(Code.NOT_ENOUGH_NODES, "none");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> put("a", 100)).isInstanceOf(StoreException.class);
    }
    memory.failPuts(Code.NO_SPACE, "still");
    memory.clear();
    makeBucket();
    put("a", 100);
  }

  @Test
  void declaredSizesNearTheEndOfNumbers_areRefused() {
    makeBucket();
    assertRefused(
        () -> store.put(PutRequest.of(key("a"), OptionalLong.of(Long.MAX_VALUE)), body(1)));
  }

  @Test
  void bucketsOfRoot_haveNoQuota() throws IOException {
    memory.createBucket("roots");
    var _ =
        store.put(PutRequest.of(new ObjectKey("roots", "a"), OptionalLong.of(1_000)), body(1_000));
  }

  @Test
  void manyPutsAtOnce_neverPassTheQuota() throws Exception {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("QuotaTest: -Dfractus.seed=" + seed);
    quota = new Quota(1_000, 20, 0);
    makeBucket();
    AtomicLong stored = new AtomicLong();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        int size = 1 + new Random(seed + i).nextInt(100);
        String key = "k" + i;
        all.add(
            threads.submit(() -> {
              start.await();
              try {
                put(key, size);
                stored.addAndGet(size);
              } catch (StoreException e) {
                assertThat(e.code()).isEqualTo(Code.QUOTA_EXCEEDED);
              }
              return null;
            }));
      }
      start.countDown();
      for (Future<?> one : all) {
        one.get();
      }
    }
    Usage usage = memory.book().usage("alice");
    assertThat(usage.bytes()).isEqualTo(stored.get()).isBetween(1L, 1_000L);
    assertThat(usage.objects()).isBetween(1L, 20L);
    // Nothing stays reserved: what is left of the quota can be used to its last byte.
    quota = new Quota(1_000, 0, 0);
    put("last", (int) (1_000 - usage.bytes()));
    assertRefused(() -> put("more", 1));
  }

  @Test
  void rate_aSecondsWorthAtOnceAndThenOneByOne() {
    long[] now = new long[1];
    RequestRates rates = new RequestRates(() -> Instant.ofEpochMilli(now[0]));
    Caller caller = new Caller(new User("u", Instant.EPOCH, true, "", new Quota(0, 0, 4)), "KEY");
    assertThat(admitted(rates, caller, 10)).isEqualTo(4);
    now[0] = 249;
    assertThat(admitted(rates, caller, 10)).isZero();
    now[0] = 500;
    assertThat(admitted(rates, caller, 10)).isEqualTo(2);
    now[0] = 60_000;
    assertThat(admitted(rates, caller, 10)).isEqualTo(4);
    // A clock that is set back gives nothing and takes nothing.
    now[0] = 10;
    assertThat(admitted(rates, caller, 10)).isZero();
    assertThat(admitted(rates, Caller.ANONYMOUS, 1_000)).isEqualTo(1_000);
  }

  private static int admitted(RequestRates rates, Caller caller, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += rates.admits(caller) ? 1 : 0;
    }
    return admitted;
  }

  private void put(String key, int size) throws IOException {
    var _ = store.put(PutRequest.of(key(key), OptionalLong.of(size)), body(size));
  }

  private void putUndeclared(String key, int size) throws IOException {
    var _ = store.put(PutRequest.of(key(key), OptionalLong.empty()), body(size));
  }

  private static ObjectKey key(String key) {
    return new ObjectKey("hers", key);
  }

  private static InputStream body(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  /** Something that may fail to read. */
  private interface Call {
    void run() throws IOException;
  }

  private static void assertRefused(Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.QUOTA_EXCEEDED));
  }
}
