// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Inventory;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells its tracker and its owner of a disk that fails. */
final class NodeDiskTest {
  @TempDir Path directory;
  private final TestBits bit = TestBits.random(new Random(5), 300_000);
  private final InfoHash hash = bit.metainfo().infoHash();
  private ScriptedTracker tracker;

  @BeforeEach
  void startTracker() {
    tracker = new ScriptedTracker(TestBits.CLOUD);
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  private SeederNode start() {
    NodeConfig config = tracker.nodeConfig(directory.resolve("node"), 20_000_000);
    return SeederNode.start(
        config,
        from -> JavaEngine.start(EngineConfig.listening(from.listenHost(), from.listenPort())));
  }

  @Test
  void bitUnreadable_isToldInEachSession_andCountedWhenItIsBack() throws Exception {
    String name = bit.metainfo().name();
    Path file = directory.resolve("node/bits").resolve(name.substring(0, 2)).resolve(name);
    try (TorrentEngine gateway = Engines.start();
        SeederNode node = start()) {
      var session = Waiting.next(tracker.sessions);
      Engines.seed(gateway, bit, directory.resolve("staging"));
      ScriptedTracker.say(session, new Assign(bit.metainfo(), List.of(Engines.address(gateway))));
      assertThat(tracker.nextSaid(Completed.class).bit()).isEqualTo(hash);
      try (Broken _ = Broken.directoryOf(file)) {
        ScriptedTracker.say(session, new Verify(hash));
        assertThat(tracker.nextSaid(Failed.class).reason()).isEqualTo(Reason.DISK);
        assertThat(node.status().unreadable()).isOne();
        assertThat(node.status().troubles())
            .containsExactly("1 bits cannot be read: they are kept, and tried again");

        node.pause();
        tracker.said.clear();
        tracker.sessions.clear();
        node.resume();

        // Held, so that nobody takes it for lost; and not good, so that nobody counts on it.
        assertThat(tracker.nextSaid(Inventory.class).bits()).containsExactly(hash);
        Failed failed = tracker.nextSaid(Failed.class);
        assertThat(failed.bit()).isEqualTo(hash);
        assertThat(failed.reason()).isEqualTo(Reason.DISK);
        assertThat(tracker.nextSaid(Heartbeat.class).bits()).isZero();
      }
      ScriptedTracker.say(Waiting.next(tracker.sessions), new Verify(hash));

      assertThat(tracker.nextSaid(Completed.class).bit()).isEqualTo(hash);
      assertThat(node.status().unreadable()).isZero();
      assertThat(node.status().bits()).isOne();
      assertThat(node.status().lost()).isZero();
    }
  }
}
