// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One bit over loopback: our engine and our reader beside bare libtorrent, turn by turn. */
public final class BitFetchBench {
  private static final int BIT_LENGTH = 4 << 20;
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 40;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Path directory;
  private final Random random = new Random(1);

  /**
   * A run in a directory that is its own.
   *
   * @param directory empty; about 1 GB is written there
   */
  public BitFetchBench(Path directory) {
    this.directory = directory;
  }

  /** Runs all cases, in about ten seconds. */
  public List<BenchResult> run() throws IOException, PeerException {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    Path rawFetched = Files.createDirectory(directory.resolve("raw"));
    Samples engineTimes = new Samples(ROUNDS);
    Samples rawTimes = new Samples(ROUNDS);
    Samples readerTimes = new Samples(ROUNDS);
    try (TorrentEngine from = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
        TorrentEngine to = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
        RawLibtorrent rawFrom = new RawLibtorrent();
        RawLibtorrent rawTo = new RawLibtorrent()) {
      byte[] into = new byte[BIT_LENGTH];
      PeerAddress seed = new PeerAddress("127.0.0.1", from.port());
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        BitMetainfo bit = TestBits.write(seeds, BIT_LENGTH, random);
        from.seed(bit, seeds, null);
        rawFrom.seed(bit, seeds);
        long engine = time(() -> fetch(to, bit, fetched, seed));
        long raw = time(() -> rawTo.fetch(bit, rawFetched, rawFrom.port()));
        long reader = time(() -> read(seed, bit, into));
        if (round >= 0) {
          engineTimes.addNanos(engine);
          rawTimes.addNanos(raw);
          readerTimes.addNanos(reader);
        }
        forget(to, from, bit, List.of(seeds, fetched, rawFetched));
      }
    }
    return results(engineTimes.median(), rawTimes.median(), readerTimes.median());
  }

  private static List<BenchResult> results(double engine, double raw, double reader) {
    String floor = "raw libtorrent, same settings";
    BenchResult fetch =
        BenchResult.recorded("node", "fetch of a 4 MiB bit, engine", engine, "ms", floor, raw);
    return List.of(
        fetch.withTarget("median <= 30 ms and <= 1.2x", engine <= 30 && engine <= 1.2 * raw),
        BenchResult.recorded("node", "read of a 4 MiB bit, peer wire", reader, "ms", floor, raw));
  }

  private static void fetch(TorrentEngine to, BitMetainfo bit, Path directory, PeerAddress peer) {
    to.fetch(new FetchRequest(bit, directory, List.of(peer), DEADLINE, null), bytesVerified -> {})
        .done()
        .join();
  }

  private static void read(PeerAddress peer, BitMetainfo bit, byte[] into) throws PeerException {
    try (PeerReader reader = PeerReader.connect(peer, bit, WireTimeouts.DEFAULT)) {
      reader.readPieces(0, bit.pieceCount(), into, 0);
    }
  }

  private static void forget(
      TorrentEngine to, TorrentEngine from, BitMetainfo bit, List<Path> directories)
      throws IOException {
    to.remove(bit.infoHash());
    from.remove(bit.infoHash());
    for (Path each : directories) {
      Files.deleteIfExists(each.resolve(bit.name()));
    }
  }

  private static long time(Timed work) throws IOException, PeerException {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  @FunctionalInterface
  private interface Timed {
    void run() throws IOException, PeerException;
  }
}
