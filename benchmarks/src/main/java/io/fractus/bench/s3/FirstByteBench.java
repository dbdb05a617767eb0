// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time to the first byte of objects, by one client. */
public final class FirstByteBench {
  private static final Duration TIME_MAX = Duration.ofSeconds(30);
  private static final int OBJECTS = 20;
  private static final int OBJECTS_HUGE = 4;
  private static final int HUGE = 64_000_000;
  private static final int HOT_PASSES = 3;
  private static final int WARM_UP = 400;

  private final Pair pair;
  private final boolean quick;

  /** Measures two servers. */
  public FirstByteBench(Pair pair, boolean quick) {
    this.pair = pair;
    this.quick = quick;
  }

  private static List<Body> bodies() {
    return RequestBench.bodies().stream().filter(body -> body.bytes().length != 64_000).toList();
  }

  /** Puts what is read, before the servers are started again. */
  public void prepare() throws IOException {
    for (Body body : bodies()) {
      Load load = new Load(1, TIME_MAX, count(body));
      pair.ask(server -> load.run(server, (to, i) -> to.put(path(body, i), body)));
    }
    Body warm = bodies().getFirst();
    Load load = new Load(1, TIME_MAX, 1);
    pair.ask(server -> load.run(server, (to, i) -> to.put(path(warm, -1), warm)));
  }

  /** Reads what was read before. */
  public void hot() throws IOException {
    for (Body body : bodies()) {
      record(body, "hot", HOT_PASSES);
    }
  }

  /** Reads each for the first time, and then again; after other reads, so that code is compiled. */
  public void run() throws IOException {
    Body small = bodies().getFirst();
    Load warm = new Load(1, TIME_MAX, WARM_UP);
    pair.ask(server -> warm.run(server, (from, _) -> from.get(path(small, -1), small)));
    for (Body body : bodies()) {
      record(body, "cold", 1);
    }
    hot();
  }

  private void record(Body body, String state, int passes) throws IOException {
    Pair.Both<Latencies> times = pair.ask(server -> read(server, body, passes));
    pair.record(
        "first byte of " + body.name() + ", " + state,
        times.ours().p50Millis(),
        "ms",
        times.floor().map(Latencies::p50Millis));
  }

  private Latencies read(S3Server server, Body body, int passes) throws IOException {
    List<Long> nanos = new ArrayList<>();
    long begin = System.nanoTime();
    try (S3Connection connection = new S3Connection(server)) {
      for (int i = 0; i < passes * count(body); i++) {
        nanos.add(connection.get(path(body, i % count(body)), body));
      }
    }
    return Latencies.of(nanos, System.nanoTime() - begin);
  }

  private int count(Body body) {
    return body.bytes().length == HUGE ? (quick ? 1 : OBJECTS_HUGE) : OBJECTS;
  }

  private static String path(Body body, int number) {
    return Pair.BUCKET + "/first/" + body.bytes().length + "/" + number;
  }
}
