// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts and gets of objects of a few sizes by a few clients at once. */
public final class RequestBench {
  private static final int WARM_UP_CLIENTS = 16;
  private static final int HUGE = 64_000_000;

  /** Requests of the largest size, if there are not more clients. */
  private static final int HUGE_MIN = 4;

  /** Objects that gets of one size read, at most. */
  private static final int READ_MAX = 256;

  /** Who puts what is read later. */
  private static final int READ_FROM_CLIENTS = 16;

  private static final int REQUESTS_MAX = 1_000_000;
  private static final Duration HUGE_MAX = Duration.ofSeconds(60);

  private final Pair pair;
  private final boolean quick;
  private final int rounds;
  private final Duration time;
  private final Duration warmUp;

  /**
   * Measures two servers.
   *
   * @param quick whether few requests will do
   */
  public RequestBench(Pair pair, boolean quick) {
    this.pair = pair;
    this.quick = quick;
    this.rounds = quick ? 1 : 2;
    this.time = Duration.ofMillis(quick ? 150 : 900);
    this.warmUp = Duration.ofMillis(quick ? 150 : 2_500);
  }

  /** What is put by the benchmark. */
  static List<Body> bodies() {
    return List.of(
        Body.of("1 KB", 1_000),
        Body.of("64 KB", 64_000),
        Body.of("1 MB", 1_000_000),
        Body.of("64 MB", HUGE));
  }

  /** Warms both up and measures. */
  public void run() throws IOException {
    List<Body> bodies = bodies();
    warmUp(bodies);
    for (Body body : bodies) {
      int[] clients = clients(body);
      int stored = READ_MAX;
      for (int each : clients) {
        int count = puts("PUT", body, each);
        stored = each <= READ_FROM_CLIENTS ? Math.min(READ_MAX, count) : stored;
      }
      String read = path(body, Math.min(clients[clients.length - 1], READ_FROM_CLIENTS), 0);
      for (int each : clients) {
        gets(body, each, read, stored);
      }
    }
  }

  private int[] clients(Body body) {
    if (!quick) {
      return new int[] {1, 16, 64};
    }
    return isHuge(body) ? new int[] {1} : new int[] {1, 16};
  }

  /** Returns how many there are on both of the first round. */
  private int puts(String name, Body body, int clients) throws IOException {
    int[] stored = {READ_MAX};
    measure(
        name,
        body,
        clients,
        round -> {
          String prefix = path(body, clients, round);
          Load load = load(body, clients);
          Pair.Both<Latencies> both =
              pair.ask(server -> load.run(server, (to, i) -> to.put(prefix + i, body)));
          if (round == 0) {
            stored[0] =
                Math.min(
                    both.ours().sorted().size(),
                    both.floor().map(Latencies::sorted).map(List::size).orElse(READ_MAX));
          }
          if (isHuge(body) && clients > READ_FROM_CLIENTS) {
            delete(prefix, both);
          }
          return both;
        });
    return stored[0];
  }

  /** Gives back what would fill the disk. */
  private void delete(String prefix, Pair.Both<Latencies> stored) throws IOException {
    int count = stored.ours().sorted().size();
    Load load = new Load(1, HUGE_MAX, count);
    pair.ask(server -> load.run(server, (to, i) -> to.delete(prefix + i)));
  }

  private void gets(Body body, int clients, String prefix, int stored) throws IOException {
    measure(
        "GET",
        body,
        clients,
        _ -> {
          Load load = load(body, clients);
          return pair.ask(
              server -> load.run(server, (from, i) -> from.get(prefix + i % stored, body)));
        });
  }

  private Load load(Body body, int clients) {
    return isHuge(body)
        ? new Load(clients, HUGE_MAX, Math.max(clients, quick ? 1 : HUGE_MIN))
        : new Load(clients, time, REQUESTS_MAX);
  }

  private static String path(Body body, int clients, int round) {
    return Pair.BUCKET + "/" + body.bytes().length + "/" + clients + "/" + round + "/";
  }

  /**
   * Measures only puts, of what is acknowledged when it is on the gateway's disk; of huge ones the
   * first few would tell, until as much waits as may.
   */
  public void staged() throws IOException {
    List<Body> bodies = bodies().stream().filter(body -> !isHuge(body)).toList();
    warmUp(bodies);
    for (Body body : bodies) {
      for (int each : clients(body)) {
        puts("PUT staged", body, each);
      }
    }
  }

  /** One round of one case. */
  private interface Round {
    Pair.Both<Latencies> run(int round) throws IOException;
  }

  private void measure(String method, Body body, int clients, Round one) throws IOException {
    Pair.Both<Latencies> all = one.run(0);
    for (int round = 1; round < (isHuge(body) ? 1 : rounds); round++) {
      Pair.Both<Latencies> more = one.run(round);
      Optional<Latencies> floor = more.floor();
      all =
          new Pair.Both<>(
              all.ours().and(more.ours()), all.floor().flatMap(first -> floor.map(first::and)));
    }
    String name =
        method + " " + body.name() + ", " + clients + (clients == 1 ? " client" : " clients");
    Latencies ours = all.ours();
    Optional<Latencies> floor = all.floor();
    pair.record(name, ours.perSecond(), "/s", floor.map(Latencies::perSecond));
    pair.record(name + ", p50", ours.p50Millis(), "ms", floor.map(Latencies::p50Millis));
    pair.record(
        name + (ours.hasP99() ? ", p99" : ", slowest"),
        ours.slowMillis(),
        "ms",
        floor.map(Latencies::slowMillis));
  }

  private static boolean isHuge(Body body) {
    return body.bytes().length == HUGE;
  }

  private void warmUp(List<Body> bodies) throws IOException {
    for (Body body : bodies) {
      Load load = new Load(WARM_UP_CLIENTS, warmUp, isHuge(body) ? 1 : REQUESTS_MAX);
      pair.ask(server -> {
        String prefix = Pair.BUCKET + "/warm-up/" + body.bytes().length + "/";
        Latencies puts = load.run(server, (to, i) -> to.put(prefix + i, body));
        int count = puts.sorted().size();
        return load.run(server, (to, i) -> to.get(prefix + i % count, body));
      });
    }
  }
}
