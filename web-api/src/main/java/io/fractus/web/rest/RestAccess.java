// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.AccessControl;
import io.fractus.web.access.Action;
import io.fractus.web.access.ContextKeys;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.accounts.Caller;
import io.fractus.web.audit.AuditFacts;
import io.fractus.web.http.RawQuery;
import io.fractus.web.quota.RequestRates;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who may do what over REST: whoever bears a token, what the same user may do over S3. Nothing is
 * public here. Thread-safe.
 */
final class RestAccess {
  private static final String BEARER = "Bearer ";
  private static final Set<Action> OF_OBJECTS =
      EnumSet.of(
          Action.GET_OBJECT, Action.PUT_OBJECT, Action.DELETE_OBJECT, Action.DELETE_OBJECT_VERSION);
  private static final String CALLER = "fractus.caller";

  private final Accounts accounts;
  private final AccessControl control;
  private final RequestRates rates;

  RestAccess(ObjectStore store, Accounts accounts, RequestRates rates, InstantSource clock) {
    this.accounts = accounts;
    this.control = new AccessControl(store, name -> accounts.user(name).isPresent(), clock);
    this.rates = rates;
  }

  /** Who made a request that was let in. */
  static Caller caller(Context context) {
    return Objects.requireNonNull(context.<Caller>attribute(CALLER), CALLER);
  }

  /** Throws {@link ProblemException} unless the caller may do this to what the path names. */
  void require(Context context, Action allowed) {
    Action action =
        allowed == Action.DELETE_OBJECT && DeleteObject.namesVersion(context)
            ? Action.DELETE_OBJECT_VERSION
            : allowed;
    AuditFacts facts = AuditFacts.of(context.req());
    facts.operation(action.text());
    Caller caller = authenticate(context);
    String path = context.req().getRequestURI();
    String bucket = path.startsWith(RestPath.BUCKETS) ? RestPath.bucket(path) : "";
    String key = OF_OBJECTS.contains(action) ? RestPath.object(path).key() : "";
    facts.subject(bucket, key);
    if (caller.isRoot()) {
      return;
    }
    if (action == Action.GET_OBJECT && GetPlacement.asks(context)) {
      // Where bits are is the operator's business, as nodes are.
      throw denied();
    }
    if (!control.allows(caller, action, bucket, key, conditions(context))) {
      throw denied();
    }
  }

  private static Map<String, String> conditions(Context context) {
    Map<String, String> conditions = new HashMap<>();
    conditions.put(ContextKeys.SOURCE_IP, context.req().getRemoteAddr());
    conditions.put(ContextKeys.SECURE_TRANSPORT, Boolean.toString(context.req().isSecure()));
    RawQuery query = Queries.of(context);
    query.first("version").ifPresent(value -> conditions.put(ContextKeys.VERSION_ID, value));
    query.first("prefix").ifPresent(value -> conditions.put(ContextKeys.PREFIX, value));
    query.first("delimiter").ifPresent(value -> conditions.put(ContextKeys.DELIMITER, value));
    return conditions;
  }

  /** Throws {@link ProblemException} unless the caller is root. */
  void requireRoot(Context context, String operation) {
    AuditFacts.of(context.req()).operation(operation);
    if (!authenticate(context).isRoot()) {
      throw denied();
    }
  }

  private Caller authenticate(Context context) {
    String header = context.req().getHeader("Authorization");
    String token =
        header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    Caller caller =
        accounts
            .bearer(token.strip())
            .orElseThrow(() -> {
              context.header("WWW-Authenticate", "Bearer");
              return new ProblemException(
                  Problems.of(
                      401,
                      "wrong-token",
                      "send the header 'Authorization: Bearer TOKEN' with the token"));
            });
    if (!rates.admits(caller)) {
      throw new ProblemException(
          Problems.of(503, "slow-down", "the user asks more often than its quota allows"));
    }
    context.attribute(CALLER, caller);
    AuditFacts.of(context.req()).caller(caller);
    return caller;
  }

  private static ProblemException denied() {
    return new ProblemException(
        Problems.of(403, "access-denied", "the user whose token this is may not do that"));
  }
}
