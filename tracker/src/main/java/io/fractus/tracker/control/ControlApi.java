// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.control.CallRequest;
import io.fractus.protocol.control.CloudView;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.RebuildRequest;
import io.fractus.protocol.control.ReleaseRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.assignment.Assignments;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.probe.NodeCalls;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The routes below {@code /api/v1}: who may ask, what is asked, what is answered. Thread-safe. */
public final class ControlApi {
  private final Authentication authentication;
  private final Registry registry;
  private final Assignments assignments;
  private final NodeCalls calls;
  private final Membership membership;
  private final String cloudId;
  private final String version;

  public ControlApi(
      Authentication authentication,
      Registry registry,
      Sessions sessions,
      Assignments assignments,
      NodeCalls calls,
      String cloudId,
      String version,
      InstantSource clock,
      RandomGenerator random) {
    this.authentication = authentication;
    this.registry = registry;
    this.assignments = assignments;
    this.calls = calls;
    this.membership = new Membership(registry, sessions, cloudId, clock, random);
    this.cloudId = cloudId;
    this.version = version;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.get("/api/v1/cloud", this::cloud);
    config.routes.post("/api/v1/nodes", this::join);
    config.routes.get("/api/v1/nodes/{node}/events", this::events);
    config.routes.post("/api/v1/placements", this::place);
    config.routes.post("/api/v1/sources", this::sources);
    config.routes.post("/api/v1/releases", this::release);
    config.routes.post("/api/v1/reports", this::report);
    config.routes.post("/api/v1/calls", this::call);
    config.routes.post("/api/v1/rebuilds", this::rebuilds);
    new RepairApi(authentication, registry, assignments.repairs()).register(config);
    new MovementApi(authentication, assignments.movements()).register(config);
  }

  private void cloud(Context context) {
    authentication.requireAny(context);
    JsonHttp.answer(
        context, new CloudView(cloudId, version, membership.online(), membership.registered()));
  }

  private void join(Context context) throws IOException {
    Authentication.JoinPass pass = authentication.requireJoin(context);
    JoinRequest request = JsonHttp.body(context, JoinRequest.class);
    String host = context.req().getRemoteAddr();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    JsonHttp.answer(context.status(201), membership.join(request, bare, pass));
  }

  private void events(Context context) {
    authentication.requireGatewayOrAdmin(context);
    JsonHttp.answer(context, membership.events(context.pathParam("node")));
  }

  private void place(Context context) throws IOException {
    authentication.requireGateway(context);
    JsonHttp.answer(
        context, assignments.placements().place(JsonHttp.body(context, PlaceRequest.class)));
  }

  private void sources(Context context) throws IOException {
    authentication.requireGateway(context);
    JsonHttp.answer(
        context, assignments.sources().find(JsonHttp.body(context, SourcesRequest.class)));
  }

  private void release(Context context) throws IOException {
    authentication.requireGateway(context);
    assignments.releases().release(JsonHttp.body(context, ReleaseRequest.class).bits());
    context.status(204);
  }

  private void report(Context context) throws IOException {
    authentication.requireGateway(context);
    assignments.reports().take(JsonHttp.body(context, ReportRequest.class));
    context.status(204);
  }

  private void rebuilds(Context context) throws IOException {
    authentication.requireGateway(context);
    JsonHttp.answer(
        context, assignments.repairs().rebuilds(JsonHttp.body(context, RebuildRequest.class)));
  }

  private void call(Context context) throws IOException {
    authentication.requireGateway(context);
    CallRequest request = JsonHttp.body(context, CallRequest.class);
    Optional<NodeRecord> node = registry.read(rows -> rows.nodes().byNodeId(request.nodeId()));
    if (node.isEmpty() || !calls.tell(node.get().key(), request.to(), request.nonce())) {
      throw new TrackerException(
          new Problem(
              "node-away",
              "Node away",
              409,
              "node '" + request.nodeId() + "' has no channel over which it could be told"));
    }
    context.status(204);
  }
}
