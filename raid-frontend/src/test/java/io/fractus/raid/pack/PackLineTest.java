// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PackLineTest {
  private static final int PACK_BYTES = 1_000;

  private final BlockingQueue<List<PackedPut>> packs = new ArrayBlockingQueue<>(1_000);
  private final Semaphore written = new Semaphore(0);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /** Stands still: nobody has waited for long unless a test says so. */
  private final AtomicLong clock = new AtomicLong();

  private final PackLine line = new PackLine(PACK_BYTES, executor, this::write, clock::get);

  private void write(List<PackedPut> pack) {
    packs.add(pack);
    written.acquireUninterruptibly();
  }

  @AfterEach
  void end() {
    clock.addAndGet(PackLimits.PATIENCE.toNanos());
    written.release(1_000);
    executor.close();
  }

  @Test
  void add_nobodyElseIsExpected_closesAtOnce() throws InterruptedException {
    PackedPut put = put(10);
    add(put);
    assertThat(next()).containsExactly(put);
  }

  @Test
  void add_anotherIsBeingRead_waitsForIt() throws InterruptedException {
    line.expect();
    line.expect();
    PackedPut first = put(10);
    PackedPut second = put(20);
    line.add(first);
    line.arrived();
    line.add(second);
    line.arrived();
    assertThat(next()).containsExactly(first, second);
  }

  @Test
  void add_anotherDoesNotCome_goesWithoutIt() throws InterruptedException {
    line.expect();
    PackedPut put = put(10);
    add(put);
    line.arrived();
    assertThat(next()).containsExactly(put);
  }

  @Test
  void add_morePutsThanFit_fillsPacksInTheirOrder() throws InterruptedException {
    line.expect();
    List<PackedPut> puts = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      puts.add(put(300));
      add(puts.get(i));
    }
    // Each pack has a thread of its own, and either may be first.
    assertThat(List.of(next(), next()))
        .containsExactlyInAnyOrder(puts.subList(0, 3), puts.subList(3, 6));
    assertThat(packs).isEmpty();
    clock.addAndGet(PackLimits.PATIENCE.toNanos());
    assertThat(next()).isEqualTo(puts.subList(6, 7));
    line.arrived();
  }

  @Test
  void add_whileAPackIsOnItsWay_makesTheNextOneLarger() throws InterruptedException {
    PackedPut first = put(10);
    add(first);
    assertThat(next()).containsExactly(first);
    List<PackedPut> puts = List.of(put(20), put(20), put(20));
    puts.forEach(this::add);
    clock.addAndGet(PackLimits.PATIENCE.toNanos() - 1);
    assertThat(packs).isEmpty();
    written.release();
    awaitEnd();
    // The client of the first may put another.
    clock.addAndGet(PackLimits.LINGER.toNanos());
    assertThat(next()).isEqualTo(puts);
  }

  @Test
  void add_aPackThatDoesNotEnd_doesNotHoldUpTheNextForLong() throws InterruptedException {
    PackedPut first = put(10);
    PackedPut second = put(10);
    add(first);
    assertThat(next()).containsExactly(first);
    add(second);
    clock.addAndGet(PackLimits.PATIENCE.toNanos());
    assertThat(next()).containsExactly(second);
  }

  @Test
  void add_clientsOfTheLastPack_areWaitedForAMoment() throws InterruptedException {
    line.expect();
    add(put(10));
    add(put(10));
    line.arrived();
    assertThat(next()).hasSize(2);
    written.release();
    awaitEnd();
    PackedPut back = put(10);
    add(back);
    // One of the two is back, and nothing tells that the other is not.
    assertThat(packs.poll(50, TimeUnit.MILLISECONDS)).isNull();
    clock.addAndGet(PackLimits.LINGER.toNanos());
    assertThat(next()).containsExactly(back);
  }

  @Test
  void add_asManyPacksOnTheirWayAsMayBe_theNextOneGrows() throws InterruptedException {
    for (int i = 0; i < PackLimits.IN_FLIGHT_MAX; i++) {
      add(put(PACK_BYTES));
      assertThat(next()).hasSize(1);
    }
    List<PackedPut> puts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      puts.add(put(20));
      add(puts.get(i));
    }
    assertThat(packs).isEmpty();
    written.release(PackLimits.IN_FLIGHT_MAX);
    assertThat(next()).isEqualTo(puts);
    written.release();
  }

  private void add(PackedPut put) {
    line.expect();
    line.add(put);
    line.arrived();
  }

  private void awaitEnd() {
    while (line.inFlight() > 0) {
      Thread.onSpinWait();
    }
  }

  private List<PackedPut> next() throws InterruptedException {
    List<PackedPut> pack = packs.poll(30, TimeUnit.SECONDS);
    if (pack == null) {
      throw new AssertionError("no pack was closed");
    }
    return pack;
  }

  private static PackedPut put(int length) {
    ObjectInfo info =
        new ObjectInfo(
            new ObjectKey("bucket", "key"), length, "", Instant.EPOCH, "", Map.of(), "raid0:1");
    return new PackedPut(new StoredObject("0", info, new byte[1]), new byte[length], present -> {});
  }
}
