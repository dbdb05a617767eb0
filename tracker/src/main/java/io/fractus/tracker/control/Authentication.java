// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.platform.Secrets;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells who asks, by the bearer token of a request. Thread-safe. */
public final class Authentication {
  private static final String SCHEME = "Bearer ";

  private final AccessTokens tokens;
  private final Registry registry;
  private final Predicate<Context> operators;
  private final InstantSource clock;

  /**
   * @param operators whether a request without a bearer token is of somebody who signed in
   */
  public Authentication(
      AccessTokens tokens, Registry registry, Predicate<Context> operators, InstantSource clock) {
    this.tokens = tokens;
    this.registry = registry;
    this.operators = operators;
    this.clock = clock;
  }

  /** With what somebody joins: the fingerprint of a token for a few, or one without bounds. */
  record JoinPass(Optional<String> limited) {
    static final JoinPass UNLIMITED = new JoinPass(Optional.empty());

    /** Counts a node that joins; refuses it if the token is used up. */
    void use(Rows rows) {
      if (limited.isPresent() && !rows.tokens().use(limited.get())) {
        throw new TrackerException(
            new Problem(
                "token-used-up",
                "Token used up",
                401,
                "as many nodes as may have joined with this token: ask for another"));
      }
    }
  }

  JoinPass requireJoin(Context context) {
    String token = token(context);
    if (Secrets.matches(token, tokens.join())) {
      return JoinPass.UNLIMITED;
    }
    String fingerprint = Secrets.fingerprint(token);
    if (registry.read(rows -> rows.tokens().find(fingerprint, clock.instant())).isEmpty()) {
      throw wrongToken("the join token, or one that is neither expired nor revoked");
    }
    return new JoinPass(Optional.of(fingerprint));
  }

  JoinPass requireJoinOrAdmin(Context context) {
    return operators.test(context) || Secrets.matches(token(context), tokens.admin())
        ? JoinPass.UNLIMITED
        : requireJoin(context);
  }

  void requireGateway(Context context) {
    if (!Secrets.matches(token(context), tokens.gateway())) {
      throw wrongToken("the gateway token");
    }
  }

  /** Refuses all but gateways and operators. */
  public void requireGatewayOrAdmin(Context context) {
    if (operators.test(context)) {
      return;
    }
    String token = token(context);
    if (!Secrets.matches(token, tokens.gateway()) && !Secrets.matches(token, tokens.admin())) {
      throw wrongToken("the gateway token or the admin token");
    }
  }

  /** Refuses all but operators. */
  public void requireAdmin(Context context) {
    if (!operators.test(context) && !Secrets.matches(token(context), tokens.admin())) {
      throw wrongToken("the admin token");
    }
  }

  void requireAny(Context context) {
    if (operators.test(context)) {
      return;
    }
    String token = token(context);
    boolean known =
        Secrets.matches(token, tokens.join())
            || Secrets.matches(token, tokens.gateway())
            || Secrets.matches(token, tokens.admin());
    if (!known && find(token).isEmpty()) {
      throw wrongToken("a token of this cloud");
    }
  }

  /** The node whose token the request has; refuses every other. */
  public NodeRecord requireNode(Context context) {
    return find(token(context)).orElseThrow(() -> wrongToken("the token of a node"));
  }

  private Optional<NodeRecord> find(String token) {
    String fingerprint = Secrets.fingerprint(token);
    return registry.read(rows -> rows.nodes().byToken(fingerprint));
  }

  private static String token(Context context) {
    String header = context.header("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw wrongToken("an Authorization header with a bearer token");
    }
    return header.substring(SCHEME.length()).strip();
  }

  private static TrackerException wrongToken(String needed) {
    return new TrackerException(
        new Problem("wrong-token", "Wrong token", 401, "this needs " + needed));
  }
}
