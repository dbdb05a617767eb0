// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.platform.Secrets;
import io.fractus.protocol.Checks;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.Limits;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.TokenRows.JoinToken;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tokens with which a few nodes may join, for operators: {@code POST}, {@code GET} and {@code
 * DELETE} below {@code /api/v1/tokens}. Thread-safe.
 */
public final class JoinTokens {
  private final Authentication authentication;
  private final Registry registry;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * What is asked for.
   *
   * @param uses nodes that may join with it; one if not given
   * @param expiresSeconds how long they may; a day if not given, 0 for ever
   * @param note what it is for, for people
   */
  record Wanted(@Nullable Integer uses, @Nullable Long expiresSeconds, @Nullable String note) {
    Wanted {
      if (uses != null) {
        Checks.between("uses", uses, 1, Limits.JOIN_TOKEN_USES_MAX);
      }
      if (expiresSeconds != null
          && (expiresSeconds < 0 || expiresSeconds > Limits.JOIN_TOKEN_AGE_MAX.toSeconds())) {
        throw new IllegalArgumentException(
            "expiresSeconds must be 0.." + Limits.JOIN_TOKEN_AGE_MAX.toSeconds());
      }
      if (note != null && note.length() > Limits.FILTER_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "note has at most " + Limits.FILTER_LENGTH_MAX + " characters");
      }
    }
  }

  /**
   * A new token; shown this once.
   *
   * @param token itself, a secret
   * @param about all else of it
   */
  record Made(String token, JoinToken about) {
    @Override
    public String toString() {
      return "Made[" + about + "]";
    }
  }

  /**
   * @param random makes tokens, so it must be secure
   */
  public JoinTokens(
      Authentication authentication,
      Registry registry,
      InstantSource clock,
      RandomGenerator random) {
    this.authentication = authentication;
    this.registry = registry;
    this.clock = clock;
    this.random = random;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.post("/api/v1/tokens", this::create);
    config.routes.get("/api/v1/tokens", this::list);
    config.routes.delete("/api/v1/tokens/{token}", this::revoke);
  }

  private void create(Context context) throws IOException {
    authentication.requireAdmin(context);
    Wanted wanted = JsonHttp.body(context, Wanted.class);
    long seconds =
        wanted.expiresSeconds() == null
            ? Limits.JOIN_TOKEN_AGE.toSeconds()
            : wanted.expiresSeconds();
    int uses = wanted.uses() == null ? 1 : wanted.uses();
    String note = wanted.note() == null ? "" : wanted.note();
    String token = Secrets.newToken(random);
    Instant now = clock.instant();
    @Nullable Instant expires = seconds == 0 ? null : now.plusSeconds(seconds);
    JoinToken about =
        registry.write(rows -> {
          if (rows.tokens().count() >= Limits.JOIN_TOKENS_MAX) {
            rows.tokens().forgetDead(now);
          }
          if (rows.tokens().count() >= Limits.JOIN_TOKENS_MAX) {
            throw new TrackerException(
                new Problem(
                    "too-many-tokens",
                    "Too many tokens",
                    409,
                    Limits.JOIN_TOKENS_MAX + " tokens can be used: revoke some"));
          }
          return rows.tokens().add(Secrets.fingerprint(token), note, uses, expires, now);
        });
    JsonHttp.answer(context.status(201), new Made(token, about));
  }

  private void list(Context context) {
    authentication.requireAdmin(context);
    JsonHttp.answer(context, registry.read(rows -> rows.tokens().all()));
  }

  private void revoke(Context context) {
    authentication.requireAdmin(context);
    String id = context.pathParam("token");
    boolean known =
        id.matches("[0-9]{1,18}")
            && registry.write(rows -> rows.tokens().revoke(Long.parseLong(id), clock.instant()));
    if (!known) {
      throw new TrackerException(
          new Problem("token-unknown", "Token unknown", 404, "no token has the number " + id));
    }
    context.status(204);
  }
}
