// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.error;

import io.fractus.raid.object.StoreException;
import io.fractus.web.http.BodyException;

/** The one table from the store's failures to S3's codes. Stateless. */
public final class S3Errors {
  private S3Errors() {}

  public static S3Exception of(StoreException e) {
    return new S3Exception(error(e.code()), String.valueOf(e.getMessage()), e);
  }

  public static S3Exception of(BodyException e) {
    return new S3Exception(error(e.reason()), String.valueOf(e.getMessage()), e);
  }

  private static S3Error error(StoreException.Code code) {
    return switch (code) {
      case INVALID_BUCKET_NAME -> S3Error.INVALID_BUCKET_NAME;
      case INVALID_KEY -> S3Error.INVALID_ARGUMENT;
      case UNKNOWN_LAYOUT -> S3Error.INVALID_STORAGE_CLASS;
      case NO_SUCH_BUCKET -> S3Error.NO_SUCH_BUCKET;
      case NO_SUCH_VERSION -> S3Error.NO_SUCH_VERSION;
      case DELETE_MARKER -> S3Error.METHOD_NOT_ALLOWED;
      case NO_SUCH_KEY -> S3Error.NO_SUCH_KEY;
      case BUCKET_EXISTS -> S3Error.BUCKET_ALREADY_OWNED_BY_YOU;
      case BUCKET_NOT_EMPTY -> S3Error.BUCKET_NOT_EMPTY;
      case CUSTOMER_KEY_MISMATCH -> S3Error.INVALID_REQUEST;
      case CUSTOMER_KEY_WRONG -> S3Error.ACCESS_DENIED;
      case OBJECT_LOCKED -> S3Error.ACCESS_DENIED;
      case NO_OBJECT_LOCK -> S3Error.INVALID_REQUEST;
      case VERSIONING_FIXED -> S3Error.INVALID_BUCKET_STATE;
      case PRECONDITION_FAILED -> S3Error.PRECONDITION_FAILED;
      case BODY_LENGTH_MISMATCH -> S3Error.INCOMPLETE_BODY;
      case CHECKSUM_MISMATCH -> S3Error.BAD_DIGEST;
      case NO_SUCH_UPLOAD -> S3Error.NO_SUCH_UPLOAD;
      case INVALID_PART -> S3Error.INVALID_PART;
      case INVALID_PART_ORDER -> S3Error.INVALID_PART_ORDER;
      case PART_TOO_SMALL -> S3Error.ENTITY_TOO_SMALL;
      case OBJECT_TOO_LARGE -> S3Error.ENTITY_TOO_LARGE;
      case NO_SPACE, STAGING_FULL -> S3Error.INSUFFICIENT_STORAGE;
      case QUOTA_EXCEEDED -> S3Error.QUOTA_EXCEEDED;
      case PLACEMENT_TIMEOUT -> S3Error.SLOW_DOWN;
      case NOT_ENOUGH_NODES, STRIPE_UNAVAILABLE, TRACKER_UNREACHABLE, UNAVAILABLE ->
          S3Error.SERVICE_UNAVAILABLE;
    };
  }

  private static S3Error error(BodyException.Reason reason) {
    return switch (reason) {
      case TRUNCATED, TOO_LONG -> S3Error.INCOMPLETE_BODY;
      case TOO_LARGE -> S3Error.ENTITY_TOO_LARGE;
      case TOO_SMALL -> S3Error.ENTITY_TOO_SMALL;
      case MALFORMED -> S3Error.INVALID_REQUEST;
      case TOO_SLOW -> S3Error.REQUEST_TIMEOUT;
      case BAD_TRAILER -> S3Error.MALFORMED_TRAILER;
      case BAD_MD5, BAD_CHECKSUM -> S3Error.BAD_DIGEST;
      case BAD_SHA256 -> S3Error.SHA256_MISMATCH;
      case BAD_SIGNATURE -> S3Error.SIGNATURE_DOES_NOT_MATCH;
    };
  }
}
