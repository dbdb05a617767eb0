// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.assignment.DrainProgress;
import io.fractus.tracker.assignment.Weaknesses;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.control.AccessTokens;
import io.fractus.tracker.control.Authentication;
import io.fractus.tracker.control.Explanations;
import io.fractus.tracker.control.JsonHttp;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.OverviewRows.EventFilter;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.Swarms;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The routes for operators below {@code /api/v1}, and the web UI. Thread-safe. */
public final class AdminApi implements AutoCloseable {
  private final Authentication authentication;
  private final Registry registry;
  private final SignIn signIn;
  private final NodeDirectory directory;
  private final NodeActions actions;
  private final Overview overview;
  private final EventStream events;
  private final Plans plans;
  private final Explanations explanations;
  private final PlacementMetrics metrics;
  private final UiFiles files = new UiFiles();

  /**
   * @param drains how far a node is that shall hold less than it does
   * @param placed how many stripes were placed, and are weak
   * @param announces how many were answered so far
   */
  public AdminApi(
      Authentication authentication,
      SignIn signIn,
      AccessTokens tokens,
      String version,
      Registry registry,
      Sessions sessions,
      Swarms swarms,
      NodeHistory history,
      LongFunction<Optional<DrainProgress>> drains,
      Supplier<Weaknesses.Placed> placed,
      LongSupplier announces,
      Clocks clocks) {
    this.authentication = authentication;
    this.registry = registry;
    this.signIn = signIn;
    this.directory = new NodeDirectory(registry, sessions, history, drains);
    this.actions = new NodeActions(registry, sessions, swarms, history, clocks.wall());
    this.overview =
        new Overview(
            directory,
            registry,
            history,
            swarms,
            placed,
            announces,
            clocks,
            tokens.cloudId(),
            version);
    this.events = new EventStream(registry);
    this.plans = new Plans(registry, history, clocks.wall());
    this.metrics = new PlacementMetrics(placed);
    this.explanations =
        new Explanations(
            authentication, registry, history, new Presence(sessions, history), clocks.wall());
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.before("/api/v1/*", SecurityHeaders::data);
    files.register(config);
    signIn.register(config);
    config.routes.get("/api/v1/openapi.json", this::openApi);
    // Gateways read the nodes too.
    config.routes.get("/api/v1/nodes", this::nodes);
    explanations.register(config);
    metrics.register(config);

    config.routes.get("/api/v1/cloud/summary", admin(this::summary));
    config.routes.get("/api/v1/traffic", admin(this::traffic));
    config.routes.get("/api/v1/sites", admin(this::sites));
    config.routes.get("/api/v1/regions", admin(this::regions));
    config.routes.get("/api/v1/swarms", admin(this::swarms));
    config.routes.get("/api/v1/swarms/{bit}", admin(this::swarm));
    config.routes.get("/api/v1/plan", this::plan);
    config.routes.get("/api/v1/events", admin(this::events));
    config.routes.get("/api/v1/events/stream", admin(events::run));

    config.routes.get("/api/v1/nodes/{node}", admin(this::node));
    config.routes.get("/api/v1/nodes/{node}/bits", admin(this::bits));
    config.routes.patch("/api/v1/nodes/{node}", admin(this::change));
    config.routes.post("/api/v1/nodes/{node}/drain", action(actions::drain));
    config.routes.post("/api/v1/nodes/{node}/undrain", action(actions::undrain));
    config.routes.post("/api/v1/nodes/{node}/revoke", action(actions::revoke));
    config.routes.put("/api/v1/nodes/{node}/tags/{tag}", admin(this::tag));
    config.routes.delete("/api/v1/nodes/{node}/tags/{tag}", admin(this::untag));
  }

  private Handler admin(Handler handler) {
    return context -> {
      authentication.requireAdmin(context);
      handler.handle(context);
    };
  }

  /** Something done to a node; the answer is the node after it. */
  private Handler action(Consumer<String> action) {
    return admin(context -> {
      action.accept(context.pathParam("node"));
      answerNode(context);
    });
  }

  private void answerNode(Context context) {
    JsonHttp.answer(context, directory.one(context.pathParam("node")));
  }

  private void openApi(Context context) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AdminApi.class.getResourceAsStream("openapi.json"), "openapi.json is in the jar")) {
      context.contentType("application/json").result(in.readAllBytes());
    }
  }

  private void summary(Context context) {
    JsonHttp.answer(context, overview.summary());
  }

  private void traffic(Context context) {
    JsonHttp.answer(context, overview.traffic());
  }

  /** All of them unless a limit is given: gateways and scripts want the whole list. */
  private void nodes(Context context) {
    authentication.requireGatewayOrAdmin(context);
    Query query = new Query(context);
    NodeFilter filter = NodeFilter.of(query);
    @Nullable Comparator<NodeRow> order = NodeFilter.order(query.text("sort"));
    boolean all = query.text("limit") == null;
    int limit = all ? Integer.MAX_VALUE : query.limit();
    Stream<NodeRow> nodes = directory.all().stream().filter(filter::matches);
    List<NodeRow> matching = (order == null ? nodes : nodes.sorted(order)).toList();
    Page.of(matching, query.offset(), limit).answer(context);
  }

  /** Gateways let classes be planned. */
  private void plan(Context context) {
    authentication.requireGatewayOrAdmin(context);
    plans.answer(context);
  }

  private void node(Context context) {
    JsonHttp.answer(context, directory.detail(context.pathParam("node")));
  }

  private void change(Context context) throws IOException {
    NodeRecord node = directory.record(context.pathParam("node"));
    actions.change(node.nodeId(), JsonHttp.body(context, NodeActions.Change.class));
    JsonHttp.answer(context, directory.one(node.nodeId()));
  }

  private void tag(Context context) throws IOException {
    actions.tag(
        context.pathParam("node"),
        context.pathParam("tag"),
        JsonHttp.body(context, NodeActions.Evidence.class));
    answerNode(context);
  }

  private void untag(Context context) {
    actions.untag(context.pathParam("node"), context.pathParam("tag"));
    answerNode(context);
  }

  private void bits(Context context) {
    NodeRecord node = directory.record(context.pathParam("node"));
    Query query = new Query(context);
    @Nullable CopyState state = query.choice("state", CopyState.class);
    int offset = query.offset();
    int limit = query.limit();
    registry
        .read(rows ->
            new Page<>(
                rows.overview().heldBy(node.key(), state, offset, limit),
                offset,
                rows.overview().countHeldBy(node.key(), state)))
        .answer(context);
  }

  private void sites(Context context) {
    JsonHttp.answer(context, PlaceView.group(directory.all(), NodeRow::site));
  }

  private void regions(Context context) {
    JsonHttp.answer(context, PlaceView.group(directory.all(), NodeRow::region));
  }

  private void swarms(Context context) {
    Query query = new Query(context);
    overview.swarms(query.flag("wanting"), query.offset(), query.limit()).answer(context);
  }

  private void swarm(Context context) {
    JsonHttp.answer(
        context, overview.swarm(context.pathParam("bit"), directory::isHere, explanations));
  }

  private void events(Context context) {
    Query query = new Query(context);
    @Nullable String of = query.text("node");
    @Nullable Long node = of == null ? null : directory.record(of).key();
    long before = query.number("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    EventFilter filter =
        new EventFilter(node, query.text("kind"), before == Long.MAX_VALUE ? null : before);
    int limit = query.limit();
    JsonHttp.answer(context, registry.read(rows -> rows.overview().events(filter, limit)));
  }

  /** Ends the streams of events. */
  @Override
  public void close() {
    events.close();
  }
}
