// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a read, in the order of precedence of RFC 9110 §13.2.2: If-Match, else
 * If-Unmodified-Since; then If-None-Match, else If-Modified-Since; If-Range last. A date that
 * cannot be parsed is no condition.
 *
 * @param ifMatch entity tags or {@code *}, or null
 * @param ifNoneMatch the same
 * @param ifModifiedSince a date, or null
 * @param ifUnmodifiedSince a date, or null
 * @param ifRange an entity tag or a date, or null
 */
public record Conditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable String ifModifiedSince,
    @Nullable String ifUnmodifiedSince,
    @Nullable String ifRange) {

  /** What a read comes to. */
  public enum Verdict {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  private static final Pattern TAG = Pattern.compile("(W/)?(?:\"([^\"]*)\"|([^\",\\s]+))");

  public static Conditions of(HttpServletRequest request) {
    return new Conditions(
        joined(request, "If-Match"),
        joined(request, "If-None-Match"),
        request.getHeader("If-Modified-Since"),
        request.getHeader("If-Unmodified-Since"),
        request.getHeader("If-Range"));
  }

  /**
   * What a read of an object comes to under these conditions.
   *
   * @param etag of the object, without quotes
   * @param modified when, which counts to the second
   */
  public Verdict evaluate(String etag, Instant modified) {
    Instant second = modified.truncatedTo(ChronoUnit.SECONDS);
    if (ifMatch != null) {
      if (!matches(ifMatch, etag, false)) {
        return Verdict.FAILED;
      }
    } else if (date(ifUnmodifiedSince).filter(second::isAfter).isPresent()) {
      return Verdict.FAILED;
    }
    if (ifNoneMatch != null) {
      return matches(ifNoneMatch, etag, true) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
    }
    boolean unmodified = date(ifModifiedSince).filter(date -> !second.isAfter(date)).isPresent();
    return unmodified ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
  }

  /** Whether a {@code Range} still holds for this version, by If-Range. */
  public boolean rangeApplies(String etag, Instant modified) {
    if (ifRange == null) {
      return true;
    }
    Optional<Instant> date = date(ifRange);
    return date.isPresent()
        ? date.get().equals(modified.truncatedTo(ChronoUnit.SECONDS))
        : matches(ifRange, etag, false);
  }

  /** Whether a list of entity tags has this one; weak ones only count where weak is enough. */
  private static boolean matches(String list, String etag, boolean weakly) {
    if (list.strip().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(list);
    while (tags.find()) {
      String tag = tags.group(2) == null ? tags.group(3) : tags.group(2);
      if (etag.equals(tag) && (weakly || tags.group(1) == null)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Instant> date(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static @Nullable String joined(HttpServletRequest request, String name) {
    String all = String.join(",", Collections.list(request.getHeaders(name)));
    return all.isEmpty() ? null : all;
  }
}
