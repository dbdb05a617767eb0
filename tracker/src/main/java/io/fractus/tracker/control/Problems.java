// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every error of the server a {@link Problem}. Stateless. */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final String CONTENT_TYPE = "application/problem+json";

  private Problems() {}

  /** Adds the handlers of exceptions and of what no route answers. */
  public static void register(JavalinConfig config) {
    config.routes.exception(TrackerException.class, (e, ctx) -> answer(ctx, e.problem()));
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> answer(ctx, of(e.getStatus(), "cannot " + what(ctx) + ": " + e.getMessage())));
    config.routes.exception(
        IOException.class,
        (e, ctx) -> {
          log.debug("{} ended early: {}", what(ctx), e.toString());
          answer(ctx, of(400, "the request ended early"));
        });
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          log.error("cannot answer {}", what(ctx), e);
          answer(ctx, of(500, "the tracker failed to " + what(ctx) + ": see its log"));
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new JettyErrors()));
  }

  /** Without the query, and without a path that may have a passkey in it. */
  private static String what(Context context) {
    boolean isControl = context.path().startsWith("/api/");
    return context.method() + " " + (isControl ? context.path() : "what was asked");
  }

  private static Problem of(int status, String detail) {
    return switch (status) {
      case 400 -> new Problem("malformed-request", "Malformed request", status, detail);
      case 404 -> new Problem("not-found", "Not found", status, detail);
      case 405 -> new Problem("method-not-allowed", "Method not allowed", status, detail);
      case 413 -> new Problem("too-large", "Too large", status, detail);
      case 500 -> new Problem("internal-error", "Internal error", status, detail);
      default -> new Problem("http-" + status, "HTTP error " + status, status, detail);
    };
  }

  private static void answer(Context context, Problem problem) {
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    context.status(problem.status()).contentType(CONTENT_TYPE).result(Json.write(problem));
  }

  /** What Jetty itself refuses, before any of our code sees it. */
  private static final class JettyErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int status,
        String message,
        @Nullable Throwable cause,
        Callback callback) {
      byte[] body =
          Json.write(of(status, "the server refused the request: " + message))
              .getBytes(StandardCharsets.UTF_8);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
