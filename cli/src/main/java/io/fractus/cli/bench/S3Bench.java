// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.bench.FileCache;
import io.fractus.bench.s3.CloudNumbers;
import io.fractus.bench.s3.FirstByteBench;
import io.fractus.bench.s3.PackingBench;
import io.fractus.bench.s3.Pair;
import io.fractus.bench.s3.RequestBench;
import io.fractus.bench.s3.S3Server;
import io.fractus.cli.up.Credentials;
import io.fractus.protocol.layout.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** S3 of a whole cloud of processes, and S3Proxy beside it. */
final class S3Bench {
  private static final Layout LAYOUT = Layout.parse("raid6:4+2");

  /** More than bits of a stripe, as in any cloud: one that is late can be replaced. */
  private static final int NODES = 8;

  private static final int OBJECTS = 1_000;
  private static final int OBJECTS_QUICK = 100;

  /** For 64 puts of 64 MB at once, and what was put before. */
  private static final String SHARE = "4GB";

  private final Path cloudDirectory;
  private final Path floorDirectory;
  private final Optional<Path> floorClassPath;
  private final boolean quick;
  private final Consumer<BenchResult> results;

  /**
   * A run.
   *
   * @param directory is there, and becomes full
   * @param floorClassPath a file with the class path of S3Proxy
   * @param quick whether few requests will do
   */
  S3Bench(
      Path directory, Optional<Path> floorClassPath, boolean quick, Consumer<BenchResult> results) {
    this.cloudDirectory = directory.resolve("cloud");
    this.floorDirectory = directory.resolve("s3proxy");
    this.floorClassPath = floorClassPath;
    this.quick = quick;
    this.results = results;
  }

  /** Measures requests, small objects, and what is read after a start of everything. */
  void run() throws IOException {
    if (quick) {
      withBoth(this::quickly);
      return;
    }
    withBoth(pair -> {
      pair.makeBucket();
      new RequestBench(pair, false).run();
      packing(pair, OBJECTS).run();
      new FirstByteBench(pair, false).prepare();
    });
    FileCache.drop(cloudDirectory);
    if (floorClassPath.isPresent()) {
      FileCache.drop(floorDirectory);
    }
    withBoth(pair -> new FirstByteBench(pair, false).run());
    withBoth(
        Map.of("FRACTUS_GATEWAY_ACK", "staged"), pair -> new RequestBench(pair, false).staged());
  }

  /** Without what has to be waited for: compaction, and another start. */
  private void quickly(Pair pair) throws IOException {
    pair.makeBucket();
    new RequestBench(pair, true).run();
    packing(pair, OBJECTS_QUICK).puts();
    FirstByteBench reads = new FirstByteBench(pair, true);
    reads.prepare();
    reads.hot();
  }

  private PackingBench packing(Pair pair, int objects) {
    return new PackingBench(
        pair.ours(), pair.cloud(), objects, LAYOUT.dataBits(), LAYOUT.bits(), results);
  }

  private interface Measurement {
    void run(Pair pair) throws IOException;
  }

  private void withBoth(Measurement measurement) throws IOException {
    withBoth(Map.of(), measurement);
  }

  private void withBoth(Map<String, String> environment, Measurement measurement)
      throws IOException {
    try (ScratchCloud cloud =
            ScratchCloud.start(cloudDirectory, LAYOUT.toString(), NODES, SHARE, environment);
        CloudNumbers numbers = new CloudNumbers(cloud.api(), cloud.token())) {
      Credentials known = cloud.credentials();
      S3Server ours = new S3Server("fractus", cloud.s3(), known.accessKey(), known.secretKey());
      if (floorClassPath.isEmpty()) {
        measurement.run(new Pair(ours, Optional.empty(), numbers, results));
        return;
      }
      try (ScratchS3Proxy floor = ScratchS3Proxy.start(floorDirectory, floorClassPath.get())) {
        measurement.run(new Pair(ours, Optional.of(floor.server()), numbers, results));
      }
    }
  }
}
