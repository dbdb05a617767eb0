// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.Retention;
import io.fractus.web.access.Action;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The headers {@code x-amz-object-lock-*} of puts and of reads. Thread-safe. */
final class LockHeaders {
  static final String MODE = "x-amz-object-lock-mode";
  static final String UNTIL = "x-amz-object-lock-retain-until-date";
  static final String HOLD = "x-amz-object-lock-legal-hold";

  private static final String BYPASS = "x-amz-bypass-governance-retention";

  private final ObjectStore store;
  private final InstantSource clock;

  LockHeaders(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What a put asks for; throws {@link S3Exception} if its bucket has no such thing. */
  ObjectLock of(HeaderSource headers, String bucket) {
    Optional<Retention> retention = retention(headers.get(MODE), headers.get(UNTIL));
    String hold = headers.get(HOLD);
    if (hold != null && !hold.equals("ON") && !hold.equals("OFF")) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, HOLD + " must be ON or OFF");
    }
    boolean asked = retention.isPresent() || hold != null;
    if (asked && !store.locks().of(bucket).enabled()) {
      throw new S3Exception(S3Error.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
    }
    return new ObjectLock(retention, "ON".equals(hold));
  }

  private Optional<Retention> retention(@Nullable String mode, @Nullable String until) {
    if (mode == null && until == null) {
      return Optional.empty();
    }
    if (mode == null || until == null) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, UNTIL + " and " + MODE + " must both be supplied");
    }
    Instant date =
        date(until)
            .orElseThrow(() ->
                new S3Exception(
                    S3Error.INVALID_ARGUMENT, UNTIL + " is not like 2030-12-31T00:00:00Z"));
    try {
      return Optional.of(checked(new Retention(Retention.Mode.valueOf(mode.strip()), date)));
    } catch (IllegalArgumentException e) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "Unknown wormMode directive.", e);
    }
  }

  /** The time that a text names, if it does. */
  static Optional<Instant> date(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Throws {@link S3Exception} if it is over already. */
  Retention checked(Retention retention) {
    if (!retention.until().isAfter(clock.instant())) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "The retain until date must be in the future!");
    }
    return retention;
  }

  /** What an answer to a read says of locks to those who may know of them. */
  static void describe(S3Request request, ObjectInfo info, Map<String, String> headers) {
    ObjectLock lock = info.lock();
    String bucket = info.key().bucket();
    String key = info.key().key();
    if (lock.retention().isPresent()
        && request.access().allows(Action.GET_OBJECT_RETENTION, bucket, key)) {
      Retention retention = lock.retention().get();
      headers.put(MODE, retention.mode().name());
      headers.put(UNTIL, ListingXml.timestamp(retention.until()));
    }
    if (lock.legalHold() && request.access().allows(Action.GET_OBJECT_LEGAL_HOLD, bucket, key)) {
      headers.put(HOLD, "ON");
    }
  }

  /** Whether who asks wants to end a retention of governance, and may. */
  static boolean bypasses(S3Request request, String key) {
    return bypasses(request, request.access(), key);
  }

  /** The same, by what may be done to one of many objects. */
  static boolean bypasses(S3Request request, Access access, String key) {
    return "true".equalsIgnoreCase(request.http().getHeader(BYPASS))
        && access.allows(Action.BYPASS_GOVERNANCE, request.bucket(), key);
  }
}
