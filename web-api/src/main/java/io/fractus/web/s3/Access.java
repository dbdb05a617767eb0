// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.access.AccessControl;
import io.fractus.web.access.Action;
import io.fractus.web.accounts.Caller;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.auth.Authenticated;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the caller of one request may do. Thread-safe. */
final class Access {
  private static final String MANY = "delete";

  /** Policies look at what is in their bodies. */
  private static final Set<String> IN_BODIES = Set.of("legal-hold", "retention", "tagging");

  private final AccessControl control;
  private final Caller caller;
  private final PolicyContext context;

  Access(AccessControl control, Caller caller, PolicyContext context) {
    this.control = control;
    this.caller = caller;
    this.context = context;
  }

  /** What whoever makes a request may do. */
  static Access of(
      AccessControl control,
      Authenticated authenticated,
      HttpServletRequest http,
      RawQuery query,
      Instant now) {
    PolicyContext context = PolicyContext.of(http, query, now).signed(authenticated);
    return new Access(control, authenticated.caller(), context);
  }

  /** The same for an object that is locked in this way, in the words of headers. */
  Access lockedWith(HeaderSource headers) {
    return new Access(control, caller, context.locked(headers));
  }

  /** The same for an object that is given these tags. */
  Access taggedWith(Map<String, String> tags) {
    return new Access(control, caller, context.tagged(tags));
  }

  /** The same for a version of an object, or for the last one. */
  Access ofVersion(Optional<String> version) {
    return new Access(control, caller, context.ofVersion(version));
  }

  /** What somebody may do who is named in a form, by what its fields say. */
  Access of(Caller other, Map<String, String> fields) {
    return new Access(control, other, context.ofForm(fields));
  }

  Caller caller() {
    return caller;
  }

  AccessControl control() {
    return control;
  }

  /** Whether it may do something to an object; an empty key is the bucket itself. */
  boolean allows(Action action, String bucket, String key) {
    return control.allows(caller, action, bucket, key, context.values());
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
   * lock or tags whoever has read them.
   */
  private static boolean isAskedLater(HttpServletRequest http, S3Path path, String subresource) {
    if (http.getMethod().equals("PUT") && path.scope() == S3Path.Scope.OBJECT) {
      return IN_BODIES.contains(subresource);
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
      Optional<String> version = CopySource.version(http);
      ofVersion(version)
          .require(
              version.isPresent() ? Action.GET_OBJECT_VERSION : Action.GET_OBJECT,
              source.bucket(),
              source.key());
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
