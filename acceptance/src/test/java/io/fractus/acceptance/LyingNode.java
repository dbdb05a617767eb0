// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.node.NodeConfig;
import io.fractus.node.SeederNode;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.PeerRate;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.TorrentStatus;
import io.fractus.torrents.engine.Traffic;
import io.fractus.torrents.javaengine.JavaEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program that is a node like any other until the file {@code lie} is in its directory, and then
 * has nothing: it goes on saying that it has every bit, also when it is asked to verify one, and
 * sends zeros.
 */
final class LyingNode {
  static final String LIE = "lie";

  private static final Duration LOOK = Duration.ofMillis(100);

  private LyingNode() {}

  /** Starts it as a process of its own; it may not have joined yet. */
  static Process start(Cloud cloud, String name, String site) throws IOException {
    Path classes =
        Path.of(LyingNode.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Tool.SMALL);
    command.addAll(List.of("-cp", Tool.jar() + ":" + classes, LyingNode.class.getName()));
    command.add(cloud.nodeDirectory(name).toString());
    command.add(cloud.endpoint("tracker").toString());
    command.add(cloud.data().resolve("tracker").resolve("join.token").toString());
    command.addAll(List.of(name, site));
    Path log = cloud.data().resolve("log").resolve(name + ".log");
    return Tool.start(new ProcessBuilder(command), log);
  }

  /**
   * Runs for as long as who started it: directory, tracker, file of the join token, name and site.
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    NodeConfig config =
        new NodeConfig(
            directory,
            URI.create(arguments[1]),
            Optional.of(Files.readString(Path.of(arguments[2])).strip()),
            arguments[3],
            arguments[4],
            "local",
            "server",
            1_000_000_000,
            "127.0.0.1",
            0,
            Optional.of("127.0.0.1"),
            0);
    Engine engine = new Engine(JavaEngine.start(EngineConfig.listening("127.0.0.1", 0)), directory);
    try (SeederNode _ = SeederNode.start(config, _ -> engine)) {
      ProcessHandle test = ProcessHandle.current().parent().orElseThrow();
      while (test.isAlive()) {
        Thread.sleep(LOOK);
        if (Files.exists(directory.resolve(LIE))) {
          engine.lie();
        }
      }
    }
  }

  /** Serves a file of zeros for each bit as soon as it lies; the store keeps what is right. */
  private static final class Engine implements TorrentEngine {
    private final TorrentEngine engine;
    private final Path zeros;
    private final Map<InfoHash, BitMetainfo> known = new ConcurrentHashMap<>();

    private Engine(TorrentEngine engine, Path directory) {
      this.engine = engine;
      this.zeros = directory.resolve("zeros");
    }

    private void lie() throws IOException {
      Files.createDirectories(zeros);
      for (TorrentStatus carried : engine.list()) {
        BitMetainfo bit = known.get(carried.bit());
        if (bit == null || !carried.seeding() || Files.exists(zeros.resolve(bit.name()))) {
          continue;
        }
        try (RandomAccessFile file =
            new RandomAccessFile(zeros.resolve(bit.name()).toFile(), "rw")) {
          file.setLength(bit.length());
        }
        engine.remove(bit.infoHash());
        engine.seed(bit, zeros, null);
      }
    }

    @Override
    public void seed(BitMetainfo bit, Path directory, @Nullable String announce) {
      known.put(bit.infoHash(), bit);
      engine.seed(bit, directory, announce);
    }

    @Override
    public Fetch fetch(FetchRequest request, Consumer<Long> progress) {
      known.put(request.bit().infoHash(), request.bit());
      return engine.fetch(request, progress);
    }

    @Override
    public boolean remove(InfoHash bit) {
      return engine.remove(bit);
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public int port() {
      return engine.port();
    }

    @Override
    public List<TorrentStatus> list() {
      return engine.list();
    }

    @Override
    public List<PeerRate> peers(InfoHash bit) {
      return engine.peers(bit);
    }

    @Override
    public Traffic traffic() {
      return engine.traffic();
    }

    @Override
    public void limitRates(int uploadRateMax, int downloadRateMax) {
      engine.limitRates(uploadRateMax, downloadRateMax);
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
