// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.CallRequest;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.RebuildReply;
import io.fractus.protocol.control.RebuildRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A tracker over real HTTP that says what a test says, and writes down what it is told. */
public final class ScriptedTracker implements AutoCloseable {
  public final Map<InfoHash, List<Copy>> copies = new ConcurrentHashMap<>();
  public final Set<InfoHash> unplaceable = ConcurrentHashMap.newKeySet();
  public final List<PlaceRequest> placed = new CopyOnWriteArrayList<>();
  public final List<ReportRequest.Report> reports = new CopyOnWriteArrayList<>();
  public final List<CallRequest> calls = new CopyOnWriteArrayList<>();

  /** Bits that are to be rebuilt, each given once, and what became of them. */
  public final Queue<InfoHash> rebuilds = new ConcurrentLinkedQueue<>();

  public final List<RebuildRequest.Outcome> rebuilt = new CopyOnWriteArrayList<>();
  public final TrackerClient client;

  /** The engine of the nodes that are told to call; none as long as it is null. */
  public volatile @Nullable PeerAddress caller;

  /** If any, it holds one copy of whatever is placed. */
  public volatile Optional<PeerAddress> holder = Optional.empty();

  /** Whether nothing can be placed. */
  public volatile boolean full;

  private final HttpServer server;

  /** Listens on a free port. */
  public ScriptedTracker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/sources", exchange -> answer(exchange, sources(exchange)));
    server.createContext("/api/v1/placements", this::place);
    server.createContext(
        "/api/v1/reports",
        exchange -> {
          reports.addAll(read(exchange, ReportRequest.class).reports());
          answer(exchange, Map.of());
        });
    server.createContext("/api/v1/calls", this::call);
    server.createContext("/api/v1/rebuilds", exchange -> answer(exchange, rebuilds(exchange)));
    server.start();
    client =
        new TrackerClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
  }

  private SourcesReply sources(HttpExchange exchange) throws IOException {
    return new SourcesReply(
        read(exchange, SourcesRequest.class).bits().stream()
            .map(bit -> new SourcesReply.Sources(bit, copies.getOrDefault(bit, List.of())))
            .toList());
  }

  private RebuildReply rebuilds(HttpExchange exchange) throws IOException {
    RebuildRequest request = read(exchange, RebuildRequest.class);
    rebuilt.addAll(request.over());
    List<InfoHash> bits = new ArrayList<>();
    while (bits.size() < request.most() && !rebuilds.isEmpty()) {
      bits.add(rebuilds.remove());
    }
    return new RebuildReply(bits);
  }

  private void call(HttpExchange exchange) throws IOException {
    CallRequest request = read(exchange, CallRequest.class);
    calls.add(request);
    PeerAddress engine = caller;
    if (engine == null) {
      exchange.sendResponseHeaders(409, -1);
      exchange.close();
      return;
    }
    Thread.startVirtualThread(() -> serve(new Call(engine), request));
    answer(exchange, Map.of());
  }

  private static void serve(Call call, CallRequest request) {
    try {
      call.serve(request.to(), request.nonce());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void place(HttpExchange exchange) throws IOException {
    PlaceRequest request = read(exchange, PlaceRequest.class);
    placed.add(request);
    if (full || request.bits().stream().anyMatch(bit -> unplaceable.contains(bit.infoHash()))) {
      answer(exchange, 503, new Problem("no-space", "Not enough space", 503, "said by a test"));
    } else {
      holder.ifPresent(peer -> request.bits().forEach(bit -> hold(bit.infoHash(), peer)));
      answer(exchange, new PlaceReply(List.of(), ""));
    }
  }

  /** The holder has a copy of a bit from now on. */
  public void hold(InfoHash bit) {
    holder.ifPresent(peer -> hold(bit, peer));
  }

  private void hold(InfoHash bit, PeerAddress peer) {
    copies.put(bit, List.of(new Copy("node", "node", "site", peer, CopyState.COMPLETE, true)));
  }

  private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    return Json.read(
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), type);
  }

  private static void answer(HttpExchange exchange, Object body) throws IOException {
    answer(exchange, 200, body);
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** From now on nobody answers. */
  public void goAway() {
    server.stop(0);
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
  }
}
