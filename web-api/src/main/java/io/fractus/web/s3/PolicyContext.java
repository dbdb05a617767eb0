// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.access.ContextKeys;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.auth.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a request says to the conditions of policies, by {@link ContextKeys}. Immutable. */
final class PolicyContext {
  private final Instant now;
  private final Map<String, String> values;

  private PolicyContext(Instant now, Map<String, String> values) {
    this.now = now;
    this.values = Map.copyOf(values);
  }

  /** What stands in its headers and its query. */
  static PolicyContext of(HttpServletRequest http, RawQuery query, Instant now) {
    Map<String, String> values = new HashMap<>();
    values.put(ContextKeys.SOURCE_IP, http.getRemoteAddr());
    values.put(ContextKeys.SECURE_TRANSPORT, Boolean.toString(http.isSecure()));
    put(values, ContextKeys.USER_AGENT, Optional.ofNullable(http.getHeader("User-Agent")));
    put(values, ContextKeys.REFERER, Optional.ofNullable(http.getHeader("Referer")));
    put(values, ContextKeys.PREFIX, query.first("prefix"));
    put(values, ContextKeys.DELIMITER, query.first("delimiter"));
    put(values, ContextKeys.MAX_KEYS, query.first("max-keys"));
    put(values, ContextKeys.VERSION_ID, query.first("versionId"));
    putHeaders(values, http::getHeader);
    PolicyContext context = new PolicyContext(now, values).locked(http::getHeader);
    boolean gives = !http.getMethod().equals("GET") && !http.getMethod().equals("HEAD");
    return gives ? context.tagged(Tags.ofHeader(http)) : context;
  }

  private static void putHeaders(Map<String, String> values, HeaderSource headers) {
    for (String name : ContextKeys.HEADERS) {
      put(values, ContextKeys.OF_HEADER + name, Optional.ofNullable(headers.get(name)));
    }
  }

  private static void put(Map<String, String> values, String key, Optional<String> value) {
    value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key));
  }

  Map<String, String> values() {
    return values;
  }

  /** With how it was signed, if it was. */
  PolicyContext signed(Authenticated authenticated) {
    return authenticated
        .signedAt()
        .map(at -> signed(authenticated.presigned() ? "REST-QUERY-STRING" : "REST-HEADER", at))
        .orElse(this);
  }

  /** As a link that is made now. */
  PolicyContext presigned() {
    return signed("REST-QUERY-STRING", now);
  }

  private PolicyContext signed(String type, Instant at) {
    Map<String, String> changed = new HashMap<>(values);
    changed.put(ContextKeys.AUTH_TYPE, type);
    changed.put(ContextKeys.SIGNATURE_VERSION, Authenticated.SIGNATURE_VERSION);
    long age = Math.max(0, Duration.between(at, now).toMillis());
    changed.put(ContextKeys.SIGNATURE_AGE, Long.toString(age));
    return new PolicyContext(now, changed);
  }

  /**
   * What a form says in place of headers.
   *
   * @param fields by names in lower case
   */
  PolicyContext ofForm(Map<String, String> fields) {
    Map<String, String> changed = new HashMap<>(values);
    changed.keySet().removeIf(key -> key.startsWith(ContextKeys.REQUEST_TAG));
    putHeaders(changed, fields::get);
    put(changed, ContextKeys.ACL, Optional.ofNullable(fields.get("acl")));
    if (fields.containsKey("x-amz-signature")) {
      changed.put(ContextKeys.AUTH_TYPE, "POST");
      changed.put(ContextKeys.SIGNATURE_VERSION, Authenticated.SIGNATURE_VERSION);
    }
    return new PolicyContext(now, changed).locked(fields::get);
  }

  /** About this version of the object, or the last one. */
  PolicyContext ofVersion(Optional<String> version) {
    Map<String, String> changed = new HashMap<>(values);
    put(changed, ContextKeys.VERSION_ID, version);
    return new PolicyContext(now, changed);
  }

  /** With these tags for the object. */
  PolicyContext tagged(Map<String, String> tags) {
    Map<String, String> changed = new HashMap<>(values);
    tags.forEach((key, value) -> changed.put(ContextKeys.REQUEST_TAG + key, value));
    return new PolicyContext(now, changed);
  }

  /** With this lock for the object, in the words of headers. */
  PolicyContext locked(HeaderSource headers) {
    Map<String, String> changed = new HashMap<>(values);
    put(changed, ContextKeys.LOCK_MODE, Optional.ofNullable(headers.get(LockHeaders.MODE)));
    put(changed, ContextKeys.LEGAL_HOLD, Optional.ofNullable(headers.get(LockHeaders.HOLD)));
    Optional<Instant> until =
        Optional.ofNullable(headers.get(LockHeaders.UNTIL)).flatMap(LockHeaders::date);
    put(changed, ContextKeys.LOCK_UNTIL, until.map(Instant::toString));
    put(changed, ContextKeys.LOCK_DAYS, until.map(date -> Long.toString(days(date))));
    return new PolicyContext(now, changed);
  }

  /** What has begun of a day counts as one. */
  private long days(Instant until) {
    return Math.max(0, Duration.between(now, until).plusDays(1).minusNanos(1).toDays());
  }
}
