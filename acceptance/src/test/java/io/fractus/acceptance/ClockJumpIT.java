// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The clock of a machine is set while its role runs, by an hour and by more than a year. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClockJumpIT {
  private static final String BUCKET = "clock";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR = Duration.ofDays(400);

  /** What the clock shows more than it should, one after the other. */
  private static final List<Duration> SETTINGS =
      List.of(HOUR, HOUR.negated(), YEAR, Duration.ZERO, YEAR.negated(), Duration.ZERO);

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());
  private static final Map<String, byte[]> objects = new TreeMap<>();

  private static Cloud cloud;

  @BeforeAll
  static void putSome() throws IOException {
    System.out.println("ClockJumpIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
    put("large", 9_000_001);
    put("small", 1_001);
  }

  private static void put(String key, int size) throws IOException {
    byte[] body = Bytes.random(SEED + objects.size(), size);
    cloud.rest().put(BUCKET, key, body).orFail();
    objects.put(key, body);
  }

  private static void readAll(String when) throws IOException {
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      byte[] read = cloud.rest().get(BUCKET, object.getKey()).orFail().body();
      Bytes.assertSame(object.getKey() + " " + when, read, object.getValue());
    }
  }

  /** Ends a role and starts it with a clock that can be set. */
  private static FakeClock fake(String role) throws IOException {
    FakeClock clock = new FakeClock(cloud.data().resolveSibling("clock-of-" + role));
    cloud.processes().useEnvironment(role, clock.environment());
    cloud.processes().kill(role);
    cloud.startAgain(List.of(role));
    Await.until("all nodes online", PATIENCE, () -> cloud.onlineNodes().size() == 6);
    FakeClock.tidy(cloud.processes().handle(role));
    for (String key : objects.keySet()) {
      cloud.awaitSpread(BUCKET, key, PATIENCE);
    }
    return clock;
  }

  /** The time that the role of this page says it is. */
  private static Instant time(URI page) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String date =
          client
              .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
              .headers()
              .firstValue("Date")
              .orElseThrow(() -> new AssertionError("no date from " + page));
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void set(FakeClock clock, Duration ahead, URI page) throws IOException {
    clock.set(ahead);
    Await.until(
        "the clock is " + ahead + " ahead at " + page,
        PATIENCE,
        () -> {
          Duration off = Duration.between(Instant.now().plus(ahead), time(page));
          return off.abs().compareTo(Duration.ofMinutes(1)) < 0;
        });
  }

  private static Map<String, List<String>> events() throws IOException {
    Map<String, List<String>> events = new TreeMap<>();
    for (String node : cloud.processes().nodes()) {
      // That a stripe is weak is said of what was put, not of the node.
      events.put(
          node,
          Admin.events(cloud, node).stream().filter(kind -> !kind.equals("weak-stripe")).toList());
    }
    return events;
  }

  private static Set<Path> bits() throws IOException {
    Set<Path> bits = new TreeSet<>();
    for (String node : cloud.processes().nodes()) {
      bits.addAll(Disk.bits(cloud.nodeDirectory(node)));
    }
    return bits;
  }

  /** Puts, reads, and looks whether anything happened to the nodes and what they hold. */
  private static void checkAll(String role, URI page, FakeClock clock, Check perSetting)
      throws Exception {
    Map<String, List<String>> events = events();
    for (int i = 0; i < SETTINGS.size(); i++) {
      Duration ahead = SETTINGS.get(i);
      String when = "with the clock of " + role + " " + ahead.toHours() + " h ahead";
      Set<Path> before = bits();
      set(clock, ahead, page);

      // Not in a pack, which compaction would rightly move.
      put(role + "-" + i, 1_100_003);
      readAll(when);
      // The tracker looks for nodes that went silent every second, and notes the time every other.
      Thread.sleep(Duration.ofSeconds(5));
      perSetting.run(ahead);
      readAll(when + ", later");

      assertThat(cloud.onlineNodes()).as(when).hasSize(6);
      assertThat(events()).as("nothing happened to the nodes " + when).isEqualTo(events);
      assertThat(bits()).as("bits " + when).containsAll(before);
    }
    checkNothingElse(role);
    checkLog(role);
  }

  private interface Check {
    void run(Duration ahead) throws Exception;
  }

  /** As many bits as the placements say, and those of an object that is deleted go. */
  private static void checkNothingElse(String role) throws IOException {
    cloud.rest().delete(RestClient.path(BUCKET, role + "-0")).orFail();
    objects.remove(role + "-0");
    int stripes = 0;
    for (String key : objects.keySet()) {
      cloud.awaitSpread(BUCKET, key, PATIENCE);
      stripes += cloud.stripes(BUCKET, key).size();
    }
    int expected = 6 * stripes;
    Await.until("deleted bits go, and no others", PATIENCE, () -> bits().size() == expected);
    readAll("in the end");
  }

  @Test
  @Order(1)
  void tracker_isSetBothWays_losesNoNodeAndGoesOnRecording() throws Exception {
    FakeClock clock = fake("tracker");
    URI page = cloud.endpoint("tracker").resolve("/healthz");

    checkAll(
        "tracker",
        page,
        clock,
        ahead ->
            Await.until(
                "this hour is recorded, " + ahead.toHours() + " h ahead",
                PATIENCE,
                () -> isRecorded(Instant.now().plus(ahead).truncatedTo(ChronoUnit.HOURS))));
  }

  private static void checkLog(String role) throws IOException {
    Path file = cloud.data().resolve("log").resolve(role + ".log");
    assertThat(Files.readAllLines(file, StandardCharsets.UTF_8))
        .filteredOn(line -> line.contains("the clock of this machine was set"))
        .as("each setting is logged once")
        .hasSize(SETTINGS.size())
        .anySatisfy(line -> assertThat(line).contains("set forward by 34563600 s"))
        .anySatisfy(line -> assertThat(line).contains("set back by 34560000 s"));
  }

  private static boolean isRecorded(Instant hour) throws IOException {
    for (JsonNode recorded : Admin.get(cloud, "/api/v1/nodes/node-01").required("hours")) {
      if (Instant.parse(recorded.required("start").stringValue()).equals(hour)) {
        return recorded.required("totals").required("hereMillis").longValue() > 0;
      }
    }
    return false;
  }

  @Test
  @Order(2)
  void gateway_isSetBothWays_servesAndRefusesSignatures() throws Exception {
    FakeClock clock = fake("gateway");

    checkAll("gateway", cloud.endpoint("api").resolve("/readyz"), clock, ClockJumpIT::checkS3);
  }

  /** A signature has a date, which must be near the time of the gateway. */
  private static void checkS3(Duration ahead) throws IOException {
    Tool.Result result = S3.s3cmd(cloud, "ls", "s3://" + BUCKET + "/");
    if (ahead.isZero()) {
      assertThat(result.orFail().output()).contains("s3://" + BUCKET + "/large");
    } else {
      assertThat(result.exitCode()).isNotZero();
      assertThat(result.output())
          .contains("RequestTimeTooSkewed")
          .contains("the clocks of client and server differ by more than 15 minutes");
    }
  }

  @Test
  @Order(3)
  void node_isSetBothWays_staysAndServes() throws Exception {
    FakeClock clock = fake("node-01");
    JsonNode endpoints =
        Json.read(Files.readString(cloud.data().resolve("endpoints.json")), JsonNode.class);
    URI page = URI.create(status(endpoints));

    checkAll("node-01", page, clock, _ -> {});
  }

  private static String status(JsonNode endpoints) {
    return endpoints.required("nodes").required("node-01").required("status").stringValue();
  }
}
