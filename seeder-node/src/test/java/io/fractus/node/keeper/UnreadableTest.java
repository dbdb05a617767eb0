// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.node.Broken;
import io.fractus.node.Engines;
import io.fractus.node.TestBits;
import io.fractus.node.Waiting;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Release;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.engine.TorrentEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that the disk does not give, and gives again later. */
final class UnreadableTest extends KeeperFixture {
  @Test
  void verify_readError_keepsTheBitAndServesItWhenItCanBeRead() throws Exception {
    TestBits bit = held();
    try (Broken _ = Broken.directoryOf(data(bit))) {
      keeper.accept(new Verify(hash(bit)));

      assertFailed(bit, Reason.DISK);
      Waiting.until("settled", () -> keeper.working() == 0);
      assertThat(store.lost()).isZero();
      assertThat(engine.list()).isEmpty();
    }
    keeper.accept(new Verify(hash(bit)));

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    assertServed(bit);
  }

  @Test
  void patrol_readErrors_goesOnPastThemAndTriesThemAgain() throws Exception {
    TestBits unreadable = held();
    TestBits rotten = held();
    Files.write(data(rotten), new byte[LENGTH]);
    try (Patrol patrol = new Patrol(store, bit -> keeper.accept(new Verify(bit)))) {
      try (Broken _ = Broken.directoryOf(data(unreadable))) {
        patrol.step();
        patrol.scrub(2 * LENGTH);
        Waiting.until("settled", () -> keeper.working() == 0);
        assertThat(store.inventory()).containsExactly(hash(unreadable));
        assertThat(store.doubts().all()).containsExactly(hash(unreadable));
        // What is known to be unreadable is not met again in each round.
        said.clear();
        patrol.step();
        patrol.scrub(2 * LENGTH);
        assertThat(keeper.working()).isZero();
        assertThat(said).isEmpty();
      }
      store.doubts().makeDue();
      patrol.retry();

      assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(unreadable)));
      assertThat(store.doubts().size()).isZero();
      assertServed(unreadable);
    }
  }

  @Test
  void retry_stillUnreadable_saysNothingAndWaitsLonger() throws Exception {
    TestBits bit = held();
    try (Broken _ = Broken.directoryOf(data(bit));
        Patrol patrol = new Patrol(store, other -> keeper.accept(new Verify(other)))) {
      keeper.accept(new Verify(hash(bit)));
      assertFailed(bit, Reason.DISK);
      Waiting.until("settled", () -> keeper.working() == 0);
      store.doubts().makeDue();

      patrol.retry();

      assertThat(keeper.working()).isZero();
      assertThat(said).isEmpty();
      assertThat(store.doubts().due(1)).isEmpty();
    }
  }

  @Test
  void assign_heldAndUnreadable_isNotCalledComplete() throws Exception {
    TestBits bit = held();
    try (Broken _ = Broken.directoryOf(data(bit))) {
      keeper.accept(new Verify(hash(bit)));
      assertFailed(bit, Reason.DISK);

      Waiting.until("settled", () -> keeper.working() == 0);
      assign(bit);
      assertFailed(bit, Reason.DISK);
      Waiting.until("settled", () -> keeper.working() == 0);
    }
    assign(bit);
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    assertServed(bit);
  }

  @Test
  void release_unreadable_isForgotten() throws Exception {
    TestBits bit = held();
    try (Broken _ = Broken.directoryOf(data(bit))) {
      keeper.accept(new Verify(hash(bit)));
      assertFailed(bit, Reason.DISK);
      keeper.accept(new Release(hash(bit)));
      Waiting.until("released", () -> keeper.working() == 0 && store.size() == 0);
      assertThat(store.doubts().size()).isZero();
    }
  }

  @Test
  void start_directoryUnreadable_takesNothingUntilItsBitsAreBack() throws Exception {
    TestBits bit = held();
    TestBits other = staged(LENGTH);
    stopNode();
    try (Broken _ = Broken.directoryOf(data(bit))) {
      startNode(SHARE);
      assertThat(store.inventory()).isEmpty();
      assertThat(store.lost()).isZero();

      assign(other);
      assertFailed(other, Reason.DISK);
    }
    try (Patrol patrol = new Patrol(store, found -> keeper.accept(new Verify(found)))) {
      patrol.retry();
    }

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    assertServed(bit);
    assign(other);
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(other)));
  }

  private void assertServed(TestBits bit) throws Exception {
    Path other = directory.resolve("third");
    try (TorrentEngine third = Engines.start()) {
      assertThat(Engines.fetch(third, bit, Engines.address(engine), other)).isEqualTo(bit.bytes());
    }
  }
}
