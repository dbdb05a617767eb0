// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.platform.Clocks;
import io.fractus.platform.Secrets;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.control.AccessTokens;
import io.fractus.tracker.control.JsonHttp;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in with the admin token: {@code /api/v1/session}. Browsers get a cookie that no script
 * reads; whatever they change needs a header that no other site can send. Thread-safe.
 */
public final class SignIn {
  static final String COOKIE = "fractus_session";
  static final String HEADER = "X-Fractus-Request";

  private final AccessTokens tokens;
  private final BrowserSessions sessions;
  private final SignInBrake brake;

  /** The body of a sign-in. */
  record Request(String token) {
    Request {
      if (token == null || token.length() > AdminLimits.TOKEN_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "token must be 1.." + AdminLimits.TOKEN_LENGTH_MAX + " characters");
      }
    }
  }

  /**
   * Whether the one who asks is signed in.
   *
   * @param signedIn by a cookie
   * @param until when that ends, or null
   * @param cloudId of which cloud, or null for strangers
   */
  record SessionView(boolean signedIn, @Nullable Instant until, @Nullable String cloudId) {}

  public SignIn(AccessTokens tokens, Clocks clocks, RandomGenerator random) {
    this.tokens = tokens;
    this.sessions = new BrowserSessions(clocks, random);
    this.brake = new SignInBrake(clocks.steady());
  }

  void register(JavalinConfig config) {
    config.routes.get("/api/v1/session", this::show);
    config.routes.post("/api/v1/session", this::open);
    config.routes.delete("/api/v1/session", this::close);
  }

  /**
   * Whether a request has the cookie of somebody who signed in.
   *
   * @throws TrackerException if it has and would change something without the header
   */
  public boolean isSignedIn(Context context) {
    if (end(context).isEmpty()) {
      return false;
    }
    if (!context.method().equals(HandlerType.GET) && !context.method().equals(HandlerType.HEAD)) {
      requireHeader(context);
    }
    return true;
  }

  private Optional<Instant> end(Context context) {
    @Nullable String secret = context.cookie(COOKIE);
    return secret == null ? Optional.empty() : sessions.end(secret);
  }

  private static void requireHeader(Context context) {
    if (context.header(HEADER) == null) {
      throw new TrackerException(
          new Problem(
              "header-missing",
              "Header missing",
              403,
              "a request with a cookie needs the header " + HEADER + ", with any value"));
    }
  }

  private void show(Context context) {
    Optional<Instant> end = end(context);
    JsonHttp.answer(
        context,
        new SessionView(
            end.isPresent(), end.orElse(null), end.isPresent() ? tokens.cloudId() : null));
  }

  private void open(Context context) throws IOException {
    requireHeader(context);
    String address = context.req().getRemoteAddr();
    Optional<Duration> wait = brake.wait(address);
    if (wait.isPresent()) {
      long seconds = wait.get().toSeconds() + 1;
      context.header("Retry-After", Long.toString(seconds));
      throw new TrackerException(
          new Problem(
              "too-many-attempts",
              "Too many attempts",
              429,
              "too many wrong tokens: try again in " + seconds + " s"));
    }
    Request request = JsonHttp.body(context, Request.class);
    if (!Secrets.matches(request.token(), tokens.admin())) {
      brake.failed(address);
      throw new TrackerException(
          new Problem(
              "wrong-token",
              "Wrong token",
              401,
              "this is not the admin token: it is in admin.token in the tracker's data directory"));
    }
    String secret = sessions.open();
    context.cookie(cookie(context, secret, (int) AdminLimits.BROWSER_SESSION_AGE_MAX.toSeconds()));
    JsonHttp.answer(
        context.status(201),
        new SessionView(true, sessions.end(secret).orElse(null), tokens.cloudId()));
  }

  private void close(Context context) {
    requireHeader(context);
    @Nullable String secret = context.cookie(COOKIE);
    if (secret != null) {
      sessions.close(secret);
    }
    context.cookie(cookie(context, "", 0));
    context.status(204);
  }

  private static Cookie cookie(Context context, String value, int maxAgeSeconds) {
    boolean secure = context.req().isSecure();
    Cookie cookie = new Cookie(COOKIE, value, "/", maxAgeSeconds, secure, true);
    cookie.setSameSite(SameSite.STRICT);
    return cookie;
  }
}
