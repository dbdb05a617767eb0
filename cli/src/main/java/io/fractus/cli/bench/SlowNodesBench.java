// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.read.ReadTotals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;

/** What reads take when a fifth of the nodes becomes a hundred times as slow. */
final class SlowNodesBench {
  private static final long SEED = 20_261;
  private static final Layout LAYOUT = Layout.parse("raid6:4+2x2");
  private static final int NODES = 20;
  private static final int SLOWED = NODES / 5;

  /** What a node sends otherwise: the uplink of a good line. */
  private static final int RATE = 20_000_000;

  private static final Kind SMALL = new Kind("64 KB", 64_000, 60, 1_500);
  private static final Kind LARGE = new Kind("8 MB", 8_000_000, 20, 300);
  private static final double RATIO_MAX = 1.3;
  private static final double EXTRA_MAX = 5;

  private final Consumer<BenchResult> results;

  SlowNodesBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  /**
   * What is read.
   *
   * @param objects how many there are
   * @param reads of one phase
   */
  private record Kind(String name, int bytes, int objects, int reads) {}

  void run(Path directory) throws IOException {
    try (SlowableCloud cloud = new SlowableCloud(directory, LAYOUT, NODES)) {
      cloud.awaitNodes();
      cloud.store().createBucket("bench");
      fill(cloud, SMALL);
      fill(cloud, LARGE);
      cloud.awaitSpread();
      for (int node = 0; node < NODES; node++) {
        cloud.limit(node, RATE);
      }
      // Once through, for the compiler.
      measure(cloud, SMALL);
      double small = measure(cloud, SMALL);
      double large = measure(cloud, LARGE);

      List<Integer> nodes = new ArrayList<>();
      for (int node = 0; node < NODES; node++) {
        nodes.add(node);
      }
      Collections.shuffle(nodes, new Random(SEED));
      nodes.stream().limit(SLOWED).forEach(node -> cloud.limit(node, RATE / 100));
      ReadTotals before = cloud.store().readTotals();
      report(SMALL, measure(cloud, SMALL), small);
      report(LARGE, measure(cloud, LARGE), large);
      shares(before, cloud.store().readTotals());
    }
  }

  private static void fill(SlowableCloud cloud, Kind kind) throws IOException {
    for (int i = 0; i < kind.objects(); i++) {
      byte[] plain = plain(kind, i);
      PutRequest request = PutRequest.of(key(kind, i), OptionalLong.of(plain.length));
      cloud.store().put(request, new ByteArrayInputStream(plain));
    }
  }

  private static byte[] plain(Kind kind, int number) {
    byte[] plain = new byte[kind.bytes()];
    new Random(SEED + number).nextBytes(plain);
    return plain;
  }

  private static ObjectKey key(Kind kind, int number) {
    return new ObjectKey("bench", kind.bytes() + "/" + number);
  }

  /** The 99th of a hundred, in milliseconds. */
  private static double measure(SlowableCloud cloud, Kind kind) throws IOException {
    Random random = new Random(SEED);
    long[] nanos = new long[kind.reads()];
    for (int i = 0; i < nanos.length; i++) {
      int number = random.nextInt(kind.objects());
      ByteArrayOutputStream out = new ByteArrayOutputStream(kind.bytes());
      long start = System.nanoTime();
      try (ObjectReader reader = cloud.store().open(key(kind, number))) {
        reader.writeTo(out, 0, kind.bytes());
      }
      nanos[i] = System.nanoTime() - start;
      if (!Arrays.equals(out.toByteArray(), plain(kind, number))) {
        throw new IllegalStateException("object " + number + " came back with other bytes");
      }
    }
    Arrays.sort(nanos);
    return nanos[nanos.length * 99 / 100] / 1e6;
  }

  private void report(Kind kind, double slowed, double before) {
    String name =
        String.format(
            Locale.ROOT, "GET %s p99, %d of %d nodes at 1 %%", kind.name(), SLOWED, NODES);
    results.accept(
        BenchResult.recorded("judge", name, slowed, "ms", "none slowed", before)
            .withTarget("at most 1.3x", slowed <= RATIO_MAX * before));
  }

  private void shares(ReadTotals before, ReadTotals after) {
    double useful = after.usefulBytes() - before.usefulBytes();
    double extra = 100 * (after.extraBytes() - before.extraBytes()) / useful;
    double detour = 100 * (after.detourBytes() - before.detourBytes()) / useful;
    results.accept(
        BenchResult.recorded("judge", "bytes for nothing meanwhile", extra, "%", "limit", EXTRA_MAX)
            .withTarget("at most 5 %", extra <= EXTRA_MAX));
    results.accept(
        BenchResult.recorded(
            "judge", "bytes to decode around them", detour, "%", "bytes wanted", 100));
  }
}
