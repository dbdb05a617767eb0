// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.bench.TrackerBench.Target;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** A tracker that is killed under load: what it has forgotten when it is back. Not thread-safe. */
public final class TrackerKill {
  private static final String BENCH = "tracker";
  private static final Duration LOAD = Duration.ofSeconds(8);
  private static final int AT_ONCE = 64;
  private static final int LOST_SECONDS_MAX = 5;
  private static final Duration REPORT_PAUSE = Duration.ofMillis(20);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  /** What clients are told; each swarm must be whole again within it. */
  private static final int ANNOUNCE_SECONDS = 1_800;

  private final TrackerPeers peers;
  private final Victim victim;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

  /** A tracker that can be killed and started again where it was. */
  public interface Victim {
    Target target();

    /** Kills it as by a power cut of its process. */
    void kill() throws IOException;

    /** Starts it on the same directory and port. */
    void startAgain() throws IOException;

    /** The first node, by its id. */
    String nodeId();

    /** Lets this act as a gateway. */
    String gatewayToken();

    /** Lets this look. */
    String adminToken();
  }

  private record Node(List<Hour> hours) {}

  private record Hour(Totals totals) {}

  private record Totals(int served) {}

  public TrackerKill(TrackerPeers peers, Victim victim) {
    this.peers = peers;
    this.victim = victim;
  }

  /** Loads, kills, starts again, and lets every peer announce once, as in one interval. */
  public List<BenchResult> run() throws IOException, InterruptedException {
    List<Long> reported = Collections.synchronizedList(new ArrayList<>());
    long killed = killUnderLoad(reported);
    long start = System.nanoTime();
    victim.startAgain();
    double back = (System.nanoTime() - start) / 1e9;
    InetSocketAddress address = victim.target().address();
    try (TrackerLoad load = new TrackerLoad(peers, address, new SplittableRandom(2))) {
      long fill = System.nanoTime();
      load.fillUdp(0, peers.count());
      double filled = (System.nanoTime() - fill) / 1e9;
      int whole = load.wholeSwarms();
      int swarms = peers.swarms().size();
      return List.of(
          BenchResult.recorded(BENCH, "killed, until it answers", back, "s", "an interval", 1_800),
          BenchResult.recorded(
                  BENCH, "then all announce once, took", filled, "s", "an interval", 1_800)
              .withTarget("within an interval", filled + back < ANNOUNCE_SECONDS),
          BenchResult.recorded(BENCH, "then whole", whole, "swrm", "all swarms", swarms)
              .withTarget("all of them", whole == swarms),
          lost(reported, killed));
    }
  }

  /** Announces and reports come until it is gone. */
  private long killUnderLoad(List<Long> reported) throws IOException, InterruptedException {
    Thread announces = Thread.ofPlatform().start(this::announce);
    Thread reports = Thread.ofPlatform().start(() -> report(reported));
    Thread.sleep(LOAD);
    long killed = System.nanoTime();
    victim.kill();
    reports.interrupt();
    announces.join();
    reports.join();
    return killed;
  }

  private void announce() {
    InetSocketAddress address = victim.target().address();
    try (TrackerLoad load = new TrackerLoad(peers, address, new SplittableRandom(3))) {
      load.udp(AT_ONCE, LOAD.multipliedBy(2));
    } catch (IOException _) {
      // It is gone, as is meant.
    }
  }

  private void report(List<Long> reported) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Report report =
            new Report(
                victim.nodeId(), peers.swarms().getFirst(), Kind.SERVED, 1_000, 1, "benchmark");
        var request =
            request("/api/v1/reports", victim.gatewayToken())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        Json.write(new ReportRequest(List.of(report)))))
                .build();
        if (http.send(request, BodyHandlers.discarding()).statusCode() != 204) {
          throw new IOException("the tracker does not take a report");
        }
        reported.add(System.nanoTime());
        Thread.sleep(REPORT_PAUSE);
      }
    } catch (IOException _) {
      // It is gone, as is meant; what it took until then is counted.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How far back from the kill what it answered for is missing. */
  private BenchResult lost(List<Long> reported, long killed)
      throws IOException, InterruptedException {
    var request = request("/api/v1/nodes/" + victim.nodeId(), victim.adminToken()).build();
    Node node = Json.read(http.send(request, BodyHandlers.ofString()).body(), Node.class);
    int kept = node.hours().stream().mapToInt(hour -> hour.totals().served()).sum();
    if (reported.isEmpty() || kept == 0) {
      throw new IOException(
          "nothing to compare: " + reported.size() + " reports, of which are kept: " + kept);
    }
    double seconds = kept >= reported.size() ? 0 : (killed - reported.get(kept)) / 1e9;
    return BenchResult.recorded(
            BENCH, "history lost by the kill", seconds, "s", "the limit", LOST_SECONDS_MAX)
        .withTarget("<= 5 s", seconds <= LOST_SECONDS_MAX);
  }

  private HttpRequest.Builder request(String path, String token) {
    InetSocketAddress address = victim.target().address();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
        .timeout(ANSWER_MAX)
        .header("Authorization", "Bearer " + token);
  }
}
