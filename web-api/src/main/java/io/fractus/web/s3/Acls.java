// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.CannedAcl;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** The headers of requests that give grants. Stateless. */
final class Acls {
  private static final String HEADER = "x-amz-acl";
  private static final String GRANT = "x-amz-grant-";

  private Acls() {}

  /** What a request gives; throws {@link S3Exception} if that is not one of the canned ones. */
  static Optional<CannedAcl> ofHeader(HttpServletRequest http) {
    for (String name : Collections.list(http.getHeaderNames())) {
      if (name.toLowerCase(Locale.ROOT).startsWith(GRANT)) {
        throw new S3Exception(
            S3Error.NOT_IMPLEMENTED,
            "grants to users are given by a bucket policy, not by " + name);
      }
    }
    return Optional.ofNullable(http.getHeader(HEADER)).map(Acls::of);
  }

  /** By its name; throws {@link S3Exception} if there is none. */
  static CannedAcl of(String text) {
    return CannedAcl.of(text)
        .orElseThrow(
            () -> new S3Exception(S3Error.INVALID_ARGUMENT, "there is no canned ACL " + text));
  }

  /** The same, for something in a bucket, which may forbid it. */
  static Optional<CannedAcl> ofHeader(HttpServletRequest http, ObjectStore store, String bucket) {
    Optional<CannedAcl> acl = ofHeader(http);
    acl.ifPresent(given -> checkAllowed(given, store, bucket));
    return acl;
  }

  /** Throws {@link S3Exception} if a bucket keeps such grants away. */
  static void checkAllowed(CannedAcl acl, ObjectStore store, String bucket) {
    BucketSettings settings = new BucketSettings(store.book());
    if (acl != CannedAcl.PRIVATE && !settings.hasAcls(bucket)) {
      throw new S3Exception(
          S3Error.ACCESS_CONTROL_LIST_NOT_SUPPORTED, "The bucket does not allow ACLs");
    }
    if (acl.isPublic() && settings.publicAccess(bucket).blockAcls()) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "the bucket's public access block keeps public ACLs away");
    }
  }

  /** Throws {@link S3Exception} if a version is named: an object has grants, its versions none. */
  static void checkNoVersion(S3Request request) {
    if (request.query().has("versionId")) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED, "a version has no ACL here: use a bucket policy for it");
    }
  }

  /** Gives an object just stored what its request said. */
  static void give(ObjectStore store, ObjectInfo info, Optional<CannedAcl> acl) {
    acl.filter(given -> given != CannedAcl.PRIVATE)
        .ifPresent(given -> store.book().setAcl(info, given.text()));
  }
}
