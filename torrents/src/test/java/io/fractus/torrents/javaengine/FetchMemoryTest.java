// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.FetchRequest;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FetchMemoryTest {
  private static final int RUN = 100;

  private final FetchMemory memory = new FetchMemory(2 * RUN);

  /** One that takes a run when it is called. */
  private final class Peer implements FetchMemory.Taker {
    final CountDownLatch got = new CountDownLatch(1);

    @Override
    public void help() {
      if (memory.take(this, RUN, true)) {
        got.countDown();
      }
    }
  }

  @Test
  void take_noRoom_isRefusedUntilSomeIsGivenBack() throws InterruptedException {
    Peer first = new Peer();
    Peer second = new Peer();
    assertThat(memory.take(first, RUN, true)).isTrue();
    assertThat(memory.take(first, RUN, false)).isTrue();
    assertThat(memory.take(second, RUN, true)).isFalse();
    assertThat(memory.isShort()).isTrue();

    memory.giveBack(RUN);

    assertThat(second.got.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(memory.isShort()).isFalse();
  }

  @Test
  void take_othersWait_nobodyGoesBeforeThem() throws InterruptedException {
    Peer rich = new Peer();
    Peer waits = new Peer();
    Peer waitsToo = new Peer();
    assertThat(memory.take(rich, 2 * RUN, true)).isTrue();
    assertThat(memory.take(waits, RUN, true)).isFalse();
    assertThat(memory.take(waitsToo, RUN, true)).isFalse();

    memory.giveBack(2 * RUN);

    // Whether those who wait have come or not: what is left is theirs.
    assertThat(memory.take(rich, RUN, false)).isFalse();
    assertThat(waits.got.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waitsToo.got.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(memory.take(rich, RUN, false)).isFalse();
  }

  @Test
  void take_moreThanThereIsAtAll_goesAlone() {
    Peer large = new Peer();
    assertThat(memory.take(large, 5 * RUN, true)).isTrue();
    assertThat(memory.take(large, RUN, false)).isFalse();
    memory.giveBack(5 * RUN);
    assertThat(memory.take(large, RUN, false)).isTrue();
  }

  @Test
  void forget_theFirst_letsTheNextCome() throws InterruptedException {
    Peer gone = new Peer();
    Peer next = new Peer();
    assertThat(memory.take(new Peer(), RUN, true)).isTrue();
    assertThat(memory.take(gone, 2 * RUN, true)).isFalse();
    assertThat(memory.take(next, RUN, true)).isFalse();

    memory.forget(gone);

    assertThat(next.got.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(memory.isShort()).isFalse();
  }

  @Test
  void claim_ofAFetchThatDoesNotRun_leavesTheQueueToOthers(@TempDir Path directory)
      throws IOException {
    PeerAddress peer = new PeerAddress("127.0.0.1", 1);
    FetchRequest request =
        new FetchRequest(
            TestBit.random(1, 1 << 20).metainfo(),
            directory,
            List.of(peer),
            Duration.ofMinutes(1),
            null);
    JavaFetch.Ending ending =
        new JavaFetch.Ending() {
          @Override
          public boolean completed(JavaFetch fetch) {
            return false;
          }

          @Override
          public void failed(JavaFetch fetch) {}
        };
    JavaFetch fetch = new JavaFetch(request, _ -> {}, null, ending, memory);
    fetch.cancel();
    try (SocketChannel channel = SocketChannel.open()) {
      Shared shared = new Shared(EngineConfig.listening("127.0.0.1", 0), new SecureRandom());
      Download download = new Download(fetch, new Link(channel, peer), shared);
      assertThat(memory.take(new Peer(), 2 * RUN, true)).isTrue();
      assertThat(memory.take(download, RUN, true)).isFalse();
      assertThat(memory.isShort()).isTrue();

      assertThat(fetch.claim(download, new BitSet(), true)).isNull();

      assertThat(memory.isShort()).isFalse();
    }
  }
}
