// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.S3Path.Scope.BUCKET;
import static io.fractus.web.s3.S3Path.Scope.OBJECT;
import static io.fractus.web.s3.S3Path.Scope.SERVICE;
import static io.fractus.web.s3.error.S3Error.METHOD_NOT_ALLOWED;
import static io.fractus.web.s3.error.S3Error.NOT_IMPLEMENTED;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.S3Path.Scope;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which operation a request is: its method, how much of a path it has, and the parameter that names
 * a subresource, if there is one. Thread-safe.
 */
final class S3Routes {
  /** Parameters that make a request another operation. */
  private static final Set<String> SUBRESOURCES =
      Set.of(
          "abac",
          "accelerate",
          "acl",
          "analytics",
          "attributes",
          "cors",
          "delete",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "location",
          "logging",
          "metadataConfiguration",
          "metadataInventoryTable",
          "metadataJournalTable",
          "metadataTable",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "renameObject",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "session",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versioning",
          "versions",
          "website");

  private static final String NONE = "";

  private record Route(String method, Scope scope, String subresource) {}

  private final Map<Route, S3Operation> operations = new HashMap<>();

  S3Routes(ObjectStore store, PostObject post, GetTorrent torrent, InstantSource clock) {
    LockHeaders locks = new LockHeaders(store, clock);
    add("POST", BUCKET, NONE, post);
    add("GET", OBJECT, "torrent", torrent);
    add("GET", SERVICE, NONE, new ListBuckets(store));
    add("PUT", BUCKET, NONE, new CreateBucket(store));
    add("HEAD", BUCKET, NONE, new HeadBucket(store));
    add("DELETE", BUCKET, NONE, new DeleteBucket(store));
    add("GET", BUCKET, NONE, new ListObjects(store));
    add("POST", BUCKET, "delete", new DeleteObjects(store));
    add("PUT", OBJECT, NONE, new PutObject(store, locks));
    add("GET", OBJECT, NONE, new GetObject(store));
    add("HEAD", OBJECT, NONE, new HeadObject(store));
    add("DELETE", OBJECT, NONE, new DeleteObject(store));
    add("GET", BUCKET, "uploads", new ListUploads(store));
    add("POST", OBJECT, "uploads", new CreateUpload(store, locks));
    add("PUT", OBJECT, "uploadId", new UploadPart(store));
    add("GET", OBJECT, "uploadId", new ListParts(store));
    add("POST", OBJECT, "uploadId", new CompleteUpload(store));
    add("DELETE", OBJECT, "uploadId", new AbortUpload(store));
    add("GET", OBJECT, "acl", new GetAcl(store));
    add("PUT", OBJECT, "acl", new PutAcl(store));
    add("GET", OBJECT, "attributes", new GetAttributes(store));
    add("GET", OBJECT, "tagging", new GetTagging(store));
    add("PUT", OBJECT, "tagging", new PutTagging(store));
    add("DELETE", OBJECT, "tagging", new DeleteTagging(store));
    addVersions(store);
    addLocks(store, locks);
    Subresources.ofBuckets()
        .forEach((name, answer) -> add("GET", BUCKET, name, new BucketSubresource(store, answer)));
    Subresources.fixed()
        .forEach((name, fixed) -> add("PUT", BUCKET, name, new PutFixed(store, fixed)));
    addTagging(store);
    addAccess(store);
    addWebsite(store);
  }

  private void addWebsite(ObjectStore store) {
    addSetting(store, BucketSettings.WEBSITE, S3Error.NO_SUCH_WEBSITE, new PutWebsite(store));
  }

  /** What is told as it was put, under the name of its parameter. */
  private void addSetting(ObjectStore store, String name, S3Error missing, S3Operation put) {
    add("GET", BUCKET, name, new GetSetting(store, name, missing));
    add("PUT", BUCKET, name, put);
    add("DELETE", BUCKET, name, new DeleteSetting(store, name));
  }

  private void addTagging(ObjectStore store) {
    addSetting(store, BucketSettings.TAGGING, S3Error.NO_SUCH_TAG_SET, new PutBucketTagging(store));
    add("GET", BUCKET, "ownershipControls", new GetOwnership(store));
    add("PUT", BUCKET, "ownershipControls", new PutOwnership(store));
    add("DELETE", BUCKET, "ownershipControls", new DeleteSetting(store, BucketSettings.OWNERSHIP));
    add("DELETE", BUCKET, "encryption", new DeleteFixed(store));
    add("DELETE", BUCKET, "replication", new DeleteFixed(store));
  }

  private void addAccess(ObjectStore store) {
    add("GET", BUCKET, "acl", new GetAcl(store));
    add("PUT", BUCKET, "acl", new PutAcl(store));
    add("GET", BUCKET, "policy", new GetPolicy(store));
    add("PUT", BUCKET, "policy", new PutPolicy(store));
    add("DELETE", BUCKET, "policy", new DeleteSetting(store, BucketSettings.POLICY));
    add("GET", BUCKET, "policyStatus", new GetPolicyStatus(store));
    addSetting(store, BucketSettings.CORS, S3Error.NO_SUCH_CORS_CONFIGURATION, new PutCors(store));
    add("GET", BUCKET, "publicAccessBlock", new GetPublicAccess(store));
    add("PUT", BUCKET, "publicAccessBlock", new PutPublicAccess(store));
    add(
        "DELETE",
        BUCKET,
        "publicAccessBlock",
        new DeleteSetting(store, BucketSettings.PUBLIC_ACCESS));
  }

  private void addVersions(ObjectStore store) {
    add("GET", BUCKET, "versioning", new GetVersioning(store));
    add("PUT", BUCKET, "versioning", new PutVersioning(store));
    add("GET", BUCKET, "versions", new ListVersions(store));
    add("GET", BUCKET, "lifecycle", new GetLifecycle(store));
    add("PUT", BUCKET, "lifecycle", new PutLifecycle(store));
    add("DELETE", BUCKET, "lifecycle", new DeleteLifecycle(store));
  }

  private void addLocks(ObjectStore store, LockHeaders locks) {
    add("GET", BUCKET, "object-lock", new GetBucketLock(store));
    add("PUT", BUCKET, "object-lock", new PutBucketLock(store));
    add("GET", OBJECT, "retention", new GetRetention(store));
    add("PUT", OBJECT, "retention", new PutRetention(store, locks));
    add("GET", OBJECT, "legal-hold", new GetLegalHold(store));
    add("PUT", OBJECT, "legal-hold", new PutLegalHold(store));
  }

  private void add(String method, Scope scope, String subresource, S3Operation operation) {
    operations.put(new Route(method, scope, subresource), operation);
  }

  /** The parameter that makes a request another operation; empty if there is none. */
  static String subresource(RawQuery query) {
    return query.parameters().stream()
        .map(RawQuery.Parameter::name)
        .filter(SUBRESOURCES::contains)
        .findFirst()
        .orElse(NONE);
  }

  /** Throws {@link S3Exception} if there is no such operation here. */
  S3Operation find(String method, S3Path path, RawQuery query) {
    String subresource = subresource(query);
    S3Operation operation = operations.get(new Route(method, path.scope(), subresource));
    if (operation != null) {
      return operation;
    }
    if (!subresource.isEmpty()) {
      throw new S3Exception(
          NOT_IMPLEMENTED, method + " ?" + subresource + " is not implemented here");
    }
    throw new S3Exception(METHOD_NOT_ALLOWED, method + " is not allowed on this resource");
  }
}
