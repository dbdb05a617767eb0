// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.node.TestBits;
import io.fractus.node.Waiting;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Described;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.Describe;
import io.fractus.protocol.channel.TrackerMessage.Release;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final int LENGTH = 200_000;

  /** Of two such bits and no third. */
  private static final long SHARE = 500_000;

  @TempDir private Path directory;
  private final Random random = new Random(11);
  private final BlockingQueue<NodeMessage> said = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> presence = new LinkedBlockingQueue<>();
  private FakeClient client;
  private Agent agent;

  @BeforeEach
  void start() throws Exception {
    client = new FakeClient(directory.resolve("downloads/fractus"));
    startAgent();
  }

  private void startAgent() throws Exception {
    agent =
        Agent.of(
            new Agent.Order(TestBits.CLOUD, "http://127.0.0.1:1/a", SHARE, List.of("127.0.0.1"), 0),
            client,
            directory.resolve("bits"),
            random,
            said::add,
            new Agent.Presence() {
              @Override
              public void up(ClientFacts facts) {
                presence.add("up");
              }

              @Override
              public void down() {
                presence.add("down");
              }
            });
    agent.start();
    assertThat(Waiting.next(presence)).isEqualTo("up");
  }

  @AfterEach
  void end() {
    agent.close();
    client.end();
  }

  private TestBits assigned() {
    TestBits bit = TestBits.random(random, LENGTH);
    client.knows(bit);
    agent.accept(assign(bit));
    return bit;
  }

  private static Assign assign(TestBits bit) {
    return new Assign(bit.metainfo(), List.of(new PeerAddress("127.0.0.1", 1)));
  }

  private InfoHash held() throws Exception {
    InfoHash bit = assigned().metainfo().infoHash();
    assertThat(Waiting.next(said)).isEqualTo(new Completed(bit));
    return bit;
  }

  private Path file(TestBits bit) {
    return directory.resolve("downloads/fractus").resolve(bit.metainfo().name());
  }

  @Test
  void assign_clientServesIt_isHeldAndDescribed() throws Exception {
    TestBits bit = assigned();
    InfoHash hash = bit.metainfo().infoHash();
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash));
    assertThat(agent.inventory()).containsExactly(hash);
    agent.accept(new Describe(hash));
    assertThat(Waiting.next(said)).isEqualTo(new Described(bit.metainfo()));
    agent.accept(new Verify(hash));
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash));
  }

  @Test
  void assign_beyondTheShare_isRefusedAndNotGivenToTheClient() throws Exception {
    held();
    held();
    InfoHash third = assigned().metainfo().infoHash();
    assertThat(Waiting.next(said))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.SHARE_FULL));
    assertThat(client.has(third)).isFalse();
    assertThat(agent.usedBytes()).isLessThanOrEqualTo(SHARE);
  }

  @Test
  void assign_ofAnotherCloud_isRefused() throws Exception {
    TestBits bit = TestBits.random(random, LENGTH, "another-cloud");
    agent.accept(assign(bit));
    assertThat(Waiting.next(said))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.REFUSED));
    assertThat(client.has(bit.metainfo().infoHash())).isFalse();
  }

  @Test
  void release_heldBit_leavesNeitherTorrentNorFile() throws Exception {
    TestBits bit = assigned();
    InfoHash hash = bit.metainfo().infoHash();
    assertThat(Waiting.next(said)).isEqualTo(new Completed(hash));
    assertThat(file(bit)).exists();

    agent.accept(new Release(hash));

    Waiting.until("the bit is gone", () -> !client.has(hash) && agent.usedBytes() == 0);
    assertThat(file(bit)).doesNotExist();
    assertThat(agent.inventory()).isEmpty();
  }

  @Test
  void restart_heldBitsStay_unfinishedOnesAreGivenUp() throws Exception {
    InfoHash held = held();
    client.starving = true;
    InfoHash unfinished = assigned().metainfo().infoHash();
    Waiting.until("it fetches", () -> client.has(unfinished));
    agent.close();

    startAgent();

    assertThat(agent.inventory()).containsExactly(held);
    assertThat(client.has(held)).isTrue();
    assertThat(client.has(unfinished)).isFalse();
  }

  @Test
  void client_isAwayAndForgets_isGivenItsBitsAgain() throws Exception {
    InfoHash bit = held();
    client.away = true;
    assertThat(Waiting.next(presence)).isEqualTo("down");
    client.forget(bit);
    assertThat(agent.inventory()).containsExactly(bit);
    client.away = false;

    Waiting.until("up again", () -> presence.contains("up"));

    assertThat(client.has(bit)).isTrue();
    assertThat(Waiting.next(said)).isEqualTo(new Completed(bit));
    assertThat(agent.lost()).isZero();
  }

  @Test
  void folder_deletesBitsOnly() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("folder"));
    String name = "0123456789abcdef0123456789abcdef";
    for (String file : List.of(name, name + ".aria2", name + ".txt", "notes")) {
      Files.writeString(folder.resolve(file), "x");
    }
    LocalFolder local = new LocalFolder(folder.toString());
    local.delete(name);
    local.delete("notes");
    local.delete("../folder/notes");
    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(name + ".txt", "notes");
    }
    assertThat(local.usableBytes()).isPositive().isLessThan(Long.MAX_VALUE);
  }
}
