// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.node.Engines;
import io.fractus.node.Limits;
import io.fractus.node.TestBits;
import io.fractus.node.Waiting;
import io.fractus.protocol.Footprint;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.Release;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitKeeperTest extends KeeperFixture {
  @Test
  void assign_sourceHasIt_isCompletedDurableAndSeeded() throws Exception {
    TestBits bit = staged(LENGTH);
    assign(bit);

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    assertThat(Files.readAllBytes(data(bit))).isEqualTo(bit.bytes());
    assertThat(sidecar(bit)).exists();
    assertThat(store.usedBytes()).isEqualTo(Footprint.of(bit.metainfo()));
    try (TorrentEngine third = Engines.start()) {
      assertThat(Engines.fetch(third, bit, Engines.address(engine), directory.resolve("third")))
          .isEqualTo(bit.bytes());
    }
  }

  @Test
  void assign_severalSources_theLastIsNotAsked() throws Exception {
    TestBits bit = staged(LENGTH);
    try (TorrentEngine sibling = Engines.start()) {
      Engines.seed(sibling, bit, directory.resolve("sibling"));
      keeper.accept(
          new Assign(bit.metainfo(), List.of(Engines.address(sibling), Engines.address(gateway))));

      assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
      assertThat(gateway.traffic().sent()).isZero();
    }
  }

  @Test
  void assign_firstSourcesSilent_theLastIsAskedToo() throws Exception {
    TestBits bit = staged(LENGTH);
    keeper.accept(
        new Assign(bit.metainfo(), List.of(nobody(), nobody(), Engines.address(gateway))));

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    assertThat(Files.readAllBytes(data(bit))).isEqualTo(bit.bytes());
  }

  @Test
  void assign_heldAlready_isCompletedAgain() throws Exception {
    TestBits bit = held();

    keeper.accept(new Assign(bit.metainfo(), List.of()));

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
  }

  @Test
  void assign_anotherCloud_isRefused() throws Exception {
    TestBits bit = TestBits.random(random, LENGTH, "another-cloud");
    assign(bit);

    assertFailed(bit, Reason.REFUSED);
  }

  @Test
  void assign_noSource_isUnreachable() throws Exception {
    TestBits bit = TestBits.random(random, LENGTH);
    keeper.accept(new Assign(bit.metainfo(), List.of()));

    assertFailed(bit, Reason.UNREACHABLE);
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void assign_shareFull_failsAndLeavesNothing() throws Exception {
    stopNode();
    startNode(Footprint.of(TestBits.random(random, LENGTH).metainfo()) - 1);
    TestBits bit = staged(LENGTH);
    assign(bit);

    assertFailed(bit, Reason.SHARE_FULL);
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void release_held_isDeletedAndNoLongerServed() throws Exception {
    TestBits bit = held();
    keeper.accept(new Release(hash(bit)));

    Waiting.until("released", () -> keeper.working() == 0 && store.size() == 0);
    assertThat(filesOnDisk()).isEmpty();
    assertThat(store.usedBytes()).isZero();
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void release_fetchUnderWay_endsItWithoutAnAnswer() throws Exception {
    TestBits bit = TestBits.random(random, LENGTH);
    keeper.accept(new Assign(bit.metainfo(), List.of(nobody())));
    Waiting.until("fetching", () -> engine.list().size() == 1);
    assertThat(store.usedBytes()).isEqualTo(Footprint.of(bit.metainfo()));

    keeper.accept(new Release(hash(bit)));

    Waiting.until("given up", () -> keeper.working() == 0);
    assertThat(store.usedBytes()).isZero();
    assertThat(filesOnDisk()).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void release_overtakenByAssign_theBitIsHeldInTheEnd() throws Exception {
    for (int round = 0; round < 10; round++) {
      TestBits bit = staged(LENGTH);
      assign(bit);
      keeper.accept(new Release(hash(bit)));
      assign(bit);

      assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
      Waiting.until("settled", () -> keeper.working() == 0);
      assertThat(store.holds(hash(bit))).isTrue();
      said.clear();
    }
  }

  @Test
  void verify_good_isCompletedAndStillServed() throws Exception {
    TestBits bit = held();
    keeper.accept(new Verify(hash(bit)));

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    assertThat(store.hashedBytes()).isEqualTo(LENGTH);
    assertThat(engine.list()).hasSize(1);
  }

  @Test
  void verify_corrupt_failsAndDeletesTheFile() throws Exception {
    TestBits bit = held();
    try (RandomAccessFile file = new RandomAccessFile(data(bit).toFile(), "rw")) {
      file.seek(LENGTH / 2);
      file.write(bit.bytes()[LENGTH / 2] ^ 1);
    }
    keeper.accept(new Verify(hash(bit)));

    assertFailed(bit, Reason.CORRUPT);
    assertGone();
  }

  @Test
  void verify_missing_isLost() throws Exception {
    TestBits bit = held();
    Files.delete(data(bit));
    keeper.accept(new Verify(hash(bit)));

    assertFailed(bit, Reason.LOST);
    assertGone();
  }

  @Test
  void verify_notHeld_isLost() throws Exception {
    TestBits bit = TestBits.random(random, LENGTH);
    keeper.accept(new Verify(hash(bit)));

    assertFailed(bit, Reason.LOST);
    assertThat(store.lost()).isZero();
  }

  @Test
  void patrol_truncatedFile_isReportedLost() throws Exception {
    TestBits good = held();
    TestBits bit = held();
    try (RandomAccessFile file = new RandomAccessFile(data(bit).toFile(), "rw")) {
      file.setLength(LENGTH - 1);
    }
    try (Patrol patrol = new Patrol(store, lost -> keeper.accept(new Verify(lost)))) {
      patrol.step();
    }

    assertFailed(bit, Reason.LOST);
    assertThat(store.inventory()).containsExactly(hash(good));
  }

  @Test
  void scrub_byteThatRotted_isReportedCorruptThoughItsFileLooksGood() throws Exception {
    TestBits good = held();
    TestBits bit = held();
    var time = Files.getLastModifiedTime(data(bit));
    try (RandomAccessFile file = new RandomAccessFile(data(bit).toFile(), "rw")) {
      file.seek(LENGTH / 2);
      file.write(bit.bytes()[LENGTH / 2] ^ 1);
    }
    Files.setLastModifiedTime(data(bit), time);
    try (Patrol patrol = new Patrol(store, lost -> keeper.accept(new Verify(lost)))) {
      patrol.step();
      assertThat(said).isEmpty();
      patrol.scrub(2 * LENGTH);
    }

    assertFailed(bit, Reason.CORRUPT);
    assertThat(store.inventory()).containsExactly(hash(good));
  }

  @Test
  void verify_diskNotMounted_nothingIsCalledLost() throws Exception {
    TestBits bit = held();
    Path away = directory.resolve("away");
    Files.move(directory.resolve("bits"), away);

    keeper.accept(new Verify(hash(bit)));

    assertFailed(bit, Reason.DISK);
    assertThat(store.unusable()).isPresent();
    // A mount point without its disk has no id.
    Files.createDirectory(directory.resolve("bits"));
    assertThat(store.unusable().orElseThrow()).contains("is its disk mounted?");
    Waiting.until("settled", () -> keeper.working() == 0);
    keeper.accept(new Verify(hash(bit)));
    assertFailed(bit, Reason.DISK);
    Waiting.until("settled", () -> keeper.working() == 0);
    Files.delete(directory.resolve("bits"));
    Files.move(away, directory.resolve("bits"));
    assertThat(store.unusable()).isEmpty();
    keeper.accept(new Verify(hash(bit)));
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
  }

  @Test
  void restart_held_isSeededWithoutHashing() throws Exception {
    TestBits bit = held();
    TestBits lost = held();
    stopNode();
    Files.delete(data(lost));

    startNode(SHARE);

    assertThat(store.inventory()).containsExactly(hash(bit));
    assertThat(store.hashedBytes()).isZero();
    try (TorrentEngine third = Engines.start()) {
      assertThat(Engines.fetch(third, bit, Engines.address(engine), directory.resolve("third")))
          .isEqualTo(bit.bytes());
    }
  }

  @Test
  void close_fetchUnderWay_leavesNothingHalfDone() throws Exception {
    TestBits bit = TestBits.random(random, LENGTH);
    keeper.accept(new Assign(bit.metainfo(), List.of(nobody())));
    Waiting.until("fetching", () -> engine.list().size() == 1);

    stopNode();

    assertThat(filesOnDisk()).isEmpty();
    assertThat(said).isEmpty();
    startNode(SHARE);
  }

  @Test
  void assign_moreThanMayWait_isAnsweredAtOnce() throws Exception {
    List<PeerAddress> nobody = List.of(nobody());
    for (int i = 0; i < Limits.ASSIGNMENTS_MAX; i++) {
      keeper.accept(new Assign(TestBits.random(random, 1).metainfo(), nobody));
    }
    // Nobody answers for 30 s, so that the first ones are still under way.
    assertThat(keeper.working()).isEqualTo(Limits.ASSIGNMENTS_MAX);
    TestBits tooMany = TestBits.random(random, 1);

    keeper.accept(new Assign(tooMany.metainfo(), nobody));

    assertFailed(tooMany, Reason.UNREACHABLE);
  }

  @Test
  void assign_aHundredAtRandom_neverAboveTheShare() throws Exception {
    long seed = System.nanoTime();
    System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, "seed=" + seed);
    Random chance = new Random(seed);
    long share = 3_000_000;
    stopNode();
    startNode(share);
    List<TestBits> bits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      bits.add(staged(1 + chance.nextInt(150_000)));
    }
    for (TestBits bit : bits) {
      assign(bit);
      assertThat(store.usedBytes()).as("seed %d", seed).isLessThanOrEqualTo(share);
    }
    int completed = 0;
    for (int answers = 0; answers < bits.size(); answers++) {
      switch (Waiting.next(said)) {
        case Completed _ -> completed++;
        case Failed failed -> assertThat(failed.reason()).isEqualTo(Reason.SHARE_FULL);
        case NodeMessage other -> throw new AssertionError("said " + other);
      }
      assertThat(store.usedBytes()).as("seed %d", seed).isLessThanOrEqualTo(share);
    }
    assertThat(store.size()).isEqualTo(completed).isPositive();
    long bytes = 0;
    for (Path file : filesOnDisk()) {
      bytes += Files.size(file);
    }
    assertThat(bytes).as("seed %d", seed).isLessThanOrEqualTo(share);
  }

  @Test
  void verify_goodAgainAfterTheEngineFoundItWrong_isServedAgain() throws Exception {
    TestBits bit = held();
    byte[] wrong = bit.bytes().clone();
    wrong[10] ^= 1;
    Files.write(data(bit), wrong, StandardOpenOption.WRITE);
    try (PeerReader reader =
        PeerReader.connect(Engines.address(engine), bit.metainfo(), WireTimeouts.DEFAULT)) {
      assertThatThrownBy(() -> reader.readPiece(0)).isInstanceOf(PeerException.class);
    }
    Files.write(data(bit), bit.bytes(), StandardOpenOption.WRITE);

    keeper.accept(new Verify(hash(bit)));

    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    try (PeerReader reader =
        PeerReader.connect(Engines.address(engine), bit.metainfo(), WireTimeouts.DEFAULT)) {
      assertThat(reader.hasAll()).isTrue();
      assertThat(reader.readPiece(0)).isEqualTo(Arrays.copyOf(bit.bytes(), 64 << 10));
    }
  }
}
