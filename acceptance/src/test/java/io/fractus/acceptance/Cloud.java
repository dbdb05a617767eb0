// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.TrackerClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A whole cloud on this machine as {@code fractus up} makes it, in a directory of its own. */
final class Cloud implements AutoCloseable {
  /** What a user is told to expect of a start, with room for a machine that does other work. */
  static final Duration START = Duration.ofSeconds(60);

  /** So many nodes start in that time; more of them take longer, for each wants a core. */
  private static final int STARTED_MEANWHILE = 12;

  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Duration CHANGE = Duration.ofSeconds(90);
  private static final int TAIL_LINES = 40;

  private final Path data;
  private final List<String> options;
  private final Processes processes;
  private final Duration start;
  private @Nullable Process up;
  private @Nullable JsonNode endpoints;

  private Cloud(Path data, List<String> options, int nodes) {
    this.data = data;
    this.options = List.copyOf(options);
    this.start = START.multipliedBy(Math.ceilDiv(nodes, STARTED_MEANWHILE));
    this.processes = new Processes(data);
  }

  /** Starts one and waits until a put would succeed. */
  static Cloud start(int nodes, String layout, String... more) throws IOException {
    Path data = Files.createTempDirectory("fractus-it-").toRealPath().resolve("cloud");
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--nodes", "" + nodes, "--layout", layout));
    options.addAll(List.of("--port", "0", "--tracker-port", "0", "--bt-port", "0"));
    options.addAll(List.of(more));
    Cloud cloud = new Cloud(data, options, nodes);
    try {
      cloud.up();
      cloud.mix(List.of(System.getProperty("fractus.engines", "").split(",")));
      return cloud;
    } catch (IOException | RuntimeException | AssertionError e) {
      e.addSuppressed(new AssertionError(cloud.tails()));
      cloud.close();
      throw e;
    }
  }

