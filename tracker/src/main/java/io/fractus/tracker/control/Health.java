// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.assignment.MovementStatus;
import io.fractus.tracker.assignment.Movements;
import io.fractus.tracker.assignment.RepairStatus;
import io.fractus.tracker.assignment.Repairs;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.registry.MovementRows;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.RepairRows;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** {@code /healthz}, {@code /readyz} and {@code /metrics} (Prometheus text). Thread-safe. */
public final class Health {
  private final Registry registry;
  private final Sessions sessions;
  private final LongSupplier announces;
  private final Repairs repairs;
  private final Movements movements;

  public Health(
      Registry registry,
      Sessions sessions,
      LongSupplier announces,
      Repairs repairs,
      Movements movements) {
    this.registry = registry;
    this.sessions = sessions;
    this.announces = announces;
    this.repairs = repairs;
    this.movements = movements;
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
    repair(text);
    movement(text);
    context.contentType("text/plain; version=0.0.4").result(text.toString());
  }

  private static void copies(StringBuilder text, Map<CopyState, Long> counts) {
    head(text, "copies", "Copies by state.", "gauge");
    for (CopyState state : CopyState.values()) {
      String label = "copies{state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"}";
      line(text, label, counts.getOrDefault(state, 0L));
    }
  }

  private void repair(StringBuilder text) {
    RepairStatus status = repairs.status();
    head(text, "repair_queue", "Bits that wait for repair, by urgency.", "gauge");
    for (Map.Entry<String, Integer> urgency : new TreeMap<>(status.queue()).entrySet()) {
      line(text, "repair_queue{urgency=\"" + urgency.getKey() + "\"}", urgency.getValue());
    }
    gauge(text, "repair_under_way", "Copies that are being made again.", status.underWay());
    gauge(text, "repair_reserve_copies", "Copies kept in reserve.", status.reserve().copies());
    gauge(text, "repair_reserve_bytes", "Bytes of these.", status.reserve().bytes());
    gauge(text, "repair_lost_nodes", "Nodes whose copies count as gone.", status.lost().size());
    RepairRows.Done done = registry.read(rows -> rows.repairs().done(Instant.EPOCH));
    counter(text, "repair_copies_total", "Copies made again from others.", done.copies());
    counter(text, "repair_bytes_total", "Bytes of these.", done.bytes());
    counter(text, "repair_given_up_total", "Copies begun and given up.", done.givenUp());
    counter(text, "repair_rebuilt_total", "Bits rebuilt by gateways.", done.rebuilt());
    counter(text, "repair_read_bytes_total", "Bytes read for that.", done.readBytes());
    counter(text, "repair_surplus_total", "Copies more than wanted let go.", done.surplus());
  }

  private void movement(StringBuilder text) {
    MovementStatus status = movements.status();
    gauge(text, "movement_under_way", "Copies made for readers or space.", status.underWay());
    gauge(text, "movement_bytes_left", "Bytes it may still move today.", status.bytesLeft());
    gauge(text, "movement_extra_copies", "Copies beyond those wanted.", status.extraCopies());
    gauge(text, "movement_extra_bytes", "Bytes of these.", status.extraBytes());
    gauge(text, "demand_hot_bits", "Bits that are read often.", status.hotBits());
    MovementRows.Done done = registry.read(rows -> rows.movement().done(Instant.EPOCH));
    counter(text, "movement_bytes_total", "Bytes of copies begun.", done.bytes());
    head(text, "movement_copies_total", "Copies made or moved, by why.", "counter");
    line(text, "movement_copies_total{why=\"cold\"}", done.cold());
    line(text, "movement_copies_total{why=\"demoted\"}", done.demoted());
    line(text, "movement_copies_total{why=\"hot\"}", done.hot());
    counter(text, "movement_fallen_total", "Copies for readers taken back.", done.fallen());
    counter(text, "movement_given_up_total", "Copies begun and given up.", done.givenUp());
  }

  private static void counter(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "counter");
    line(text, name, value);
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
