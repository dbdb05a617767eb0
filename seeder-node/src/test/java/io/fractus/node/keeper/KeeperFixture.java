// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.node.Engines;
import io.fractus.node.TestBits;
import io.fractus.node.Waiting;
import io.fractus.node.store.BitStore;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node's keeper with a store and an engine of its own, and an engine to fetch from. */
abstract class KeeperFixture {
  static final int LENGTH = 200_000;
  static final long SHARE = 10_000_000;

  @TempDir Path directory;
  final Random random = new Random(3);
  final BlockingQueue<NodeMessage> said = new LinkedBlockingQueue<>();
  TorrentEngine gateway;
  TorrentEngine engine;
  BitStore store;
  BitKeeper keeper;

  @BeforeEach
  void start() throws IOException {
    gateway = Engines.start();
    startNode(SHARE);
  }

  final void startNode(long share) throws IOException {
    engine = Engines.start();
    store = BitStore.open(directory.resolve("bits"), directory.resolve("store.id"), share);
    keeper = new BitKeeper(TestBits.CLOUD, announce(), store, engine, said::add);
    keeper.start();
  }

  /** Nobody listens there. */
  static String announce() {
    return "http://127.0.0.1:1/announce?passkey=x";
  }

  void stopNode() {
    keeper.close();
    engine.close();
  }

  @AfterEach
  void stop() {
    stopNode();
    gateway.close();
  }

  TestBits staged(int length) throws IOException {
    TestBits bit = TestBits.random(random, length);
    Engines.seed(gateway, bit, directory.resolve("staging"));
    return bit;
  }

  TestBits held() throws Exception {
    TestBits bit = staged(LENGTH);
    assign(bit);
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash(bit)));
    Waiting.until("settled", () -> keeper.working() == 0);
    return bit;
  }

  void assign(TestBits bit) {
    keeper.accept(new Assign(bit.metainfo(), List.of(Engines.address(gateway))));
  }

  static PeerAddress nobody() {
    return new PeerAddress("127.0.0.1", 1);
  }

  static InfoHash hash(TestBits bit) {
    return bit.metainfo().infoHash();
  }

  void assertFailed(TestBits bit, Reason reason) throws InterruptedException {
    assertThat(Waiting.next(said))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.bit()).isEqualTo(hash(bit));
              assertThat(failed.reason()).isEqualTo(reason);
              assertThat(failed.detail()).doesNotContain("passkey");
            });
  }

  void assertGone() throws IOException {
    assertThat(store.size()).isZero();
    assertThat(store.lost()).isEqualTo(1);
    assertThat(store.usedBytes()).isZero();
    assertThat(filesOnDisk()).isEmpty();
    assertThat(engine.list()).isEmpty();
  }

  Path data(TestBits bit) {
    String name = bit.metainfo().name();
    return directory.resolve("bits").resolve(name.substring(0, 2)).resolve(name);
  }

  Path sidecar(TestBits bit) {
    return data(bit).resolveSibling(bit.metainfo().name() + ".torrent");
  }

  List<Path> filesOnDisk() throws IOException {
    try (Stream<Path> found = Files.walk(directory.resolve("bits"))) {
      return found.filter(file -> Files.isRegularFile(file) && !file.endsWith("store.id")).toList();
    }
  }
}
