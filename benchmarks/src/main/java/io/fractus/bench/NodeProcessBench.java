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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What a whole node costs, as its owner starts it, in a cloud with a tracker: memory and processor
 * time by the number of its bits, its start, and how fast it gives.
 */
public final class NodeProcessBench {
  /*
   * A node's first minutes are not idle: each bit is announced once, at most 200 a second. So each
   * run waits until the node has become quiet, and looks then.
   */
  private static final String BENCH = "node";
  private static final String LIMIT = "the limit";

  /** What nodes run if nothing else is asked for: the limits are its. */
  private static final String DEFAULT = "java";

  private static final List<String> ENGINES = List.of(DEFAULT, "libtorrent");
  private static final int FEW = 10;
  private static final int MANY = 1_000;
  private static final int[] BITS = {
    FEW, MANY, 10_000, Integer.getInteger("fractus.bench.bits", 50_000)
  };
  private static final int SERVED = 8;
  private static final int SERVED_LENGTH = 4 << 20;
  private static final int ROUNDS = 9;
  private static final int PASSES = 8;
  private static final double MB = 1e6;
  private static final double MIB = 1 << 20;
  private static final double FEW_MB_MAX = 100;
  private static final double MANY_MB_MAX = 160;
  private static final double BIT_KB_MAX = 10;
  private static final double START_SECONDS_MAX = 15;
  private static final double SEED_RATIO_MIN = 0.95;

  /** How busy a node may be that is called quiet, as a part of one core. */
  private static final double QUIET = 0.04;

  private static final int QUIET_LOOKS = 3;
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(7);

  /** One round of what a node does by itself: it looks at files, and reads some for rot. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static final WireTimeouts PATIENT =
      new WireTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

  private final Subject subject;
  private final Consumer<BenchResult> results;
  private final Random random = new Random(3);

  /** A node that is not running, with its tracker. */
  public interface Subject {
    /** Has it hold bits more, as if it had fetched them. */
    void add(List<BitMetainfo> bits, FileOfBit files) throws IOException;

    /** Starts it, and returns when it serves and the tracker knows. */
    Running start(String engine) throws IOException, InterruptedException;
  }

  /** Writes the bytes of a bit. */
  public interface FileOfBit {
    /** Makes the file. */
    void write(BitMetainfo bit, Path file) throws IOException;
  }

  /** The node while it runs. */
  public interface Running extends AutoCloseable {
    /** Its process. */
    long pid();

    /** Where it serves. */
    PeerAddress address();

    /** How long the start took, the virtual machine's included. */
    double startSeconds();

    /** Ends it in order. */
    @Override
    void close();
  }

  /**
   * A run over a node that holds nothing yet.
   *
   * @param results told each number as soon as it is there
   */
  public NodeProcessBench(Subject subject, Consumer<BenchResult> results) {
    this.subject = subject;
    this.results = results;
  }

  /** Runs all cases, in about a quarter of an hour. */
  public void run(Path scratch) throws IOException, InterruptedException, PeerException {
    Path seeds = Files.createDirectory(scratch.resolve("seeds"));
    List<BitMetainfo> served = new ArrayList<>();
    for (int i = 0; i < SERVED; i++) {
      served.add(TestBits.write(seeds, SERVED_LENGTH, random));
    }
    subject.add(served, (bit, file) -> Files.copy(seeds.resolve(bit.name()), file));
    for (String engine : ENGINES) {
      results.accept(serve(engine, served, seeds));
    }
    int held = SERVED;
    double[] fewest = new double[ENGINES.size()];
    for (int bits : BITS) {
      subject.add(TestBits.zeros(held, bits), TestBits::writeZeros);
      held = bits;
      for (int i = 0; i < ENGINES.size(); i++) {
        double rss = idle(ENGINES.get(i), bits);
        if (bits == FEW) {
          fewest[i] = rss;
        } else {
          results.accept(growth(ENGINES.get(i), bits, (rss - fewest[i]) / (bits - FEW)));
        }
      }
    }
  }

