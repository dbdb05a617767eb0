// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.Arrays;
import java.util.Locale;

/** What may be allowed or denied, by the names that S3 has for it. */
public enum Action {
  ABORT_UPLOAD("AbortMultipartUpload"),
  BYPASS_GOVERNANCE("BypassGovernanceRetention"),
  CREATE_BUCKET("CreateBucket"),
  DELETE_BUCKET("DeleteBucket"),
  DELETE_BUCKET_POLICY("DeleteBucketPolicy"),
  DELETE_BUCKET_WEBSITE("DeleteBucketWebsite"),
  DELETE_OBJECT("DeleteObject"),
  DELETE_OBJECT_TAGGING("DeleteObjectTagging"),
  DELETE_OBJECT_VERSION("DeleteObjectVersion"),
  DELETE_VERSION_TAGGING("DeleteObjectVersionTagging"),
  GET_ACCELERATE("GetAccelerateConfiguration"),
  GET_BUCKET_ACL("GetBucketAcl"),
  GET_BUCKET_CORS("GetBucketCORS"),
  GET_BUCKET_LOCATION("GetBucketLocation"),
  GET_BUCKET_LOGGING("GetBucketLogging"),
  GET_BUCKET_NOTIFICATION("GetBucketNotification"),
  GET_BUCKET_OBJECT_LOCK("GetBucketObjectLockConfiguration"),
  GET_BUCKET_OWNERSHIP("GetBucketOwnershipControls"),
  GET_BUCKET_POLICY("GetBucketPolicy"),
  GET_BUCKET_POLICY_STATUS("GetBucketPolicyStatus"),
  GET_BUCKET_PUBLIC_ACCESS("GetBucketPublicAccessBlock"),
  GET_BUCKET_REQUEST_PAYMENT("GetBucketRequestPayment"),
  GET_BUCKET_TAGGING("GetBucketTagging"),
  GET_BUCKET_VERSIONING("GetBucketVersioning"),
  GET_BUCKET_WEBSITE("GetBucketWebsite"),
  GET_ENCRYPTION("GetEncryptionConfiguration"),
  GET_LIFECYCLE("GetLifecycleConfiguration"),
  GET_OBJECT("GetObject"),
  GET_OBJECT_ACL("GetObjectAcl"),
  GET_OBJECT_ATTRIBUTES("GetObjectAttributes"),
  GET_OBJECT_LEGAL_HOLD("GetObjectLegalHold"),
  GET_OBJECT_RETENTION("GetObjectRetention"),
  GET_OBJECT_TAGGING("GetObjectTagging"),
  GET_OBJECT_TORRENT("GetObjectTorrent"),
  GET_OBJECT_VERSION("GetObjectVersion"),
  GET_REPLICATION("GetReplicationConfiguration"),
  GET_VERSION_ACL("GetObjectVersionAcl"),
  GET_VERSION_ATTRIBUTES("GetObjectVersionAttributes"),
  GET_VERSION_TAGGING("GetObjectVersionTagging"),
  GET_VERSION_TORRENT("GetObjectVersionTorrent"),
  LIST_ALL_BUCKETS("ListAllMyBuckets"),
  LIST_BUCKET("ListBucket"),
  LIST_PARTS("ListMultipartUploadParts"),
  LIST_UPLOADS("ListBucketMultipartUploads"),
  LIST_VERSIONS("ListBucketVersions"),
  PUT_ACCELERATE("PutAccelerateConfiguration"),
  PUT_BUCKET_ACL("PutBucketAcl"),
  PUT_BUCKET_CORS("PutBucketCORS"),
  PUT_BUCKET_LOGGING("PutBucketLogging"),
  PUT_BUCKET_NOTIFICATION("PutBucketNotification"),
  PUT_BUCKET_OBJECT_LOCK("PutBucketObjectLockConfiguration"),
  PUT_BUCKET_OWNERSHIP("PutBucketOwnershipControls"),
  PUT_BUCKET_POLICY("PutBucketPolicy"),
  PUT_BUCKET_PUBLIC_ACCESS("PutBucketPublicAccessBlock"),
  PUT_BUCKET_REQUEST_PAYMENT("PutBucketRequestPayment"),
  PUT_BUCKET_TAGGING("PutBucketTagging"),
  PUT_BUCKET_VERSIONING("PutBucketVersioning"),
  PUT_BUCKET_WEBSITE("PutBucketWebsite"),
  PUT_ENCRYPTION("PutEncryptionConfiguration"),
  PUT_LIFECYCLE("PutLifecycleConfiguration"),
  PUT_OBJECT("PutObject"),
  PUT_OBJECT_ACL("PutObjectAcl"),
  PUT_OBJECT_LEGAL_HOLD("PutObjectLegalHold"),
  PUT_OBJECT_RETENTION("PutObjectRetention"),
  PUT_OBJECT_TAGGING("PutObjectTagging"),
  PUT_REPLICATION("PutReplicationConfiguration"),
  PUT_VERSION_ACL("PutObjectVersionAcl"),
  PUT_VERSION_TAGGING("PutObjectVersionTagging");

  private final String text;

  Action(String name) {
    this.text = "s3:" + name;
  }

  /** As it stands in policies. */
  public String text() {
    return text;
  }

  /** Names of actions are alike in both cases. */
  static boolean matches(String pattern, String action) {
    return Wildcards.matches(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT));
  }

  /** Whether a pattern fits any of them. */
  static boolean isKnown(String pattern) {
    return Arrays.stream(values()).anyMatch(action -> matches(pattern, action.text));
  }
}
