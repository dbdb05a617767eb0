// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.acceptance.StockClients.Qbittorrent;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import io.fractus.tracker.registry.PasskeyRecord;
import io.fractus.tracker.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracker with the torrent clients of Debian, which know nothing of it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StockClientsIT {
  private static final Duration LIMIT = StockClient.LIMIT;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "transmission, libtorrent",
    "qbittorrent, libtorrent",
    "aria2, libtorrent",
    "rtorrent, libtorrent",
    "deluge, libtorrent",
    "transmission, java",
    "qbittorrent, java",
    "aria2, java",
    "rtorrent, java",
    "deluge, java"
  })
  void client_fetchesServesStopsAndStartsAgain_isCountedRightAtEachStep(String name, String engine)
      throws Exception {
    try (StockSwarm swarm = new StockSwarm(directory, "ours", "client", "other");
        StockClient client = StockClients.of(name, directory.resolve(name), swarm.host)) {
      swarm.place();
      Path torrent = swarm.torrent("client");
      try (TorrentEngine ours = seed(swarm, engine)) {
        awaitComplete(swarm, 1);
        client.start();
        client.add(torrent);
        await(swarm, client, "it says it is complete", () -> swarm.counts().complete() == 2);
        assertThat(ours.list()).hasSize(1);
      }
      if (!isOnceSeedAlwaysSeed(name)) {
        awaitServed(swarm, client);
      }
      assertThat(swarm.isWhole(client.downloads.resolve(swarm.bit.name()))).isTrue();
      awaitComplete(swarm, 1);
      assertThat(swarm.counts().downloaded()).isOne();

      if (!isOnceSeedAlwaysSeed(name)) {
        fetchFrom(swarm, client, engine);
        awaitComplete(swarm, 1);
      }
      long downloaded = swarm.counts().downloaded();

      client.leave();
      awaitComplete(swarm, 0);
      client.stop();
      client.start();
      awaitComplete(swarm, 1);
      assertThat(swarm.counts().incomplete()).isZero();
      assertThat(swarm.counts().downloaded()).isEqualTo(downloaded);
      client.leave();
      awaitComplete(swarm, 0);
    }
    checkReported(
        directory.resolve("tracker/registry.db"),
        isOnceSeedAlwaysSeed(name) ? 0 : StockSwarm.LENGTH);
  }

  /**
   * Transmission takes an address from which a seed came once for a seed, and drops it. Here all
   * have the address of this machine, so it serves others in a test of its own.
   */
  private static boolean isOnceSeedAlwaysSeed(String name) {
    return name.equals("transmission");
  }

  @ParameterizedTest
  @ValueSource(strings = {"libtorrent", "java"})
  void transmission_withTheFileAlready_servesTheProbeAndAnotherClient(String engine)
      throws Exception {
    try (StockSwarm swarm = new StockSwarm(directory, "client", "other");
        StockClient client =
            StockClients.of("transmission", directory.resolve("client"), swarm.host)) {
      swarm.place();
      Files.write(client.downloads.resolve(swarm.bit.name()), swarm.data);
      client.start();
      client.add(swarm.torrent("client"));

      awaitServed(swarm, client);
      awaitComplete(swarm, 1);
      fetchFrom(swarm, client, engine);
    }
  }

  private static void awaitServed(StockSwarm swarm, StockClient client) {
    await(swarm, client, "a probe saw it serve", () -> swarm.state("client") == CopyState.COMPLETE);
  }

  private TorrentEngine seed(StockSwarm swarm, String name) throws Exception {
    Path files = Files.createDirectories(directory.resolve("ours"));
    Files.write(files.resolve(swarm.bit.name()), swarm.data);
    TorrentEngine engine = start(swarm, name);
    engine.seed(swarm.bit, files, swarm.announceUrl("ours"));
    return engine;
  }

  private static TorrentEngine start(StockSwarm swarm, String name) {
    EngineConfig config = EngineConfig.listening(swarm.host, 0);
    return name.equals("java") ? JavaEngine.start(config) : LibtorrentEngine.start(config);
  }

  /** Another node finds the client through the tracker and takes all from it. */
  private void fetchFrom(StockSwarm swarm, StockClient client, String engine) throws Exception {
    List<PeerAddress> peers = swarm.peers("other");
    assertThat(peers).containsExactly(new PeerAddress(swarm.host, client.port));
    Path files = Files.createDirectories(directory.resolve("other"));
    try (TorrentEngine other = start(swarm, engine)) {
      other
          .fetch(
              new FetchRequest(swarm.bit, files, peers, LIMIT, swarm.announceUrl("other")), _ -> {})
          .done()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      awaitComplete(swarm, 2);
    }
    assertThat(swarm.isWhole(files.resolve(swarm.bit.name()))).isTrue();
  }

  private static void checkReported(Path file, long served) {
    try (Registry registry = Registry.open(file)) {
      PasskeyRecord reported =
          registry.read(rows -> {
            long node = rows.nodes().byName("client").orElseThrow().key();
            return rows.passkeys().find(node).orElseThrow();
          });
      // Over two sessions of the client: what it fetched once, and what it served to the other.
      assertThat(reported.reportedDown())
          .isBetween((long) StockSwarm.LENGTH, StockSwarm.LENGTH * 3L / 2);
      assertThat(reported.reportedUp()).isGreaterThanOrEqualTo(served);
    }
  }

  private static void awaitComplete(StockSwarm swarm, int complete) {
    try {
      Await.until(complete + " complete peers", LIMIT, () -> swarm.counts().complete() == complete);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ": " + counts(swarm), e);
    }
  }

  private static void await(
      StockSwarm swarm, StockClient client, String what, Callable<Boolean> question) {
    try {
      Await.until(what, LIMIT, question);
    } catch (AssertionError e) {
      throw new AssertionError(
          "%s; %s, %s; it printed:%n%s"
              .formatted(e.getMessage(), counts(swarm), swarm.events("client"), client.log()),
          e);
    }
  }

  private static String counts(StockSwarm swarm) {
    try {
      return swarm.counts().toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void qbittorrent_withNothingButARuleForItsFeed_isANode() throws Exception {
    try (StockSwarm swarm = new StockSwarm(directory, "client", "other");
        Qbittorrent client = new Qbittorrent(directory.resolve("qbittorrent"), swarm.host)) {
      client.start();
      client.follow(swarm.node("client").rss());
      swarm.place();

      await(
          swarm,
          client,
          "it took the bit from its feed and the gateway, and serves it",
          () -> {
            client.refresh();
            return swarm.state("client") == CopyState.COMPLETE;
          });

      assertThat(swarm.isWhole(client.downloads.resolve(swarm.bit.name()))).isTrue();
      swarm.endStaging();
      fetchFrom(swarm, client, "java");

      swarm.release();
      assertThat(swarm.feed("client")).doesNotContain("<item>");
      // It announces again when half an hour is over, or when it starts.
      client.stop();
      client.start();
      Await.until(
          "its owner is told that the bit is not registered any more",
          LIMIT,
          () -> client.trackers(swarm.bit.infoHash()).contains("unregistered torrent"));
    }
  }
}