  /** One start; returns the bytes of its memory. */
  private double idle(String engine, int bits) throws IOException, InterruptedException {
    try (Running node = subject.start(engine)) {
      awaitQuiet(node.pid());
      long cpu = ProcessNumbers.cpuNanos(node.pid());
      long start = System.nanoTime();
      Thread.sleep(IDLE);
      double busy = part(ProcessNumbers.cpuNanos(node.pid()) - cpu, System.nanoTime() - start);
      double rss = ProcessNumbers.rssBytes(node.pid());
      String suffix = String.format(Locale.ROOT, ", %,d bits, %s", bits, engine);
      BenchResult started =
          BenchResult.recorded(
              BENCH, "start" + suffix, node.startSeconds(), "s", LIMIT, START_SECONDS_MAX);
      results.accept(started.withTarget("<= 15 s", node.startSeconds() <= START_SECONDS_MAX));
      results.accept(memory(engine, suffix, bits, rss / MB));
      results.accept(BenchResult.recorded(BENCH, "idle" + suffix, busy * 100, "%", "a core", 100));
      return rss;
    }
  }

  private static BenchResult memory(String engine, String suffix, int bits, double megabytes) {
    double limit = bits <= FEW ? FEW_MB_MAX : MANY_MB_MAX;
    BenchResult result = BenchResult.recorded(BENCH, "RSS" + suffix, megabytes, "MB", LIMIT, limit);
    return bits > MANY
        ? result
        : asked(engine, result, "<= %.0f MB".formatted(limit), megabytes <= limit);
  }

  private static BenchResult growth(String engine, int bits, double bytes) {
    BenchResult result =
        BenchResult.recorded(
            BENCH,
            String.format(Locale.ROOT, "RSS of a bit up to %,d, %s", bits, engine),
            bytes / 1e3,
            "kB",
            LIMIT,
            BIT_KB_MAX);
    return asked(engine, result, "<= 10 kB", bytes / 1e3 <= BIT_KB_MAX);
  }

  private static BenchResult asked(
      String engine, BenchResult result, String target, boolean reached) {
    return engine.equals(DEFAULT) ? result.withTarget(target, reached) : result;
  }

  private static void awaitQuiet(long pid) throws IOException, InterruptedException {
    long end = System.nanoTime() + QUIET_WITHIN.toNanos();
    int quiet = 0;
    while (quiet < QUIET_LOOKS && System.nanoTime() < end) {
      long cpu = ProcessNumbers.cpuNanos(pid);
      long start = System.nanoTime();
      Thread.sleep(LOOK);
      double busy = part(ProcessNumbers.cpuNanos(pid) - cpu, System.nanoTime() - start);
      quiet = busy < QUIET ? quiet + 1 : 0;
    }
  }

  private static double part(long nanos, long of) {
    return (double) nanos / of;
  }

  /** How fast it gives to one reader, beside bare libtorrent, turn by turn. */
  private BenchResult serve(String engine, List<BitMetainfo> bits, Path seeds)
      throws IOException, InterruptedException, PeerException {
    Samples ours = new Samples(ROUNDS);
    Samples raw = new Samples(ROUNDS);
    try (Running node = subject.start(engine);
        EngineFork floor = EngineFork.start("raw")) {
      for (BitMetainfo bit : bits) {
        floor.seed(bit, seeds);
      }
      PeerAddress beside = new PeerAddress("127.0.0.1", floor.port());
      for (int round = -2; round < ROUNDS; round++) {
        double fast = rate(node.address(), bits);
        double bare = rate(beside, bits);
        if (round >= 0) {
          ours.addMillis(fast);
          raw.addMillis(bare);
        }
      }
    }
    double ratio = ours.median() / raw.median();
    return BenchResult.recorded(
            BENCH,
            "seed, the whole node, " + engine,
            ours.median(),
            "MiB/s",
            "raw libtorrent",
            raw.median())
        .withTarget(">= 0.95x", ratio >= SEED_RATIO_MIN);
  }

  private static double rate(PeerAddress peer, List<BitMetainfo> bits) throws PeerException {
    byte[] into = new byte[SERVED_LENGTH];
    long start = System.nanoTime();
    for (int pass = 0; pass < PASSES; pass++) {
      for (BitMetainfo bit : bits) {
        try (PeerReader reader = PeerReader.connect(peer, bit, PATIENT)) {
          reader.readPieces(0, bit.pieceCount(), into, 0);
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return PASSES * bits.size() * (SERVED_LENGTH / MIB) / seconds;
  }
}
