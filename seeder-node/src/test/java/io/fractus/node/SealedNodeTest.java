// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.Passphrase;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Inventory;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose store is sealed by the real gocryptfs; {@code .ci/run} installs it. */
final class SealedNodeTest {
  private static final long SHARE = 20_000_000;
  private static final SealKey WORDS = new SealKey.Words(new Passphrase("correct horse battery"));

  @TempDir Path temporary;
  private Path directory;
  private Path node;
  private SealKey key;
  private ScriptedTracker tracker;

  @BeforeEach
  void startTracker() throws IOException {
    directory = temporary.toRealPath();
    node = directory.resolve("node");
    key = new SealKey.InFile(directory.resolve("seal.key"));
    tracker = new ScriptedTracker(TestBits.CLOUD);
  }

  /** A test that fails leaves no mount. */
  @AfterEach
  void stopTracker() throws Exception {
    tracker.close();
    unmount();
  }

  private void unmount() throws Exception {
    new ProcessBuilder("fusermount3", "-uzq", node.resolve("clear").toString()).start().waitFor();
  }

  private NodeConfig config() {
    return tracker.nodeConfig(node, SHARE);
  }

  private static SeederNode start(NodeConfig config) {
    return SeederNode.start(
        config,
        from -> JavaEngine.start(EngineConfig.listening(from.listenHost(), from.listenPort())));
  }

  private void assign(TorrentEngine gateway, TestBits bit) throws Exception {
    assign(gateway, bit, Waiting.next(tracker.sessions));
  }

  private void assign(TorrentEngine gateway, TestBits bit, WsContext session) throws Exception {
    Engines.seed(gateway, bit, directory.resolve("staging"));
    ScriptedTracker.say(session, new Assign(bit.metainfo(), List.of(Engines.address(gateway))));
  }

  @Test
  void start_sealed_holdsItsBitsAcrossARestartAndInTheClearOnlyWhileItRuns() throws Exception {
    TestBits bit = TestBits.random(new Random(5), 300_000);
    try (TorrentEngine gateway = Engines.start();
        SeederNode running = start(config().sealed(key))) {
      assign(gateway, bit);
      assertThat(tracker.nextSaid(Completed.class).bit()).isEqualTo(bit.metainfo().infoHash());
      assertThat(running.status().sealedBy()).isEqualTo("gocryptfs");
      assertThat(running.status().shareBytes()).isEqualTo(19_600_000);
      assertThat(names(node.resolve("clear"))).contains(bit.metainfo().name());
    }
    assertThat(node.resolve("clear")).isEmptyDirectory();
    assertThat(node.resolve("bits")).doesNotExist();
    assertThat(names(node)).noneMatch(name -> name.contains(bit.metainfo().name()));
    Path file = directory.resolve("seal.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    tracker.said.clear();

    try (SeederNode running = start(config().sealed(key))) {
      assertThat(tracker.nextSaid(Inventory.class).bits())
          .containsExactly(bit.metainfo().infoHash());
      assertThat(running.status().hashedBytes()).isZero();
    }
  }

  @Test
  void consider_mountIsGone_restsAndWritesNothingInTheClear() throws Exception {
    TestBits bit = TestBits.random(new Random(6), 300_000);
    TestBits second = TestBits.random(new Random(7), 300_000);
    try (TorrentEngine gateway = Engines.start();
        SeederNode running = start(config().sealed(key))) {
      WsContext session = Waiting.next(tracker.sessions);
      assign(gateway, bit, session);
      tracker.nextSaid(Completed.class);

      unmount();
      // What comes before the node has noticed fails.
      assign(gateway, second, session);
      assertThat(tracker.nextSaid(Failed.class).bit()).isEqualTo(second.metainfo().infoHash());
      running.consider();

      assertThat(running.status().state()).isEqualTo("paused");
      assertThat(running.status().pausedBecause().getFirst()).contains("clear/bits");
      assertThat(running.status().lost()).isZero();
      assertThat(node.resolve("clear")).isEmptyDirectory();
    }
    try (SeederNode running = start(config().sealed(key))) {
      assertThat(running.status().bits()).isOne();
    }
  }

  @Test
  void start_anotherOrNoKey_isRefusedBeforeAnythingIsAskedOfTheTracker() throws Exception {
    start(config().sealed(key)).close();
    tracker.joined.clear();
    assertThatThrownBy(() -> start(config()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("start this node with --encrypt and its key");
    assertThatThrownBy(() -> start(config().sealed(new SealKey.InFile(directory.resolve("none")))))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("restore it from its backup");
    assertThat(directory.resolve("none")).doesNotExist();
    assertThatThrownBy(() -> start(config().sealed(WORDS)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("no salt");
    Files.writeString(directory.resolve("seal.key"), "0f".repeat(32) + "\n");
    assertThatThrownBy(() -> start(config().sealed(key)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("sealed with another one");
    assertThat(tracker.joined).isEmpty();
  }

  @Test
  void start_passphrase_opensWithTheRightOneOnly() {
    start(config().sealed(WORDS)).close();
    SealKey others = new SealKey.Words(new Passphrase("incorrect horse battery"));
    assertThatThrownBy(() -> start(config().sealed(others)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("sealed with another one")
        .hasMessageNotContaining("horse");
    start(config().sealed(WORDS)).close();
  }

  @Test
  void start_storeThatIsNotSealed_isNotConverted() throws Exception {
    TestBits bit = TestBits.random(new Random(8), 300_000);
    try (TorrentEngine gateway = Engines.start();
        SeederNode _ = start(config())) {
      assign(gateway, bit);
      tracker.nextSaid(Completed.class);
    }
    assertThatThrownBy(() -> start(config().sealed(key)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("drain this node without --encrypt");
    assertThat(node.resolve("sealed")).doesNotExist();
    assertThat(directory.resolve("seal.key")).doesNotExist();
    assertThat(names(node.resolve("bits"))).contains(bit.metainfo().name());

    // As a drain leaves it: directories without a file.
    for (String suffix : List.of(".torrent", "")) {
      String name = bit.metainfo().name();
      Files.delete(node.resolve("bits").resolve(name.substring(0, 2)).resolve(name + suffix));
    }
    try (SeederNode running = start(config().sealed(key))) {
      assertThat(running.status().sealedBy()).isEqualTo("gocryptfs");
    }
  }

  @Test
  void start_keyInsideOfWhatItOpens_isRefused() {
    SealKey inside = new SealKey.InFile(node.resolve("sealed").resolve("seal.key"));
    assertThatThrownBy(() -> start(config().sealed(inside)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("must be outside");
    assertThat(node.resolve("sealed")).doesNotExist();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
