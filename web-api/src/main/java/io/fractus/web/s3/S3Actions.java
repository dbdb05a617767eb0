// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.S3Path.Scope.BUCKET;
import static io.fractus.web.s3.S3Path.Scope.OBJECT;
import static io.fractus.web.s3.S3Path.Scope.SERVICE;

import io.fractus.web.access.Action;
import io.fractus.web.s3.S3Path.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request needs to be allowed, by the same three things that choose its operation. What is
 * not in here is for root alone. Stateless.
 */
final class S3Actions {
  private static final String NONE = "";
  private static final Map<Needs, Action> ACTIONS = new HashMap<>();
  private static final Map<Action, Action> OF_VERSIONS =
      Map.of(
          Action.GET_OBJECT, Action.GET_OBJECT_VERSION,
          Action.GET_OBJECT_TORRENT, Action.GET_VERSION_TORRENT,
          Action.DELETE_OBJECT, Action.DELETE_OBJECT_VERSION,
          Action.GET_OBJECT_ACL, Action.GET_VERSION_ACL,
          Action.PUT_OBJECT_ACL, Action.PUT_VERSION_ACL,
          Action.GET_OBJECT_ATTRIBUTES, Action.GET_VERSION_ATTRIBUTES,
          Action.GET_OBJECT_TAGGING, Action.GET_VERSION_TAGGING,
          Action.PUT_OBJECT_TAGGING, Action.PUT_VERSION_TAGGING,
          Action.DELETE_OBJECT_TAGGING, Action.DELETE_VERSION_TAGGING);

  private record Needs(String method, Scope scope, String subresource) {}

  static {
    add("GET", SERVICE, NONE, Action.LIST_ALL_BUCKETS);
    ofBuckets();
    ofBucketSettings();
    ofObjects();
  }

  private S3Actions() {}

  private static void ofBuckets() {
    add("PUT", BUCKET, NONE, Action.CREATE_BUCKET);
    add("HEAD", BUCKET, NONE, Action.LIST_BUCKET);
    add("DELETE", BUCKET, NONE, Action.DELETE_BUCKET);
    add("GET", BUCKET, NONE, Action.LIST_BUCKET);
    add("GET", BUCKET, "versions", Action.LIST_VERSIONS);
    add("GET", BUCKET, "uploads", Action.LIST_UPLOADS);
    add("GET", BUCKET, "location", Action.GET_BUCKET_LOCATION);
    add("GET", BUCKET, "policyStatus", Action.GET_BUCKET_POLICY_STATUS);
  }

  private static void ofBucketSettings() {
    setting("accelerate", Action.GET_ACCELERATE, Action.PUT_ACCELERATE);
    setting("acl", Action.GET_BUCKET_ACL, Action.PUT_BUCKET_ACL);
    setting("cors", Action.GET_BUCKET_CORS, Action.PUT_BUCKET_CORS);
    setting("encryption", Action.GET_ENCRYPTION, Action.PUT_ENCRYPTION);
    setting("lifecycle", Action.GET_LIFECYCLE, Action.PUT_LIFECYCLE);
    setting("logging", Action.GET_BUCKET_LOGGING, Action.PUT_BUCKET_LOGGING);
    setting("notification", Action.GET_BUCKET_NOTIFICATION, Action.PUT_BUCKET_NOTIFICATION);
    setting("object-lock", Action.GET_BUCKET_OBJECT_LOCK, Action.PUT_BUCKET_OBJECT_LOCK);
    setting("ownershipControls", Action.GET_BUCKET_OWNERSHIP, Action.PUT_BUCKET_OWNERSHIP);
    setting("policy", Action.GET_BUCKET_POLICY, Action.PUT_BUCKET_POLICY);
    setting("publicAccessBlock", Action.GET_BUCKET_PUBLIC_ACCESS, Action.PUT_BUCKET_PUBLIC_ACCESS);
    setting("replication", Action.GET_REPLICATION, Action.PUT_REPLICATION);
    setting("requestPayment", Action.GET_BUCKET_REQUEST_PAYMENT, Action.PUT_BUCKET_REQUEST_PAYMENT);
    setting("tagging", Action.GET_BUCKET_TAGGING, Action.PUT_BUCKET_TAGGING);
    setting("versioning", Action.GET_BUCKET_VERSIONING, Action.PUT_BUCKET_VERSIONING);
    setting("website", Action.GET_BUCKET_WEBSITE, Action.PUT_BUCKET_WEBSITE);
    // Two have a name of their own for taking them away.
    add("DELETE", BUCKET, "policy", Action.DELETE_BUCKET_POLICY);
    add("DELETE", BUCKET, "website", Action.DELETE_BUCKET_WEBSITE);
  }

  private static void ofObjects() {
    add("PUT", OBJECT, NONE, Action.PUT_OBJECT);
    add("GET", OBJECT, NONE, Action.GET_OBJECT);
    add("HEAD", OBJECT, NONE, Action.GET_OBJECT);
    add("DELETE", OBJECT, NONE, Action.DELETE_OBJECT);
    add("POST", OBJECT, "uploads", Action.PUT_OBJECT);
    add("PUT", OBJECT, "uploadId", Action.PUT_OBJECT);
    add("POST", OBJECT, "uploadId", Action.PUT_OBJECT);
    add("GET", OBJECT, "uploadId", Action.LIST_PARTS);
    add("DELETE", OBJECT, "uploadId", Action.ABORT_UPLOAD);
    add("GET", OBJECT, "acl", Action.GET_OBJECT_ACL);
    add("PUT", OBJECT, "acl", Action.PUT_OBJECT_ACL);
    add("GET", OBJECT, "attributes", Action.GET_OBJECT_ATTRIBUTES);
    add("GET", OBJECT, "torrent", Action.GET_OBJECT_TORRENT);
    add("GET", OBJECT, "tagging", Action.GET_OBJECT_TAGGING);
    add("PUT", OBJECT, "tagging", Action.PUT_OBJECT_TAGGING);
    add("DELETE", OBJECT, "tagging", Action.DELETE_OBJECT_TAGGING);
    add("GET", OBJECT, "retention", Action.GET_OBJECT_RETENTION);
    add("PUT", OBJECT, "retention", Action.PUT_OBJECT_RETENTION);
    add("GET", OBJECT, "legal-hold", Action.GET_OBJECT_LEGAL_HOLD);
    add("PUT", OBJECT, "legal-hold", Action.PUT_OBJECT_LEGAL_HOLD);
  }

  private static void setting(String name, Action get, Action put) {
    add("GET", BUCKET, name, get);
    add("PUT", BUCKET, name, put);
    add("DELETE", BUCKET, name, put);
  }

  private static void add(String method, Scope scope, String subresource, Action action) {
    ACTIONS.put(new Needs(method, scope, subresource), action);
  }

  /**
   * What is needed; empty if only root may do it.
   *
   * @param version whether one version of an object is named
   */
  static Optional<Action> of(String method, Scope scope, String subresource, boolean version) {
    return Optional.ofNullable(ACTIONS.get(new Needs(method, scope, subresource)))
        .map(action -> version ? OF_VERSIONS.getOrDefault(action, action) : action);
  }
}
