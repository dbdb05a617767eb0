// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.LifecycleTimes;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.ObjectVersions;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.Versioning;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The parameter {@code versionId}, and what answers say of versions. Stateless. */
final class Versions {
  static final String ID = "x-amz-version-id";
  static final String MARKER = "x-amz-delete-marker";

  private static final Pattern NAME = Pattern.compile("null|[0-9a-f]{32}");

  private Versions() {}

  /** Which version is asked for, if one is; throws {@link S3Exception} if it cannot be one. */
  static Optional<String> asked(RawQuery query) {
    return query.first("versionId").map(Versions::checked);
  }

  /** Throws {@link S3Exception} if no version can have this name. */
  static String checked(String version) {
    if (!NAME.matcher(version).matches()) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid version id specified");
    }
    return version;
  }

  /** Opens the version that a request names, or the last one. */
  static ObjectReader open(ObjectStore store, ObjectKey key, Optional<String> version) {
    return found(
        store,
        key,
        version,
        () -> version.isPresent() ? store.versions().open(key, version.get()) : store.open(key));
  }

  /** What is known of the version that a request names, or of the last one. */
  static ObjectInfo stat(ObjectStore store, ObjectKey key, Optional<String> version) {
    return found(
        store,
        key,
        version,
        () ->
            version.isPresent()
                ? store.versions().stat(key, version.get())
                : HeadObject.require(store, key));
  }

  /** Says in the failure if it is a delete marker that is in the way. */
  private static <T> T found(
      ObjectStore store, ObjectKey key, Optional<String> version, Supplier<T> look) {
    try {
      return look.get();
    } catch (StoreException e) {
      switch (e.code()) {
        case NO_SUCH_KEY -> throw hidden(store, key, new S3Exception(S3Error.NO_SUCH_KEY, text(e)));
        case DELETE_MARKER ->
            throw new S3Exception(
                S3Error.METHOD_NOT_ALLOWED,
                text(e),
                Map.of("Method", "GET", "ResourceType", "DeleteMarker"),
                markerHeaders(store.versions().marker(key, version), true));
        default -> throw e;
      }
    } catch (S3Exception e) {
      throw e.error() == S3Error.NO_SUCH_KEY ? hidden(store, key, e) : e;
    }
  }

  private static String text(StoreException e) {
    return String.valueOf(e.getMessage());
  }

  private static S3Exception hidden(ObjectStore store, ObjectKey key, S3Exception failure) {
    Optional<VersionInfo> marker = store.versions().marker(key, Optional.empty());
    return marker.isEmpty()
        ? failure
        : new S3Exception(
            failure.error(),
            String.valueOf(failure.getMessage()),
            failure.details(),
            markerHeaders(marker, false));
  }

  private static Map<String, String> markerHeaders(Optional<VersionInfo> marker, boolean named) {
    Map<String, String> headers = new HashMap<>();
    marker.ifPresent(info -> {
      headers.put(ID, info.version());
      headers.put(MARKER, "true");
      if (named) {
        headers.put("Last-Modified", ObjectResponse.httpDate(info.lastModified()));
        headers.put("Allow", "DELETE");
      }
    });
    return headers;
  }

  /** The name of a version as an answer has it; none in a bucket that never had versioning. */
  static Optional<String> shown(ObjectStore store, ObjectInfo info) {
    boolean named =
        !info.version().equals(ObjectVersions.NULL)
            || store.versions().of(info.key().bucket()) != Versioning.OFF;
    return named ? Optional.of(info.version()) : Optional.empty();
  }

  /** What the answer to a read says of its version, and of when that goes. */
  static void describe(ObjectStore store, ObjectInfo info, Map<String, String> headers) {
    shown(store, info).ifPresent(version -> headers.put(ID, version));
    LifecycleTimes.expiry(store.lifecycles().of(info.key().bucket()), info)
        .ifPresent(expiry ->
            headers.put(
                "x-amz-expiration",
                "expiry-date=\"%s\", rule-id=\"%s\""
                    .formatted(
                        ObjectResponse.httpDate(expiry.at()),
                        PercentCoding.encodePath(expiry.ruleId()))));
  }

  /** Says in the headers of an answer which version it is about. */
  static void write(S3Request request, ObjectStore store, ObjectInfo info) {
    shown(store, info).ifPresent(version -> request.response().setHeader(ID, version));
  }
}
