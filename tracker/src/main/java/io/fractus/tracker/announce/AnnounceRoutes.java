// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Announce and scrape for connections that asked for something else before, and were handed on by
 * {@link AnnounceConnection}. Thread-safe.
 */
public final class AnnounceRoutes {
  private static final List<String> PATHS =
      List.of(
          "/announce",
          "/announce/{passkey}",
          "/{passkey}/announce",
          "/scrape",
          "/scrape/{passkey}",
          "/{passkey}/scrape");

  private final HttpAnnounce announce;

  public AnnounceRoutes(HttpAnnounce announce) {
    this.announce = announce;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    PATHS.forEach(path -> config.routes.get(path, this::answer));
  }

  private void answer(Context context) {
    String query = context.queryString() == null ? "" : "?" + context.queryString();
    byte[] text = (context.req().getRequestURI() + query).getBytes(StandardCharsets.ISO_8859_1);
    AnnounceTarget target = AnnounceTarget.parse(text, 0, text.length);
    byte[] body = target == null ? null : announce.answer(target, text, address(context), true);
    context.contentType("text/plain").result(body == null ? new byte[0] : body);
  }

  private static byte[] address(Context context) {
    String host = context.req().getRemoteAddr();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return InetAddress.ofLiteral(bare).getAddress();
  }
}
