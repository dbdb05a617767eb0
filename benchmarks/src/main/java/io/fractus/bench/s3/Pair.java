// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import io.fractus.bench.BenchResult;
import io.fractus.bench.FileCache;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fractus, and the server that it is held against.
 *
 * @param ours a gateway of a whole cloud
 * @param floor the other, if it is at hand
 * @param cloud what the cloud of the gateway tells of itself
 * @param results where rows go
 */
public record Pair(
    S3Server ours, Optional<S3Server> floor, CloudNumbers cloud, Consumer<BenchResult> results) {
  static final String BUCKET = "/bench";

  /** Something that is asked of one of the two. */
  interface Of<T> {
    T server(S3Server server) throws IOException;
  }

  /** The answers of both. */
  record Both<T>(T ours, Optional<T> floor) {}

  /**
   * Asks the one and then the other, which has the machine for itself by then: what the one left to
   * the kernel to write, gigabytes of it, would hold up each fsync of the other.
   */
  <T> Both<T> ask(Of<T> question) throws IOException {
    cloud.awaitSpread();
    Optional<T> other =
        floor.isPresent() ? Optional.of(question.server(floor.get())) : Optional.empty();
    FileCache.flush();
    return new Both<>(question.server(ours), other);
  }

  /** Makes the bucket of the benchmarks on both. */
  public void makeBucket() throws IOException {
    ask(server -> {
      try (S3Connection connection = new S3Connection(server)) {
        connection.put(BUCKET, Body.of("", 0));
      }
      return server;
    });
  }

  /** A row; without another server a number is held against itself. */
  void record(String name, double value, String unit, Optional<Double> other) {
    String against = floor.isPresent() ? floor.get().name() : "itself";
    results.accept(BenchResult.recorded("s3", name, value, unit, against, other.orElse(value)));
  }
}
