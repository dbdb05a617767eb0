// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.bt.BtEngine;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What {@link EngineBench} measures: an engine, or bare libtorrent. */
sealed interface EngineSubject extends AutoCloseable {
  int port();

  void seed(BitMetainfo bit, Path directory);

  /** Fetches a bit from a peer on loopback; returns when it is complete. */
  void fetch(BitMetainfo bit, Path directory, int port);

  @Override
  void close();

  /** Starts one by its name. */
  static EngineSubject start(String name) {
    EngineConfig config = EngineConfig.listening("127.0.0.1", 0);
    return switch (name) {
      case "raw" -> new Bare(new RawLibtorrent());
      case "libtorrent" -> new Ours(LibtorrentEngine.start(config));
      case "java" -> new Ours(JavaEngine.start(config));
      case "bt" -> new Ours(BtEngine.start(config));
      default -> throw new IllegalArgumentException("no engine is called '" + name + "'");
    };
  }

  /** An engine behind our port. */
  record Ours(TorrentEngine engine) implements EngineSubject {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Override
    public int port() {
      return engine.port();
    }

    @Override
    public void seed(BitMetainfo bit, Path directory) {
      engine.seed(bit, directory, null);
    }

    @Override
    public void fetch(BitMetainfo bit, Path directory, int port) {
      List<PeerAddress> peers = List.of(new PeerAddress("127.0.0.1", port));
      engine.fetch(new FetchRequest(bit, directory, peers, DEADLINE, null), _ -> {}).done().join();
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /** Bare libtorrent. */
  record Bare(RawLibtorrent session) implements EngineSubject {
    @Override
    public int port() {
      return session.port();
    }

    @Override
    public void seed(BitMetainfo bit, Path directory) {
      session.seed(bit, directory);
    }

    @Override
    public void fetch(BitMetainfo bit, Path directory, int port) {
      session.fetch(bit, directory, port);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