  /**
   * Gives the nodes these torrent engines, one after the other and from the start again. Nothing if
   * the first has no name. With the property {@code fractus.engines} every test runs on such a mix.
   */
  void mix(List<String> engines) throws IOException {
    if (engines.getFirst().isBlank()) {
      return;
    }
    List<String> nodes = processes.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      processes.useEngine(nodes.get(i), engines.get(i % engines.size()).strip());
    }
    kill(nodes);
    startAgain(nodes);
    Await.until("all nodes online", CHANGE, () -> onlineNodes().size() == nodes.size());
  }

  /** {@code fractus up} on the directory of this cloud, which must not be running. */
  void up() throws IOException {
    Path output = data.resolveSibling("up.log");
    List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
    arguments.addAll(options);
    Files.deleteIfExists(output);
    ProcessBuilder builder =
        new ProcessBuilder(Tool.fractus(arguments.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(Processes.ENVIRONMENT);
    Process process = builder.start();
    process.getOutputStream().close();
    up = process;
    Await.until(
        "'ready' from up",
        start,
        () ->
            !process.isAlive()
                || Files.readAllLines(output, StandardCharsets.ISO_8859_1).contains("ready"));
    if (!process.isAlive()) {
      throw new AssertionError("up ended with " + process.exitValue());
    }
    processes.adopt(process);
    endpoints = Json.read(Files.readString(data.resolve("endpoints.json")), JsonNode.class);
  }

  Path data() {
    return data;
  }

  /** The running {@code up}. */
  Process upProcess() {
    return running(up);
  }

  Processes processes() {
    return processes;
  }

  URI endpoint(String role) {
    JsonNode url = running(endpoints).get(role);
    if (url == null || !url.isString()) {
      throw new AssertionError("endpoints.json has no " + role + ": " + endpoints);
    }
    return URI.create(url.stringValue());
  }

  private static <T> T running(@Nullable T value) {
    if (value == null) {
      throw new AssertionError("the cloud does not run");
    }
    return value;
  }

  /** A value of the profile {@code default} in the credentials file. */
  String credential(String key) throws IOException {
    for (String line : Files.readAllLines(data.resolve("credentials"))) {
      if (line.matches("\\s*" + key + "\\s*=.*")) {
        return line.substring(line.indexOf('=') + 1).strip();
      }
    }
    throw new AssertionError("credentials have no " + key);
  }

  RestClient rest() throws IOException {
    return new RestClient(endpoint("api"), credential("fractus_token"));
  }

  /** The tracker's control API, with the gateway's token. */
  TrackerClient tracker() throws IOException {
    Path token = data.resolve("tracker").resolve("gateway.token");
    return new TrackerClient(endpoint("tracker"), Files.readString(token).strip());
  }

  /** The directory in which a node keeps everything. */
  Path nodeDirectory(String node) {
    return data.resolve("nodes").resolve(node);
  }

  /** Kills nodes at once. */
  void kill(List<String> nodes) {
    nodes.forEach(processes::kill);
  }

  /** Starts killed roles again and waits until they serve. */
  void startAgain(List<String> names) throws IOException {
    for (String name : names) {
      processes.startAgain(name);
    }
    Await.until("online again: " + names, CHANGE, () -> onlineNodes().containsAll(nodesOf(names)));
    if (names.contains("gateway")) {
      awaitGateway();
    }
  }

  /** Kills the gateway and starts it with further options. */
  void restartGateway(String... more) throws IOException {
    processes.kill("gateway");
    processes.startAgain("gateway", more);
    awaitGateway();
  }

  private void awaitGateway() {
    Await.until("the gateway serves again", CHANGE, () -> rest().isReady());
  }

  private static List<String> nodesOf(List<String> names) {
    return names.stream().filter(name -> !List.of("gateway", "tracker").contains(name)).toList();
  }

  List<NodeView> nodeViews() throws IOException {
    try (TrackerClient tracker = tracker()) {
      return tracker.nodes();
    }
  }

  List<String> onlineNodes() throws IOException {
    return nodeViews().stream().filter(NodeView::online).map(NodeView::name).toList();
  }

  void awaitOffline(List<String> nodes) {
    Await.until(
        "absent: " + nodes,
        CHANGE,
        () -> nodes.stream().noneMatch(node -> asOnline().contains(node)));
  }

  private List<String> asOnline() {
    try {
      return onlineNodes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** SIGKILL to {@code up}, gateway, tracker and every node. */
  void killAll() {
    Process process = running(up);
    Processes.kill(process.toHandle());
    processes.all().forEach(Processes::kill);
    up = null;
  }

  /** SIGTERM to {@code up}, which ends everything; its exit code. */
  int stop() throws InterruptedException {
    Process process = running(up);
    process.destroy();
    if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("up does not end after SIGTERM\n" + tails());
    }
    up = null;
    return process.exitValue();
  }

  /** The ends of all logs, for a failure that is to be understood from a CI log alone. */
  String tails() {
    StringBuilder text = new StringBuilder("logs of " + data + "\n");
    Path logs = data.resolve("log");
    List<Path> files = new ArrayList<>(List.of(data.resolveSibling("up.log")));
    try (Stream<Path> listed = Files.isDirectory(logs) ? Files.list(logs) : Stream.of()) {
      listed.sorted().forEach(files::add);
    } catch (IOException e) {
      text.append(e).append('\n');
    }
    for (Path file : files) {
      text.append("--- ").append(file.getFileName()).append('\n').append(tail(file));
    }
    return text.toString();
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      int from = Math.max(0, lines.size() - TAIL_LINES);
      return String.join("\n", lines.subList(from, lines.size())) + "\n";
    } catch (IOException e) {
      return "(" + e + ")\n";
    }
  }

  /** Where the bits of an object are. */
  List<Stripe> stripes(String bucket, String key) throws IOException {
    return Stripe.parse(rest().get(RestClient.path(bucket, key) + "/placement", Map.of()).text());
  }

  /** Waits until every bit has all its copies and the gateway has let go of its own. */
  void awaitSpread(String bucket, String key) {
    awaitSpread(bucket, key, CHANGE);
  }

  void awaitSpread(String bucket, String key, Duration limit) {
    Await.until(
        "all copies of " + bucket + "/" + key,
        limit,
        () ->
            stripes(bucket, key).stream()
                .flatMap(s -> s.bits().stream())
                .allMatch(Stripe.Bit::spread));
  }

  /** Ends what still runs and deletes the directory. */
  @Override
  public void close() throws IOException {
    Process process = up;
    if (process != null && process.isAlive()) {
      process.destroy();
      try {
        process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
    }
    processes.all().forEach(Processes::kill);
    Disk.deleteTree(data.getParent());
  }
}
