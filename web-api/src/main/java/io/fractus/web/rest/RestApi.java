// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.CloudStatus;
import io.fractus.web.access.Action;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditFacts;
import io.fractus.web.health.Health;
import io.fractus.web.http.Connections;
import io.fractus.web.http.HttpListener;
import io.fractus.web.http.JettyErrors;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.quota.RequestRates;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REST under {@code /api/v1}, and health beside it: the routes, the token, the errors. */
public final class RestApi implements HttpListener.Api {
  private static final Logger log = LoggerFactory.getLogger(RestApi.class);
  private static final String BUCKET = "/api/v1/buckets/{bucket}";
  private static final String STORAGE_CLASS = BUCKET + "/storage-class";
  private static final String OBJECTS = BUCKET + "/objects";
  private static final String USERS = "/api/v1/admin/users";
  private static final String USER = USERS + "/{user}";
  private static final String OBJECT = OBJECTS + "/<key>";

  private final ObjectStore store;
  private final CloudStatus cloud;
  private final Accounts accounts;
  private final Health health;
  private final RestAccess access;

  public RestApi(
      ObjectStore store,
      Health health,
      CloudStatus cloud,
      Accounts accounts,
      RequestRates rates,
      InstantSource clock) {
    this.store = store;
    this.cloud = cloud;
    this.accounts = accounts;
    this.health = health;
    this.access = new RestAccess(store, accounts, rates, clock);
  }

  @Override
  public void addTo(JavalinConfig config) {
    RoutesConfig routes = config.routes;
    routes.get("/healthz", guarded(health::alive));
    routes.get("/readyz", guarded(context -> health.ready(context, RestApi::notReady)));
    routes.get("/metrics", guarded(health::metrics));
    routes.get("/api/v1/openapi.json", guarded(new OpenApi()));

    Buckets buckets = new Buckets(store);
    routes.get("/api/v1/buckets", allowed(Action.LIST_ALL_BUCKETS, buckets::list));
    routes.get(BUCKET, allowed(Action.LIST_BUCKET, buckets::get));
    routes.head(BUCKET, allowed(Action.LIST_BUCKET, buckets::get));
    routes.put(BUCKET, allowed(Action.CREATE_BUCKET, buckets::create));
    routes.get(STORAGE_CLASS, allowed(Action.LIST_BUCKET, buckets::storageClass));
    routes.put(STORAGE_CLASS + "/{class}", allowed(Action.PUT_LIFECYCLE, buckets::setStorageClass));
    routes.get("/api/v1/classes", allowed(Action.LIST_ALL_BUCKETS, buckets::classes));
    routes.delete(BUCKET, allowed(Action.DELETE_BUCKET, buckets::delete));

    routes.get(OBJECTS, allowed(Action.LIST_BUCKET, new ListObjects(store)));
    routes.put(OBJECT, allowed(Action.PUT_OBJECT, new PutObject(store)));
    routes.get(OBJECT, allowed(Action.GET_OBJECT, new GetObject(store, new GetPlacement(store))));
    routes.head(OBJECT, allowed(Action.GET_OBJECT, new HeadObject(store)));
    routes.delete(OBJECT, allowed(Action.DELETE_OBJECT, new DeleteObject(store)));

    Nodes nodes = new Nodes(cloud);
    routes.get("/api/v1/nodes", forRoot("ListNodes", nodes::list));
    routes.get("/api/v1/nodes/{name}/events", forRoot("ListNodeEvents", nodes::events));
    addAdmin(routes);

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

  private void addAdmin(RoutesConfig routes) {
    AdminUsers users = new AdminUsers(accounts, store.book());
    routes.get(USERS, forRoot("ListUsers", users::list));
    routes.put(USER, forRoot("CreateUser", users::create));
    routes.get(USER, forRoot("GetUser", users::get));
    routes.patch(USER, forRoot("ChangeUser", users::change));
    routes.delete(USER, forRoot("DeleteUser", users::delete));

    AdminKeys keys = new AdminKeys(accounts);
    routes.get(USER + "/keys", forRoot("ListKeys", keys::list));
    routes.post(USER + "/keys", forRoot("CreateKey", keys::create));
    routes.patch("/api/v1/admin/keys/{id}", forRoot("ChangeKey", keys::change));
    routes.delete("/api/v1/admin/keys/{id}", forRoot("DeleteKey", keys::delete));
  }

  private Handler allowed(Action action, RestOperation operation) {
    return guarded(context -> {
      access.require(context, action);
      operation.run(context);
    });
  }

  private Handler forRoot(String name, RestOperation operation) {
    return guarded(context -> {
      access.requireRoot(context, name);
      operation.run(context);
    });
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
    AuditFacts.of(context.req()).error(problem.type());
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
