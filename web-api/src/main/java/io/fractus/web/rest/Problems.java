// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.object.StoreException;
import io.fractus.web.access.MalformedPolicyException;
import io.fractus.web.accounts.registry.AccountException;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.ObjectResponse;
import java.util.Locale;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from failures to problem details. Stateless. */
final class Problems {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** A problem whose title is its type in words. */
  static Problem of(int status, String type, String detail) {
    String words = type.replace('-', ' ');
    String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return new Problem(type, title, status, detail);
  }

  static Problem of(Exception thrown) {
    String message = String.valueOf(thrown.getMessage());
    return switch (thrown) {
      case ProblemException e -> e.problem();
      case AccountException e -> of(status(e.reason()), kebab(e.reason()), message);
      case MalformedPolicyException _ -> of(400, "malformed-policy", message);
      case StoreException e -> of(status(e.code()), kebab(e.code()), message);
      case BodyException e -> of(status(e.reason()), type(e.reason()), message);
      case ObjectResponse.ConditionFailed _ -> of(412, "precondition-failed", message);
      case ObjectResponse.RangeNotSatisfiable _ -> of(416, "range-not-satisfiable", message);
      case TrackerException e -> ofTracker(e.problem());
      // Nobody is left to read what it becomes.
      case EofException _ -> of(500, "internal-error", "the client left");
      default -> {
        log.error("a request failed for a reason that is not the client's", thrown);
        yield of(500, "internal-error", "the gateway failed; its log says more");
      }
    };
  }

  /** What the client asked wrongly is the client's; the rest is between us and the tracker. */
  private static Problem ofTracker(Problem problem) {
    return problem.status() == 404 || problem.status() == 400
        ? problem
        : of(503, problem.type(), problem.detail());
  }

  private static int status(AccountException.Reason reason) {
    return switch (reason) {
      case INVALID -> 400;
      case NO_SUCH_USER, NO_SUCH_KEY -> 404;
      case CONFLICT -> 409;
    };
  }

  private static String kebab(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int status(StoreException.Code code) {
    return switch (code) {
      case INVALID_BUCKET_NAME,
          INVALID_KEY,
          UNKNOWN_LAYOUT,
          BODY_LENGTH_MISMATCH,
          CHECKSUM_MISMATCH,
          INVALID_PART,
          INVALID_PART_ORDER,
          PART_TOO_SMALL,
          NO_OBJECT_LOCK,
          CUSTOMER_KEY_MISMATCH ->
          400;
      case QUOTA_EXCEEDED, OBJECT_LOCKED, CUSTOMER_KEY_WRONG -> 403;
      case NO_SUCH_BUCKET, NO_SUCH_KEY, NO_SUCH_VERSION, NO_SUCH_UPLOAD -> 404;
      case DELETE_MARKER -> 405;
      case BUCKET_EXISTS, BUCKET_NOT_EMPTY, VERSIONING_FIXED -> 409;
      case PRECONDITION_FAILED -> 412;
      case OBJECT_TOO_LARGE -> 413;
      case NOT_ENOUGH_NODES,
          NO_SPACE,
          STAGING_FULL,
          PLACEMENT_TIMEOUT,
          STRIPE_UNAVAILABLE,
          TRACKER_UNREACHABLE,
          UNAVAILABLE ->
          503;
    };
  }

  private static int status(BodyException.Reason reason) {
    return reason == BodyException.Reason.TOO_SLOW ? 408 : 400;
  }

  private static String type(BodyException.Reason reason) {
    return switch (reason) {
      case TRUNCATED, TOO_LONG -> kebab(StoreException.Code.BODY_LENGTH_MISMATCH);
      case TOO_LARGE -> kebab(StoreException.Code.OBJECT_TOO_LARGE);
      case TOO_SLOW -> "request-timeout";
      case MALFORMED, BAD_TRAILER, TOO_SMALL, BAD_SIGNATURE -> "invalid-request";
      case BAD_MD5, BAD_CHECKSUM, BAD_SHA256 -> kebab(StoreException.Code.CHECKSUM_MISMATCH);
    };
  }
}
