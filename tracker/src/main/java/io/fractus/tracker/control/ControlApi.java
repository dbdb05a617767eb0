// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.control.CloudView;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.ReleaseRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.assignment.Assignments;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.registry.Registry;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The routes below {@code /api/v1}: who may ask, what is asked, what is answered. Thread-safe. */
public final class ControlApi {
  private final Authentication authentication;
  private final Assignments assignments;
  private final Membership membership;
  private final String cloudId;
  private final String version;

  public ControlApi(
      Authentication authentication,
      Registry registry,
      Sessions sessions,
      NodeHistory history,
      Assignments assignments,
      String cloudId,
      String version,
      InstantSource clock,
      RandomGenerator random) {
    this.authentication = authentication;
    this.assignments = assignments;
    this.membership = new Membership(registry, sessions, history, cloudId, clock, random);
    this.cloudId = cloudId;
    this.version = version;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.get("/api/v1/cloud", this::cloud);
    config.routes.post("/api/v1/nodes", this::join);
    config.routes.get("/api/v1/nodes", this::nodes);
    config.routes.get("/api/v1/nodes/{node}/events", this::events);
    config.routes.post("/api/v1/placements", this::place);
    config.routes.post("/api/v1/sources", this::sources);
    config.routes.post("/api/v1/releases", this::release);
    config.routes.post("/api/v1/reports", this::report);
  }

  private void cloud(Context context) {
    authentication.requireAny(context);
    answer(context, new CloudView(cloudId, version, membership.online(), membership.registered()));
  }

  private void join(Context context) throws IOException {
    authentication.requireJoin(context);
    JoinRequest request = body(context, JoinRequest.class);
    String host = context.req().getRemoteAddr();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    answer(context.status(201), membership.join(request, bare));
  }

  private void nodes(Context context) {
    authentication.requireGatewayOrAdmin(context);
    answer(context, membership.nodes());
  }

  private void events(Context context) {
    authentication.requireGatewayOrAdmin(context);
    answer(context, membership.events(context.pathParam("node")));
  }

  private void place(Context context) throws IOException {
    authentication.requireGateway(context);
    answer(context, assignments.placements().place(body(context, PlaceRequest.class)));
  }

  private void sources(Context context) throws IOException {
    authentication.requireGateway(context);
    answer(context, assignments.sources().find(body(context, SourcesRequest.class)));
  }

  private void release(Context context) throws IOException {
    authentication.requireGateway(context);
    assignments.releases().release(body(context, ReleaseRequest.class).bits());
    context.status(204);
  }

  private void report(Context context) throws IOException {
    authentication.requireGateway(context);
    assignments.reports().take(body(context, ReportRequest.class));
    context.status(204);
  }

  private static void answer(Context context, Object value) {
    context.contentType("application/json").result(Json.write(value));
  }

  private static <T> T body(Context context, Class<T> type) throws IOException {
    byte[] bytes;
    try (InputStream in = context.req().getInputStream()) {
      bytes = in.readNBytes(Limits.MESSAGE_BYTES_MAX + 1);
    }
    if (bytes.length > Limits.MESSAGE_BYTES_MAX) {
      throw new TrackerException(
          new Problem(
              "too-large",
              "Too large",
              413,
              "a request has at most " + Limits.MESSAGE_BYTES_MAX + " bytes: split it"));
    }
    try {
      return Json.read(new String(bytes, StandardCharsets.UTF_8), type);
    } catch (IllegalArgumentException e) {
      throw new TrackerException(
          new Problem(
              "malformed-request", "Malformed request", 400, String.valueOf(e.getMessage())));
    }
  }
}
