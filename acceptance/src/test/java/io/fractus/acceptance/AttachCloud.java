// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.TrackerClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A tracker and a gateway as processes, on the machine's own address, and nodes that are stock
 * clients with their agents.
 */
final class AttachCloud implements AutoCloseable {
  private static final Duration CHANGE = Duration.ofMinutes(2);

  final String host = StockSwarm.address();
  private final Path directory;
  private final int trackerPort = StockClient.port(host);
  private final int gatewayPort = StockClient.port(host);
  private final int apiPort = StockClient.port(host);
  private final List<RoleProcess> roles = new ArrayList<>();
  private final RoleProcess gateway;

  AttachCloud(Path directory, String layout) throws IOException {
    this.directory = directory;
    role(
        "tracker", "tracker", "--data", dir("tracker"), "--host", host, "--port", "" + trackerPort);
    Path token = directory.resolve("tracker/gateway.token");
    Await.until("the tracker has tokens", CHANGE, () -> Files.exists(token) && isUp());
    gateway =
        role(
            "gateway",
            "gateway",
            "--data",
            dir("gateway"),
            "--host",
            host,
            "--port",
            "" + gatewayPort,
            "--api-port",
            "" + apiPort,
            "--bt-port",
            "0",
            "--tracker",
            trackerUrl(),
            "--token-file",
            token.toString(),
            "--layout",
            layout,
            "--bit-size",
            "1MiB");
    Await.until(
        "the gateway has credentials",
        CHANGE,
        () -> Files.exists(directory.resolve("gateway/credentials")));
  }

  private boolean isUp() throws IOException {
    try (TrackerClient tracker = tracker()) {
      return !tracker.cloud().cloudId().isEmpty();
    }
  }

  private String dir(String name) {
    return directory.resolve(name).toString();
  }

  private RoleProcess role(String log, String... arguments) throws IOException {
    RoleProcess role = new RoleProcess(directory.resolve(log + ".log"), arguments);
    roles.add(role);
    return role.start();
  }

  private String trackerUrl() {
    return "http://" + host + ":" + trackerPort;
  }

  /** Starts the agent of a client. */
  RoleProcess attach(String kind, StockClient client, String name, String share, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "node",
                "attach",
                kind,
                "--url",
                client.orders().toString(),
                "--data",
                dir("agent-" + name),
                "--tracker",
                trackerUrl(),
                "--token-file",
                dir("tracker/join.token"),
                "--name",
                name,
                "--share",
                share,
                "--advertised-host",
                host));
    arguments.addAll(client.login());
    arguments.addAll(List.of(more));
    return role("agent-" + name, arguments.toArray(String[]::new));
  }

  /** Starts an ordinary node. */
  void addNode(String name) throws IOException {
    role(
        name,
        "node",
        "--data",
        dir(name),
        "--host",
        host,
        "--port",
        "0",
        "--tracker",
        trackerUrl(),
        "--token-file",
        dir("tracker/join.token"),
        "--name",
        name,
        "--share",
        "100MB");
  }

  /** Has a node hand over its bits. */
  void drain(String name) throws IOException {
    order(name, "drain");
  }

  /** Lets a node have bits again. */
  void undrain(String name) throws IOException {
    order(name, "undrain");
  }

  private void order(String node, String what) throws IOException {
    String token = Files.readString(directory.resolve("tracker/admin.token")).strip();
    new RestClient(URI.create(trackerUrl()), token)
        .send(
            "POST",
            "/api/v1/nodes/" + node + "/" + what,
            java.util.Map.of(),
            java.net.http.HttpRequest.BodyPublishers.noBody())
        .orFail();
  }

  /** Kills the gateway and starts it again: what it had in memory is gone. */
  void restartGateway() throws IOException {
    gateway.close();
    Await.until("the gateway has ended", CHANGE, () -> !gateway.isRunning());
    gateway.start();
  }

  /** The files that the gateway has of bits: it serves what is there, and nothing else. */
  List<Path> staged() throws IOException {
    return Disk.files(directory.resolve("gateway").resolve("staging"));
  }

  TrackerClient tracker() throws IOException {
    Path token = directory.resolve("tracker/gateway.token");
    return new TrackerClient(URI.create(trackerUrl()), Files.readString(token).strip());
  }

  NodeView node(String name) throws IOException {
    try (TrackerClient tracker = tracker()) {
      return tracker.nodes().stream()
          .filter(node -> node.name().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no node " + name));
    }
  }

  RestClient rest() throws IOException {
    for (String line : Files.readAllLines(directory.resolve("gateway/credentials"))) {
      if (line.matches("\\s*fractus_token\\s*=.*")) {
        String token = line.substring(line.indexOf('=') + 1).strip();
        return new RestClient(URI.create("http://" + host + ":" + apiPort), token);
      }
    }
    throw new AssertionError("the gateway's credentials have no fractus_token");
  }

  void awaitReady() {
    Await.until("a put would succeed", CHANGE, () -> rest().isReady());
  }

  List<Stripe> stripes(String bucket, String key) throws IOException {
    String path = RestClient.path(bucket, key) + "/placement";
    return Stripe.parse(rest().get(path, java.util.Map.of()).orFail().text());
  }

  /** Waits until every bit has all its copies and the gateway has let go of its own. */
  void awaitSpread(String bucket, String key) {
    Await.until(
        "all copies of " + bucket + "/" + key,
        CHANGE,
        () ->
            stripes(bucket, key).stream()
                .flatMap(s -> s.bits().stream())
                .allMatch(Stripe.Bit::spread));
  }

  /** What all roles printed. */
  String logs() {
    StringBuilder text = new StringBuilder();
    roles.forEach(role -> text.append("---\n").append(role.log()));
    return text.toString();
  }

  @Override
  public void close() {
    for (RoleProcess role : roles.reversed()) {
      role.close();
    }
  }
}
