// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each engine takes bits of every shape from each, and gives them. */
final class InteropTest extends EngineTesting {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int[] LENGTHS = {
    1, 16 << 10, (16 << 10) + 1, 64 << 10, (1 << 20) - 1, 4 << 20, 16 << 20
  };

  @TempDir private Path directory;

  private static TorrentEngine start(String name) {
    EngineConfig config = EngineConfig.listening("127.0.0.1", 0);
    return switch (name) {
      case "java" -> JavaEngine.start(config);
      case "bt" -> BtEngine.start(config);
      default -> LibtorrentEngine.start(config);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "java, java",
    "java, libtorrent",
    "java, bt",
    "libtorrent, java",
    "libtorrent, libtorrent",
    "libtorrent, bt",
    "bt, java",
    "bt, libtorrent",
    "bt, bt"
  })
  void fetch_bitsOfEveryShape_areExact(String from, String to) throws Exception {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    try (TorrentEngine seeder = start(from);
        TorrentEngine leecher = start(to)) {
      for (int length : LENGTHS) {
        TestBit bit = TestBit.random(length, length);
        bit.writeTo(seeds);
        seeder.seed(bit.metainfo(), seeds, null);

        finish(
            leecher.fetch(
                new FetchRequest(bit.metainfo(), fetched, peer(seeder.port()), LONG, null),
                _ -> {}));

        assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
      }
    }
  }

  @Test
  void fetch_fromBothAtOnce_completes() throws Exception {
    TestBit bit = TestBit.random(7, 16 << 20);
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    bit.writeTo(seeds);
    List<PeerAddress> peers = new ArrayList<>();
    try (TorrentEngine first = start("java");
        TorrentEngine second = start("libtorrent");
        TorrentEngine leecher = start("java")) {
      for (TorrentEngine seeder : List.of(first, second)) {
        seeder.seed(bit.metainfo(), seeds, null);
        peers.addAll(peer(seeder.port()));
      }

      finish(
          leecher.fetch(new FetchRequest(bit.metainfo(), directory, peers, LONG, null), _ -> {}));

      assertThat(directory.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
      assertThat(first.traffic().sent()).isPositive();
      assertThat(second.traffic().sent()).isPositive();
    }
  }
}
