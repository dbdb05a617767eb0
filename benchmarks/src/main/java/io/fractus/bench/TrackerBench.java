// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Announces to our tracker beside opentracker: the same peers, the same requests, in turn. Not
 * thread-safe.
 */
public final class TrackerBench {
  /*
   * All share the cores of one machine with the load itself, so requests are held against the
   * processor time that the tracker's process took for them, not against the clock: what a tracker
   * answers in a second of one core. Rounds of both alternate and the median counts. For "one core"
   * the tracker is kept on the first core and the load on the second.
   */

  private static final String BENCH = "tracker";
  private static final int AT_ONCE = 64;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofMillis(1_500);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final double UDP_TARGET = 0.7;
  private static final double HTTP_TARGET = 1.0;
  private static final int PEER_BYTES_MAX = 64;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final TrackerPeers peers;

  /** What is measured. */
  private enum Kind {
    UDP("udp announce"),
    HTTP_KEPT("http announce, kept"),
    HTTP("http announce, new");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * A tracker that runs.
   *
   * @param address where it answers, over UDP and TCP
   * @param process its process, whose time is taken
   */
  public record Target(InetSocketAddress address, ProcessHandle process) {}

  private record Measured(double perCpuSecond, double p99Micros) {}

  public TrackerBench(TrackerPeers peers) {
    this.peers = peers;
  }

  /**
   * Measures our tracker.
   *
   * @param floor opentracker, or null if it is not there: then the rates have no ratio
   */
  public List<BenchResult> run(Target ours, @Nullable Target floor)
      throws IOException, InterruptedException {
    List<BenchResult> results = new ArrayList<>();
    try (TrackerLoad our = load(ours)) {
      results.add(memory(our, ours));
      if (floor == null) {
        for (Kind kind : Kind.values()) {
          warmUp(kind, our);
          Measured alone = median(List.of(round(kind, our, ours)));
          results.add(rate(kind, "", alone, null, true));
        }
        return results;
      }
      try (TrackerLoad other = load(floor)) {
        other.fillUdp(0, peers.count());
        Cores cores = new Cores(List.of(ours.process(), floor.process()));
        for (Kind kind : Kind.values()) {
          warmUp(kind, our);
          if (cores.apart()) {
            results.addAll(compare(kind, ", 1 core", our, ours, other, floor));
          }
          cores.together();
          String all = ", " + cores.count() + " cores";
          results.addAll(compare(kind, all, our, ours, other, floor));
        }
      }
    }
    return results;
  }

  /**
   * Bytes of heap more after a collection, for each peer that announced. Each node has announced
   * once before: what is kept for a node is there then.
   */
  private BenchResult memory(TrackerLoad load, Target target)
      throws IOException, InterruptedException {
    int first = Math.min(peers.passkeys().size(), peers.count() / 2);
    load.fillUdp(0, first);
    long before = liveBytes(target.process());
    load.fillUdp(first, peers.count());
    long bytes = liveBytes(target.process()) - before;
    double each = (double) bytes / (peers.count() - first);
    return BenchResult.recorded(
            BENCH, "heap of a peer, after a collection", each, "B", "the limit", PEER_BYTES_MAX)
        .withTarget("<= 64 B on top of the nodes", each <= PEER_BYTES_MAX);
  }

  private TrackerLoad load(Target target) throws IOException {
    return new TrackerLoad(peers, target.address(), new SplittableRandom(1));
  }

  private List<BenchResult> compare(
      Kind kind, String cores, TrackerLoad our, Target ours, TrackerLoad other, Target floor)
      throws IOException {
    // Without it, what it does best over HTTP is held against our connections that are kept.
    boolean keeps = kind != Kind.HTTP_KEPT || other.keepsAlive();
    Kind otherKind = keeps ? kind : Kind.HTTP;
    List<Measured> mine = new ArrayList<>();
    List<Measured> theirs = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      theirs.add(round(otherKind, other, floor));
      mine.add(round(kind, our, ours));
    }
    Measured value = median(mine);
    Measured against = median(theirs);
    BenchResult p99 =
        BenchResult.recorded(
            BENCH,
            kind.words + cores + ", p99",
            value.p99Micros(),
            "us",
            "opentracker",
            against.p99Micros());
    return List.of(rate(kind, cores, value, against, keeps), p99);
  }

  private void warmUp(Kind kind, TrackerLoad load) throws IOException {
    run(kind, load, WARM_UP, AT_ONCE);
  }

  private static TrackerLoad.Outcome run(Kind kind, TrackerLoad load, Duration time, int atOnce)
      throws IOException {
    return switch (kind) {
      case UDP -> load.udp(atOnce, time);
      case HTTP_KEPT -> load.httpKeptAlive(time);
      case HTTP -> load.http(time);
    };
  }

  private Measured round(Kind kind, TrackerLoad load, Target target) throws IOException {
    Duration before = cpu(target.process());
    TrackerLoad.Outcome outcome = run(kind, load, ROUND, AT_ONCE);
    double seconds = cpu(target.process()).minus(before).toNanos() / 1e9;
    return new Measured(outcome.answers() / seconds, outcome.p99Nanos() / 1e3);
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Measured median(List<Measured> rounds) {
    double[] rates = rounds.stream().mapToDouble(Measured::perCpuSecond).sorted().toArray();
    double[] latencies = rounds.stream().mapToDouble(Measured::p99Micros).sorted().toArray();
    return new Measured(rates[rates.length / 2], latencies[latencies.length / 2]);
  }

  private static BenchResult rate(
      Kind kind, String cores, Measured value, @Nullable Measured against, boolean keeps) {
    String name = kind.words + cores;
    if (against == null) {
      return BenchResult.recorded(
          BENCH, name, value.perCpuSecond() / 1e3, "k/cs", "itself", value.perCpuSecond() / 1e3);
    }
    BenchResult result =
        BenchResult.recorded(
            BENCH,
            name,
            value.perCpuSecond() / 1e3,
            "k/cs",
            keeps ? "opentracker" : "opentracker, new connections",
            against.perCpuSecond() / 1e3);
    return switch (kind) {
      case UDP -> result.withTarget(">= 0.7 x opentracker", result.ratio() >= UDP_TARGET);
      case HTTP_KEPT -> result.withTarget(">= 1 x opentracker", result.ratio() >= HTTP_TARGET);
      case HTTP -> result;
    };
  }

  /** What is alive in the heap of a Java process: a class histogram collects it first. */
  private static long liveBytes(ProcessHandle process) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process run =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text;
    try (var reader = run.inputReader()) {
      text = String.join("\n", reader.lines().toList());
    }
    run.waitFor();
    Matcher total = TOTAL.matcher(text);
    if (!total.find()) {
      throw new IOException("jcmd says: " + text.substring(0, Math.min(500, text.length())));
    }
    return Long.parseLong(total.group(1));
  }
}
