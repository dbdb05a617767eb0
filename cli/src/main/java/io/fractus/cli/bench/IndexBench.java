// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.assignment.NodeIndex;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What it costs a placement to know the nodes: from the registry, and from memory. */
final class IndexBench {
  private static final long SEED = 20_261;
  private static final int NODES = 100_000;
  private static final int PER_WRITE = 1_000;
  private static final int SITES = 5_000;
  private static final long SHARE_BYTES = 1L << 40;
  private static final int ROUNDS = 300;
  private static final int ALL_ROUNDS = 5;

  /** What a stripe of raid6:8+2x2 changes, and what placement looks at for it. */
  private static final int CHANGED = 20;

  private static final int LOOKED_AT = 512;
  private static final int BYTES_MAX = 64;

  private final Consumer<BenchResult> results;
  private final Random random = new Random(SEED);

  IndexBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  /** Returns the bytes that it takes for a node. */
  double run() {
    try {
      Path directory = Files.createTempDirectory("fractus-bench");
      try (Registry registry = Registry.open(directory.resolve("registry.db"))) {
        return measure(registry);
      } finally {
        try (Stream<Path> files = Files.walk(directory)) {
          files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double measure(Registry registry) {
    for (int from = 0; from < NODES; from += PER_WRITE) {
      int first = from;
      registry.write(rows -> join(rows, first));
    }
    double all =
        registry.write(rows -> {
          long start = System.nanoTime();
          for (int i = 0; i < ALL_ROUNDS; i++) {
            rows.nodes().all();
          }
          return (System.nanoTime() - start) / 1e6 / ALL_ROUNDS;
        });
    long before = JudgementBench.used();
    NodeIndex index = NodeIndex.of(registry);
    long start = System.nanoTime();
    registry.write(index::refresh);
    double first = (System.nanoTime() - start) / 1e6;
    double each = (JudgementBench.used() - before) / (double) index.size();
    double some = 0;
    for (int i = 0; i < ROUNDS; i++) {
      some += registry.write(rows -> place(rows, index));
    }
    results.accept(
        BenchResult.recorded(
            "judge", "nodes for a placement, 100,000", some / ROUNDS, "ms", "all read", all));
    results.accept(
        BenchResult.recorded("judge", "  and once at the start", first, "ms", "all read", all));
    results.accept(
        BenchResult.recorded("judge", "  their memory, of each", each, "B", "limit", BYTES_MAX)
            .withTarget("at most 64 bytes", each <= BYTES_MAX));
    return each;
  }

  private int join(Rows rows, int first) {
    for (int i = first; i < first + PER_WRITE; i++) {
      rows.nodes()
          .add(
              new JoinRequest("n" + i, "s" + i % SITES, "r", "home", SHARE_BYTES, null, 1, "bench"),
              new PeerAddress("127.0.0.1", 1),
              "id" + i,
              "token" + i,
              "passkey" + i,
              Instant.EPOCH);
    }
    return first;
  }

  /** Changes some nodes, and measures how long it takes to know them again and look at others. */
  private double place(Rows rows, NodeIndex index) {
    for (int i = 0; i < CHANGED; i++) {
      rows.nodes().setShare(index.at(random.nextInt(NODES)).node(), SHARE_BYTES + i);
    }
    long start = System.nanoTime();
    index.refresh(rows);
    for (int i = 0; i < LOOKED_AT; i++) {
      index.at(random.nextInt(NODES));
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
