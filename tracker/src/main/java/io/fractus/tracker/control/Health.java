// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.registry.Registry;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** {@code /healthz}, {@code /readyz} and {@code /metrics} (Prometheus text). Thread-safe. */
public final class Health {
  private final Registry registry;
  private final Sessions sessions;
  private final LongSupplier announces;

  public Health(Registry registry, Sessions sessions, LongSupplier announces) {
    this.registry = registry;
    this.sessions = sessions;
    this.announces = announces;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.get("/healthz", context -> context.result("ok\n"));
    config.routes.get("/readyz", this::ready);
    config.routes.get("/metrics", this::metrics);
  }

  /** Ready is who can read its registry; if not, the exception makes it a 500. */
  private void ready(Context context) {
    registry.read(rows -> rows.nodes().count());
    context.result("ready\n");
  }

  private void metrics(Context context) {
    StringBuilder text = new StringBuilder();
    registry.read(rows -> {
      gauge(text, "nodes_registered", "Nodes that joined.", rows.nodes().count());
      gauge(text, "bits", "Bits that were placed and not released.", rows.bits().count());
      copies(text, rows.copies().countByState());
      return null;
    });
    gauge(text, "nodes_online", "Nodes whose channel is open.", sessions.onlineCount());
    head(text, "announces_total", "Announces answered.", "counter");
    line(text, "announces_total", announces.getAsLong());
    context.contentType("text/plain; version=0.0.4").result(text.toString());
  }

  private static void copies(StringBuilder text, Map<CopyState, Long> counts) {
    head(text, "copies", "Copies by state.", "gauge");
    for (CopyState state : CopyState.values()) {
      String label = "copies{state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"}";
      line(text, label, counts.getOrDefault(state, 0L));
    }
  }

  private static void gauge(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "gauge");
    line(text, name, value);
  }

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP fractus_tracker_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE fractus_tracker_").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder text, String name, long value) {
    text.append("fractus_tracker_").append(name).append(' ').append(value).append('\n');
  }
}
