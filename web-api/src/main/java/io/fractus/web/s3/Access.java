// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.access.AccessControl;
import io.fractus.web.access.Action;
import io.fractus.web.access.ContextKeys;
import io.fractus.web.accounts.Caller;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller of one request may do. Thread-safe. */
final class Access {
  private static final String MANY = "delete";

  private final AccessControl control;
  private final Caller caller;
  private final Map<String, String> context;
  private final Instant now;

  Access(
      AccessControl control, Caller caller, HttpServletRequest http, RawQuery query, Instant now) {
    this.control = control;
    this.caller = caller;
    this.context = context(caller, http, query);
    this.now = now;
    putLock(
        context,
        Optional.ofNullable(http.getHeader(LockHeaders.MODE)),
        Optional.ofNullable(http.getHeader(LockHeaders.UNTIL)),
        Optional.ofNullable(http.getHeader(LockHeaders.HOLD)));
  }

  private Access(AccessControl control, Caller caller, Map<String, String> context, Instant now) {
    this.control = control;
    this.caller = caller;
    this.context = context;
    this.now = now;
  }

  /** The same for an object that is locked in this way, in the words of headers. */
  Access lockedWith(Optional<String> mode, Optional<String> until, Optional<String> hold) {
    Map<String, String> changed = new HashMap<>(context);
    putLock(changed, mode, until, hold);
    return new Access(control, caller, changed, now);
  }

  private void putLock(
      Map<String, String> changed,
      Optional<String> mode,
      Optional<String> until,
      Optional<String> hold) {
    mode.ifPresent(text -> changed.put(ContextKeys.LOCK_MODE, text));
    hold.ifPresent(text -> changed.put(ContextKeys.LEGAL_HOLD, text));
    until
        .flatMap(LockHeaders::date)
        .ifPresent(date -> {
          Duration left = Duration.between(now, date);
          // What has begun of a day counts as one.
          long days = left.plusDays(1).minusNanos(1).toDays();
          changed.put(ContextKeys.LOCK_DAYS, Long.toString(Math.max(0, days)));
        });
  }

  /** What somebody may do who is named in a form, with the grants that stand in it. */
  Access of(Caller other, Optional<String> acl) {
    Map<String, String> changed = new HashMap<>(context);
    changed.remove(ContextKeys.ACL);
    acl.ifPresent(text -> changed.put(ContextKeys.ACL, text));
    if (!other.isAnonymous()) {
      changed.put(ContextKeys.USER_NAME, other.name());
    }
    return new Access(control, other, changed, now);
  }

  private static Map<String, String> context(
      Caller caller, HttpServletRequest http, RawQuery query) {
    Map<String, String> context = new HashMap<>();
    context.put(ContextKeys.SOURCE_IP, http.getRemoteAddr());
    context.put(ContextKeys.SECURE_TRANSPORT, Boolean.toString(http.isSecure()));
    if (!caller.isAnonymous()) {
      context.put(ContextKeys.USER_NAME, caller.name());
    }
    put(context, ContextKeys.USER_AGENT, http.getHeader("User-Agent"));
    put(context, ContextKeys.REFERER, http.getHeader("Referer"));
    put(context, ContextKeys.ACL, http.getHeader("x-amz-acl"));
    put(context, ContextKeys.STORAGE_CLASS, http.getHeader("x-amz-storage-class"));
    query.first("prefix").ifPresent(value -> context.put(ContextKeys.PREFIX, value));
    query.first("delimiter").ifPresent(value -> context.put(ContextKeys.DELIMITER, value));
    query.first("max-keys").ifPresent(value -> context.put(ContextKeys.MAX_KEYS, value));
    query.first("versionId").ifPresent(value -> context.put(ContextKeys.VERSION_ID, value));
    return context;
  }

  private static void put(Map<String, String> context, String key, @Nullable String value) {
    if (value != null) {
      context.put(key, value);
    }
  }

  Caller caller() {
    return caller;
  }

  AccessControl control() {
    return control;
  }

  /** Whether it may do something to an object; an empty key is the bucket itself. */
  boolean allows(Action action, String bucket, String key) {
    return control.allows(caller, action, bucket, key, context);
  }

  /** Throws {@link S3Exception} unless it may. */
  void require(Action action, String bucket, String key) {
    if (!allows(action, bucket, key)) {
      throw denied();
    }
  }

  static S3Exception denied() {
    return new S3Exception(S3Error.ACCESS_DENIED, "access denied");
  }

  /** Throws {@link S3Exception} unless the request may be served, all of what it asks. */
  void require(HttpServletRequest http, S3Path path, RawQuery query, String subresource) {
    if (caller.isRoot() || isAskedLater(http, path, subresource)) {
      return;
    }
    Optional<Action> action =
        S3Actions.of(http.getMethod(), path.scope(), subresource, query.has("versionId"));
    require(action.orElseThrow(Access::denied), path.bucket(), path.key());
    if (action.get() == Action.PUT_OBJECT) {
      requireForHeaders(http, path);
    }
    boolean changes = !http.getMethod().equals("GET") && !http.getMethod().equals("HEAD");
    if (changes && path.scope() == S3Path.Scope.OBJECT) {
      // It would tell of the object by what becomes of the request.
      requireFor(http, "If-Match", Action.GET_OBJECT, path);
    }
  }

  /**
   * A delete of many objects is asked for each of them, of a form those whom it names, and of a
   * lock whoever has read it.
   */
  private static boolean isAskedLater(HttpServletRequest http, S3Path path, String subresource) {
    if (http.getMethod().equals("PUT") && path.scope() == S3Path.Scope.OBJECT) {
      return subresource.equals("retention") || subresource.equals("legal-hold");
    }
    return http.getMethod().equals("POST")
        && path.scope() == S3Path.Scope.BUCKET
        && (subresource.isEmpty() || subresource.equals(MANY));
  }

  /** What else a put does by its headers. */
  private void requireForHeaders(HttpServletRequest http, S3Path path) {
    requireFor(http, "x-amz-acl", Action.PUT_OBJECT_ACL, path);
    requireFor(http, "x-amz-tagging", Action.PUT_OBJECT_TAGGING, path);
    requireFor(http, LockHeaders.MODE, Action.PUT_OBJECT_RETENTION, path);
    requireFor(http, LockHeaders.HOLD, Action.PUT_OBJECT_LEGAL_HOLD, path);
    if (CopySource.isIn(http)) {
      var source = CopySource.key(http);
      boolean version = CopySource.namesVersion(http);
      require(
          version ? Action.GET_OBJECT_VERSION : Action.GET_OBJECT, source.bucket(), source.key());
    }
  }

  private void requireFor(HttpServletRequest http, String header, Action action, S3Path path) {
    if (http.getHeader(header) != null) {
      require(action, path.bucket(), path.key());
    }
  }

  /** What somebody is told who may not know which objects there are. */
  S3Exception veiled(S3Exception failure, S3Path path) {
    boolean tells = failure.error() == S3Error.NO_SUCH_KEY && !path.key().isEmpty();
    return tells && !allows(Action.LIST_BUCKET, path.bucket(), "") ? denied() : failure;
  }
}
