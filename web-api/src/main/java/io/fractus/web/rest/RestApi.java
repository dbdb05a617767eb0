// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.CloudStatus;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.accounts.Caller;
import io.fractus.web.health.Health;
import io.fractus.web.http.Connections;
import io.fractus.web.http.HttpListener;
import io.fractus.web.http.JettyErrors;
import io.fractus.web.http.ObjectResponse;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REST under {@code /api/v1}, and health beside it: the routes, the token, the errors. */
public final class RestApi implements HttpListener.Api {
  private static final Logger log = LoggerFactory.getLogger(RestApi.class);
  private static final String BEARER = "Bearer ";
  private static final String BUCKET = "/api/v1/buckets/{bucket}";
  private static final String OBJECTS = BUCKET + "/objects";
  private static final String OBJECT = OBJECTS + "/<key>";

  private final ObjectStore store;
  private final CloudStatus cloud;
  private final Accounts accounts;
  private final Health health;

  public RestApi(ObjectStore store, Health health, CloudStatus cloud, Accounts accounts) {
    this.store = store;
    this.cloud = cloud;
    this.accounts = accounts;
    this.health = health;
  }

  @Override
  public void addTo(JavalinConfig config) {
    RoutesConfig routes = config.routes;
    routes.get("/healthz", guarded(health::alive));
    routes.get("/readyz", guarded(context -> health.ready(context, RestApi::notReady)));
    routes.get("/metrics", guarded(health::metrics));
    routes.get("/api/v1/openapi.json", guarded(new OpenApi()));

    Buckets buckets = new Buckets(store);
    routes.get("/api/v1/buckets", authorized(buckets::list));
    routes.get(BUCKET, authorized(buckets::get));
    routes.head(BUCKET, authorized(buckets::get));
    routes.put(BUCKET, authorized(buckets::create));
    routes.delete(BUCKET, authorized(buckets::delete));

    routes.get(OBJECTS, authorized(new ListObjects(store)));
    routes.put(OBJECT, authorized(new PutObject(store)));
    routes.get(OBJECT, authorized(new GetObject(store, new GetPlacement(store))));
    routes.head(OBJECT, authorized(new HeadObject(store)));
    routes.delete(OBJECT, authorized(new DeleteObject(store)));

    Nodes nodes = new Nodes(cloud);
    routes.get("/api/v1/nodes", authorized(nodes::list));
    routes.get("/api/v1/nodes/{name}/events", authorized(nodes::events));

    routes.exception(HttpResponseException.class, RestApi::fromJavalin);
  }

  @Override
  public JettyErrors.Renderer jettyErrors() {
    return (status, reason) ->
        new JettyErrors.Page(
            Problems.CONTENT_TYPE,
            Json.write(
                Problems.of(
                    status, "invalid-request", "the request is not valid HTTP: " + reason)));
  }

  private Handler authorized(RestOperation operation) {
    return guarded(context -> {
      authorize(context);
      operation.run(context);
    });
  }

  private void authorize(Context context) {
    String header = context.req().getHeader("Authorization");
    String token =
        header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    if (accounts.bearer(token.strip()).filter(Caller::isRoot).isEmpty()) {
      context.header("WWW-Authenticate", "Bearer");
      throw new ProblemException(
          Problems.of(
              401, "wrong-token", "send the header 'Authorization: Bearer TOKEN' with the token"));
    }
  }

  private static Handler guarded(RestOperation operation) {
    return context -> {
      try {
        operation.run(context);
      } catch (IOException | RuntimeException e) {
        fail(context, e);
      }
    };
  }

  private static void fail(Context context, Exception thrown) {
    Problem problem = Problems.of(thrown);
    if (context.res().isCommitted()) {
      Connections.abort(context.req());
      return;
    }
    if (thrown instanceof ObjectResponse.RangeNotSatisfiable range) {
      context.header("Content-Range", "bytes */" + range.size());
    }
    byte[] body = Json.mapper().writeValueAsBytes(problem);
    context.status(problem.status()).contentType(Problems.CONTENT_TYPE);
    context.res().setContentLengthLong(body.length);
    try {
      context.res().getOutputStream().write(body);
      context.res().flushBuffer();
    } catch (IOException e) {
      log.debug("the client did not wait for its error: {}", e.toString());
    }
    Connections.drain(context.req());
  }

  private static void notReady(Context context, String reason) {
    throw new ProblemException(Problems.of(503, "not-ready", reason));
  }

  private static void fromJavalin(HttpResponseException e, Context context) {
    String type = e.getStatus() == 405 ? "method-not-allowed" : "not-found";
    String detail = context.req().getMethod() + " " + context.path() + " is not of this API";
    Answers.problem(
        context, Problems.of(e.getStatus(), e.getStatus() < 500 ? type : "internal-error", detail));
  }
}
