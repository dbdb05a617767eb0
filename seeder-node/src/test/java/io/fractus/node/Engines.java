// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real engines on loopback, for tests. */
public final class Engines {
  private static final Duration FETCH_MAX = Duration.ofSeconds(60);

  private Engines() {}

  public static TorrentEngine start() {
    return LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
  }

  public static PeerAddress address(TorrentEngine engine) {
    return new PeerAddress("127.0.0.1", engine.port());
  }

  /** Seeds a bit from a directory, as a gateway does from its staging. */
  public static void seed(TorrentEngine engine, TestBits bit, Path directory) throws IOException {
    Files.createDirectories(directory);
    bit.writeTo(directory);
    engine.seed(bit.metainfo(), directory, null);
  }

  /** Fetches a bit from one source and returns its bytes. */
  public static byte[] fetch(TorrentEngine engine, TestBits bit, PeerAddress source, Path directory)
      throws Exception {
    Files.createDirectories(directory);
    engine
        .fetch(
            new FetchRequest(bit.metainfo(), directory, List.of(source), FETCH_MAX, null),
            verified -> {})
        .done()
        .get(FETCH_MAX.toSeconds() * 2, TimeUnit.SECONDS);
    return Files.readAllBytes(directory.resolve(bit.metainfo().name()));
  }
}
