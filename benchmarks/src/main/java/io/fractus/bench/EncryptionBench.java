// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.platform.sealed.SealedDirectory;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The encryption table: what it costs a node that its bits are sealed by gocryptfs. Each engine
 * runs once in the clear and once sealed, in turns, and what the daemon of gocryptfs uses is
 * counted to its node.
 */
public final class EncryptionBench {
  /*
   * Two kinds of seeding, for the page cache decides:
   *
   *   warm      the bytes were asked for before: the kernel has them in the clear
   *   cold      the page cache of the mount was dropped; that of the disk was not, so that the disk
   *             of this machine is in no number and decryption is in all of them
   *
   * A fetch writes: each bit is fetched from bare libtorrent and fsynced, as the node does.
   */
  private static final String BENCH = "node";
  private static final String FLOOR = "the same engine, not encrypted";
  private static final List<String> ENGINES = List.of("libtorrent", "java");
  private static final int BIT_LENGTH = 4 << 20;
  private static final int BITS = 24;
  private static final int ROUNDS = 7;
  private static final int FETCHES = 16;
  private static final int STARTS = 7;
  private static final double MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final WireTimeouts PATIENT = new WireTimeouts(PATIENCE, PATIENCE, PATIENCE);

  private final Path directory;
  private final Random random = new Random(2);
  private final byte[] key = new byte[32];
  private final List<BenchResult> results = new ArrayList<>();

  /**
   * A run in a directory that is its own.
   *
   * @param directory empty; some hundred MB are written there
   */
  public EncryptionBench(Path directory) {
    this.directory = directory;
  }

  /** Whether this machine has what it takes, and why not. */
  public static String missing() {
    if (SealedDirectory.program().isEmpty()) {
      return "gocryptfs is not installed: no encryption table";
    }
    return Files.exists(Path.of("/dev/fuse")) ? "" : "there is no /dev/fuse: no encryption table";
  }

  /** Runs all cases, in about a minute. */
  public List<BenchResult> run() throws IOException, PeerException {
    random.nextBytes(key);
    Path sealed = directory.resolve("sealed");
    Path clear = directory.resolve("clear");
    double mount = mountMillis(sealed, clear);
    try (SealedDirectory store = SealedDirectory.open(sealed, clear, key)) {
      Path plain = Files.createDirectory(directory.resolve("plain"));
      List<BitMetainfo> bits = new ArrayList<>();
      for (int i = 0; i < BITS; i++) {
        BitMetainfo bit = TestBits.write(plain, BIT_LENGTH, random);
        Files.copy(plain.resolve(bit.name()), store.path().resolve(bit.name()));
        bits.add(bit);
      }
      long daemon = daemon(store.path());
      for (String engine : ENGINES) {
        try (EncryptedSide without = new EncryptedSide(engine, plain, 0);
            EncryptedSide with = new EncryptedSide(engine, store.path(), daemon)) {
          double start = without.startMillis();
          record("encrypted: start, " + engine, start + mount, "ms", start);
          without.seed(bits);
          with.seed(bits);
          serve("warm", engine, without, with, bits, false);
          serve("cold", engine, without, with, bits, true);
          fetch(engine, without, with);
        }
      }
    }
    return List.copyOf(results);
  }

  /** What a start is longer by. */
  private double mountMillis(Path sealed, Path clear) throws IOException {
    SealedDirectory.open(sealed, clear, key).close();
    Samples opening = new Samples(STARTS);
    for (int i = 0; i < STARTS; i++) {
      long start = System.nanoTime();
      try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
        opening.addNanos(System.nanoTime() - start);
      }
    }
    return opening.median();
  }

  private void serve(
      String cache,
      String engine,
      EncryptedSide without,
      EncryptedSide with,
      List<BitMetainfo> bits,
      boolean drop)
      throws IOException, PeerException {
    byte[] into = new byte[BIT_LENGTH];
    List<EncryptedSide> sides = List.of(without, with);
    List<Samples> speed = List.of(new Samples(ROUNDS), new Samples(ROUNDS));
    List<Samples> cost = List.of(new Samples(ROUNDS), new Samples(ROUNDS));
    for (int round = -2; round < ROUNDS; round++) {
      for (int i = 0; i < sides.size(); i++) {
        EncryptedSide side = sides.get(i);
        if (drop) {
          side.dropPageCache(bits);
        }
        long cpu = side.cpuNanos();
        long start = System.nanoTime();
        for (BitMetainfo bit : bits) {
          try (PeerReader reader = PeerReader.connect(side.address(), bit, PATIENT)) {
            reader.readPieces(0, bit.pieceCount(), into, 0);
          }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double mib = bits.size() * (BIT_LENGTH / MIB);
        if (round >= 0) {
          speed.get(i).addMillis(mib / seconds);
          cost.get(i).addMillis((side.cpuNanos() - cpu) / 1e6 / mib);
        }
      }
    }
    record("encrypted: seed " + cache + ", " + engine, speed, "MiB/s");
    record("encrypted: CPU/MiB " + cache + ", " + engine, cost, "ms");
  }

  private void fetch(String engine, EncryptedSide without, EncryptedSide with) throws IOException {
    List<EncryptedSide> sides = List.of(without, with);
    List<Samples> times = List.of(new Samples(FETCHES), new Samples(FETCHES));
    List<Samples> cost = List.of(new Samples(FETCHES), new Samples(FETCHES));
    Path seeds = Files.createDirectories(directory.resolve("sources"));
    try (RawLibtorrent source = new RawLibtorrent()) {
      for (int round = -2; round < FETCHES; round++) {
        for (int i = 0; i < sides.size(); i++) {
          BitMetainfo bit = TestBits.write(seeds, BIT_LENGTH, random);
          source.seed(bit, seeds);
          long cpu = sides.get(i).cpuNanos();
          long nanos = sides.get(i).fetch(bit, source.port());
          if (round >= 0) {
            times.get(i).addNanos(nanos);
            cost.get(i).addMillis((sides.get(i).cpuNanos() - cpu) / 1e6 / (BIT_LENGTH / MIB));
          }
        }
      }
    }
    record("encrypted: fetch+fsync, " + engine, times, "ms");
    record("encrypted: CPU/MiB fetch, " + engine, cost, "ms");
    List<Samples> rss = List.of(new Samples(1), new Samples(1));
    for (int i = 0; i < sides.size(); i++) {
      rss.get(i).addMillis(sides.get(i).rssBytes() / MIB);
    }
    record("encrypted: RSS of all, " + engine, rss, "MiB");
  }

  private void record(String what, List<Samples> samples, String unit) {
    double without = samples.getFirst().median();
    record(what, samples.getLast().median(), unit, without);
  }

  private void record(String what, double with, String unit, double without) {
    results.add(BenchResult.recorded(BENCH, what, with, unit, FLOOR, without));
  }

  /** The process that serves a mount; it has the mount point among its arguments. */
  private static long daemon(Path mounted) throws IOException {
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path arguments = Path.of("/proc/" + process.pid() + "/cmdline");
      if (Files.isReadable(arguments)
          && Files.readString(arguments, StandardCharsets.ISO_8859_1)
              .contains("\0" + mounted + "\0")) {
        return process.pid();
      }
    }
    throw new IOException("no process of gocryptfs has " + mounted);
  }
}
