// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fractus.platform.Clocks;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.gateway.RaidFrontend;
import io.fractus.raid.gateway.RaidFrontendConfig;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditLog;
import io.fractus.web.http.Domains;
import io.fractus.web.http.Patience;
import io.fractus.web.website.WebsiteConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A web API over the store of a gateway, in one process: catalog, staging and engine are real. Two
 * copies are wanted of each bit, and the gateway is all the nodes there are, so that what is put
 * stays in staging and is read there.
 */
public final class RealCloud implements AutoCloseable, CloudStatus {
  private static final String LAYOUT = "raid5:2+1x2";

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final HttpServer tracker;
  private final TrackerClient client;
  private final Contacts contacts;
  private final TorrentEngine engine;
  private final RaidFrontend store;
  private final AuditLog audit;
  private final Accounts accounts;
  private final WebApi api;

  /** In an empty directory. */
  public RealCloud(Path directory) throws IOException {
    tracker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    tracker.createContext("/api/v1/sources", this::sources);
    tracker.createContext(
        "/api/v1/placements", exchange -> answer(exchange, new PlaceReply(List.of(), "")));
    tracker.createContext("/api/v1/", exchange -> answer(exchange, Map.of()));
    tracker.start();
    client =
        new TrackerClient(
            URI.create("http://127.0.0.1:" + tracker.getAddress().getPort()), "token");
    contacts = Contacts.open(client, "127.0.0.1", 0, "127.0.0.1");
    store =
        RaidFrontend.open(
            new RaidFrontendConfig(
                directory.resolve("gateway"),
                Layout.parse(LAYOUT),
                1 << 20,
                "127.0.0.1",
                1 << 30,
                Duration.ofSeconds(30),
                Optional.empty()),
            engine,
            client,
            contacts,
            "cloud",
            Clocks.of(this::now),
            new SecureRandom());
    audit = AuditLog.open(directory, InstantSource.system());
    accounts = TestCloud.openAccounts(directory, InstantSource.system());
    api =
        WebApi.start(
            new WebApiConfig(
                "127.0.0.1",
                0,
                0,
                directory,
                false,
                Patience.USUAL,
                Domains.local(),
                Optional.of(new WebsiteConfig(0, new Domains(List.of("localhost"))))),
            store,
            this,
            accounts,
            audit,
            InstantSource.system());
  }

  private void sources(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Copy copy =
        new Copy(
            "node",
            "node",
            "site",
            new PeerAddress("127.0.0.1", engine.port()),
            CopyState.COMPLETE,
            true);
    answer(
        exchange,
        new SourcesReply(
            Json.read(body, SourcesRequest.class).bits().stream()
                .map(bit -> new SourcesReply.Sources(bit, List.of(copy)))
                .toList()));
  }

  private static void answer(HttpExchange exchange, Object body) throws IOException {
    byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Time passes for the store, by both of its clocks. */
  public void pass(Duration time) {
    ahead.accumulateAndGet(time, Duration::plus);
  }

  /** What time it is for the store. */
  public Instant now() {
    return InstantSource.system().instant().plus(ahead.get());
  }

  public URI s3() {
    return api.s3Uri();
  }

  public URI websites() {
    return api.websitesUri().orElseThrow();
  }

  public URI rest() {
    return api.restUri();
  }

  public Accounts accounts() {
    return accounts;
  }

  public RaidFrontend store() {
    return store;
  }

  @Override
  public List<NodeView> nodes() {
    return List.of();
  }

  @Override
  public List<NodeEvent> events(String node) {
    return List.of();
  }

  @Override
  public Optional<String> notReady() {
    return Optional.empty();
  }

  @Override
  public String metrics() {
    return "";
  }

  @Override
  public void close() {
    api.close();
    audit.close();
    accounts.close();
    store.close();
    contacts.close();
    engine.close();
    client.close();
    tracker.stop(0);
  }
}
