// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fractus.platform.Secrets;
import io.fractus.protocol.Json;
import io.fractus.torrents.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner of a node may ask of it: {@code POST /control/pause}, {@code resume}, {@code
 * drain}, {@code undrain} and {@code share}, each with the token of its directory. The answer is
 * the status after it.
 */
final class ControlPages {
  private static final Logger log = LoggerFactory.getLogger(ControlPages.class);
  private static final String SCHEME = "Bearer ";

  private final String token;
  private final NodeControl node;

  /**
   * The body of {@code /control/share}.
   *
   * @param shareBytes the space to offer
   */
  record Share(long shareBytes) {}

  private ControlPages(String token, NodeControl node) {
    this.token = token;
    this.node = node;
  }

  static void add(HttpServer server, String token, NodeControl node) {
    ControlPages pages = new ControlPages(token, node);
    pages.add(server, "pause", _ -> node.pause());
    pages.add(server, "resume", _ -> node.resume());
    pages.add(server, "drain", _ -> node.leave(true));
    pages.add(server, "undrain", _ -> node.leave(false));
    pages.add(server, "share", body -> node.share(Json.read(body, Share.class).shareBytes()));
  }

  private void add(HttpServer server, String verb, Consumer<String> action) {
    String path = "/control/" + verb;
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
              answer(exchange, 404, "not found\n");
            } else if (!exchange.getRequestMethod().equals("POST")) {
              exchange.getResponseHeaders().set("Allow", "POST");
              answer(exchange, 405, "POST it\n");
            } else if (!isAllowed(exchange)) {
              answer(exchange, 401, "this needs the token of the node's directory\n");
            } else {
              act(exchange, verb, action);
            }
          }
        });
  }

  private boolean isAllowed(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header != null
        && header.startsWith(SCHEME)
        && Secrets.matches(header.substring(SCHEME.length()).strip(), token);
  }

  private void act(HttpExchange exchange, String verb, Consumer<String> action) throws IOException {
    String body;
    try (InputStream in = exchange.getRequestBody()) {
      body = new String(in.readNBytes(Limits.CONTROL_BODY_MAX), StandardCharsets.UTF_8);
    }
    try {
      action.accept(body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer(exchange, 200, Json.write(node.status()));
    } catch (IllegalArgumentException e) {
      answer(exchange, 400, e.getMessage() + "\n");
    } catch (NodeException | EngineException e) {
      answer(exchange, 409, e.getMessage() + "\n");
    } catch (RuntimeException e) {
      log.error("cannot {}", verb, e);
      answer(exchange, 500, e + "\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
