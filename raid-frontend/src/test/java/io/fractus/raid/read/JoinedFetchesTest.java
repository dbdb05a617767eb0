// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.InfoHash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinedFetchesTest {
  private static final int READERS = 64;
  private static final InfoHash BIT = InfoHash.of(new byte[InfoHash.BYTES]);
  private static final Window WINDOW = new Window(0, 0, 7, 1);

  private final JoinedFetches joined = new JoinedFetches();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch mayFetch = new CountDownLatch(1);
  private final AtomicInteger fetches = new AtomicInteger();
  private final byte[][] units = {{1}, {2}};

  @AfterEach
  void close() {
    mayFetch.countDown();
    threads.close();
  }

  @Test
  void fetch_manyWantTheSame_oneFetches() throws Exception {
    List<Future<byte[][]>> readers = readers(this::slowly);
    mayFetch.countDown();
    for (Future<byte[][]> each : readers) {
      assertThat(each.get(30, TimeUnit.SECONDS)).isSameAs(units);
    }
    assertThat(fetches).hasValue(1);
    assertThat(joined.waiting()).isZero();
    byte[][] later = {{9}};
    assertThat(joined.fetch(BIT, WINDOW, wanted(true), () -> later)).isSameAs(later);
  }

  @Test
  void fetch_othersWantOtherPiecesOrBits_doNotWait() throws Exception {
    readers(this::slowly);
    byte[][] own = {{9}};
    assertThat(joined.fetch(BIT, new Window(0, 0, 8, 1), wanted(true), () -> own)).isSameAs(own);
    assertThat(joined.fetch(BIT, new Window(0, 0, 7, 2), wanted(true), () -> own)).isSameAs(own);
    assertThat(joined.fetch(BIT, WINDOW, wanted(false), () -> own)).isSameAs(own);
  }

  @Test
  void fetch_theOneFails_othersFetchForThemselves() throws Exception {
    List<Future<byte[][]>> readers =
        readers(() -> {
          if (fetches.get() == 0) {
            slowly();
            throw new IllegalStateException("its client has left");
          }
          return slowly();
        });
    mayFetch.countDown();
    int failed = 0;
    for (Future<byte[][]> each : readers) {
      try {
        assertThat(each.get(30, TimeUnit.SECONDS)).isSameAs(units);
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("its client has left");
        failed++;
      }
    }
    assertThat(failed).isOne();
    byte[][] later = {{9}};
    assertThat(joined.fetch(BIT, WINDOW, wanted(true), () -> later)).isSameAs(later);
  }

  /** One of them fetches, and the others wait. */
  private List<Future<byte[][]>> readers(Supplier<byte[][]> fetch) {
    List<Future<byte[][]>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(threads.submit(() -> joined.fetch(BIT, WINDOW, wanted(true), fetch)));
    }
    for (int i = 0; i < 3_000 && joined.waiting() < READERS - 1; i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(joined.waiting()).isEqualTo(READERS - 1);
    return readers;
  }

  private byte[][] slowly() {
    fetches.incrementAndGet();
    try {
      assertThat(mayFetch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return units;
  }

  private static boolean[] wanted(boolean second) {
    return new boolean[] {true, second};
  }
}
