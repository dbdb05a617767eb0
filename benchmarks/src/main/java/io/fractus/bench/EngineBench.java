// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The engine table: each engine in a process of its own, beside bare libtorrent in one. */
public final class EngineBench {
  private static final String BENCH = "node";
  private static final String RAW = "raw";
  private static final String FLOOR = "raw libtorrent";
  private static final List<String> ENGINES = List.of(RAW, "libtorrent", "java", "bt");
  private static final int BIT_LENGTH = 4 << 20;
  private static final int BITS = 8;
  private static final int ROUNDS = 7;
  private static final int PASSES = 12;
  private static final int FETCHES = 9;

  /** bt keeps a file open for each bit, and the open files of a process are not without end. */
  private static final Map<String, Integer> IDLE_MAX = Map.of("bt", 1_000);

  private static final WireTimeouts PATIENT =
      new WireTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

  private static final double MIB = 1 << 20;

  private final Path directory;
  private final Random random = new Random(1);
  private final List<BenchResult> results = new ArrayList<>();

  /**
   * A run in a directory that is its own.
   *
   * @param directory empty; some hundred MB are written there, and files with nothing in them
   */
  public EngineBench(Path directory) {
    this.directory = directory;
  }

  /** Runs all cases, in about two minutes. */
  public List<BenchResult> run() throws IOException, PeerException {
    Map<String, EngineFork> forks = new LinkedHashMap<>();
    try {
      for (String engine : ENGINES) {
        forks.put(engine, EngineFork.start(engine));
      }
      Map<String, Double> starts = new LinkedHashMap<>();
      forks.forEach((engine, fork) -> starts.put(engine, fork.startMillis()));
      record("start", starts, "ms");
      serve(forks);
      fetch(forks);
    } finally {
      for (EngineFork fork : forks.values()) {
        fork.close();
      }
    }
    idle(1_000);
    idle(10_000);
    return List.copyOf(results);
  }

  /** How fast they give, to a reader that is the same for all, and what it costs them. */
  private void serve(Map<String, EngineFork> forks) throws IOException, PeerException {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    List<BitMetainfo> bits = new ArrayList<>();
    for (int i = 0; i < BITS; i++) {
      bits.add(TestBits.write(seeds, BIT_LENGTH, random));
    }
    Map<String, Samples> wall = new LinkedHashMap<>();
    Map<String, Samples> cpu = new LinkedHashMap<>();
    for (Map.Entry<String, EngineFork> fork : forks.entrySet()) {
      wall.put(fork.getKey(), new Samples(ROUNDS));
      cpu.put(fork.getKey(), new Samples(ROUNDS));
      for (BitMetainfo bit : bits) {
        fork.getValue().seed(bit, seeds);
      }
    }
    byte[] into = new byte[BIT_LENGTH];
    for (int round = -2; round < ROUNDS; round++) {
      for (Map.Entry<String, EngineFork> fork : forks.entrySet()) {
        EngineFork engine = fork.getValue();
        boolean slow = fork.getKey().equals("bt");
        int passes = slow ? 1 : PASSES;
        List<BitMetainfo> asked = slow ? bits.subList(0, 1) : bits;
        long cpuBefore = engine.ask("cpu");
        long start = System.nanoTime();
        for (int pass = 0; pass < passes; pass++) {
          read(engine.port(), asked, into);
        }
        double mib = passes * asked.size() * (BIT_LENGTH / MIB);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = Math.max(1, engine.ask("cpu") - cpuBefore) / 1e9;
        if (round >= 0) {
          wall.getOrDefault(fork.getKey(), new Samples(0)).addMillis(mib / seconds);
          cpu.getOrDefault(fork.getKey(), new Samples(0)).addMillis(mib / cpuSeconds);
        }
      }
    }
    record("seed, by the clock", medians(wall), "MiB/s");
    record("seed, by its CPU time", medians(cpu), "MiB/s");
  }

  private static void read(int port, List<BitMetainfo> bits, byte[] into) throws PeerException {
    PeerAddress peer = new PeerAddress("127.0.0.1", port);
    for (BitMetainfo bit : bits) {
      try (PeerReader reader = PeerReader.connect(peer, bit, PATIENT)) {
        reader.readPieces(0, bit.pieceCount(), into, 0);
      }
    }
  }

  /** How long one bit takes from bare libtorrent. */
  private void fetch(Map<String, EngineFork> forks) throws IOException {
    Path seeds = Files.createDirectory(directory.resolve("fetch"));
    Map<String, Samples> times = new LinkedHashMap<>();
    forks.keySet().forEach(engine -> times.put(engine, new Samples(FETCHES)));
    try (RawLibtorrent source = new RawLibtorrent()) {
      for (int round = -2; round < FETCHES; round++) {
        for (Map.Entry<String, EngineFork> fork : forks.entrySet()) {
          BitMetainfo bit = TestBits.write(seeds, BIT_LENGTH, random);
          source.seed(bit, seeds);
          Path to = Files.createDirectories(directory.resolve("to-" + fork.getKey()));
          long nanos = fork.getValue().fetch(bit, to, source.port());
          if (round >= 0) {
            times.getOrDefault(fork.getKey(), new Samples(0)).addNanos(nanos);
          }
        }
      }
    }
    record("fetch of a 4 MiB bit", medians(times), "ms");
  }

  /** What bits cost that nobody asks for: 1 MiB each, sixteen pieces. */
  private void idle(int bits) throws IOException {
    Map<String, Double> rss = new LinkedHashMap<>();
    Map<String, Double> heap = new LinkedHashMap<>();
    Map<String, Double> adding = new LinkedHashMap<>();
    for (String engine : ENGINES) {
      if (bits > IDLE_MAX.getOrDefault(engine, Integer.MAX_VALUE)) {
        continue;
      }
      Path files = Files.createDirectory(directory.resolve("idle-" + engine + "-" + bits));
      try (EngineFork fork = EngineFork.start(engine)) {
        int few = bits / 100;
        fork.fill(files, 0, few);
        long heapBefore = fork.ask("heap");
        long rssBefore = fork.ask("rss");
        double millis = fork.fill(files, few, bits) / 1e6;
        heap.put(engine, (fork.ask("heap") - heapBefore) / 1024.0 / (bits - few));
        rss.put(engine, (fork.ask("rss") - rssBefore) / 1024.0 / (bits - few));
        adding.put(engine, millis / (bits - few));
      }
    }
    record("RSS of a bit among %,d".formatted(bits), rss, "KiB");
    record("Java heap of a bit among %,d".formatted(bits), heap, "KiB");
    record("adding a bit to %,d".formatted(bits), adding, "ms");
  }

  private static Map<String, Double> medians(Map<String, Samples> samples) {
    Map<String, Double> medians = new LinkedHashMap<>();
    samples.forEach((engine, each) -> medians.put(engine, each.median()));
    return medians;
  }

  private void record(String what, Map<String, Double> values, String unit) {
    double raw = values.getOrDefault(RAW, Double.NaN);
    values.forEach((engine, value) -> {
      if (!engine.equals(RAW)) {
        results.add(BenchResult.recorded(BENCH, what + ", " + engine, value, unit, FLOOR, raw));
      }
    });
  }
}
