// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.error;

/** S3's error codes with their statuses, as AWS documents them; the last few are our own. */
public enum S3Error {
  ACCESS_CONTROL_LIST_NOT_SUPPORTED("AccessControlListNotSupported", 400),
  ACCESS_DENIED("AccessDenied", 403),
  ACCESS_FORBIDDEN("AccessForbidden", 403),
  AUTHORIZATION_HEADER_MALFORMED("AuthorizationHeaderMalformed", 400),
  AUTHORIZATION_QUERY_MALFORMED("AuthorizationQueryParametersError", 400),
  BAD_DIGEST("BadDigest", 400),
  BAD_REQUEST("BadRequest", 400),
  BUCKET_ALREADY_EXISTS("BucketAlreadyExists", 409),
  BUCKET_ALREADY_OWNED_BY_YOU("BucketAlreadyOwnedByYou", 409),
  BUCKET_NOT_EMPTY("BucketNotEmpty", 409),
  ENTITY_TOO_LARGE("EntityTooLarge", 400),
  ENTITY_TOO_SMALL("EntityTooSmall", 400),
  ILLEGAL_VERSIONING_CONFIGURATION("IllegalVersioningConfigurationException", 400),
  INCOMPLETE_BODY("IncompleteBody", 400),
  INTERNAL_ERROR("InternalError", 500),
  INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403),
  INVALID_ARGUMENT("InvalidArgument", 400),
  INVALID_BUCKET_ACL("InvalidBucketAclWithObjectOwnership", 400),
  INVALID_BUCKET_NAME("InvalidBucketName", 400),
  INVALID_BUCKET_STATE("InvalidBucketState", 409),
  INVALID_DIGEST("InvalidDigest", 400),
  INVALID_ENCRYPTION_ALGORITHM("InvalidEncryptionAlgorithmError", 400),
  INVALID_PART("InvalidPart", 400),
  INVALID_PART_NUMBER("InvalidPartNumber", 416),
  INVALID_PART_ORDER("InvalidPartOrder", 400),
  INVALID_POLICY_DOCUMENT("InvalidPolicyDocument", 400),
  INVALID_RANGE("InvalidRange", 416),
  INVALID_REDIRECT_LOCATION("InvalidRedirectLocation", 400),
  INVALID_REQUEST("InvalidRequest", 400),
  INVALID_RETENTION_PERIOD("InvalidRetentionPeriod", 400),
  INVALID_STORAGE_CLASS("InvalidStorageClass", 400),
  INVALID_TAG("InvalidTag", 400),
  INVALID_URI("InvalidURI", 400),
  KEY_TOO_LONG("KeyTooLongError", 400),
  MALFORMED_POST("MalformedPOSTRequest", 400),
  MALFORMED_POLICY("MalformedPolicy", 400),
  MALFORMED_TRAILER("MalformedTrailerError", 400),
  MALFORMED_XML("MalformedXML", 400),
  METADATA_TOO_LARGE("MetadataTooLarge", 400),
  METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
  MISSING_CONTENT_LENGTH("MissingContentLength", 411),
  NOT_IMPLEMENTED("NotImplemented", 501),
  NO_SUCH_BUCKET("NoSuchBucket", 404),
  NO_SUCH_BUCKET_POLICY("NoSuchBucketPolicy", 404),
  NO_SUCH_CORS_CONFIGURATION("NoSuchCORSConfiguration", 404),
  NO_SUCH_KEY("NoSuchKey", 404),
  NO_SUCH_LIFECYCLE_CONFIGURATION("NoSuchLifecycleConfiguration", 404),
  NO_SUCH_OBJECT_LOCK("NoSuchObjectLockConfiguration", 404),
  NO_SUCH_OBJECT_LOCK_CONFIGURATION("ObjectLockConfigurationNotFoundError", 404),
  NO_SUCH_OWNERSHIP_CONTROLS("OwnershipControlsNotFoundError", 404),
  NO_SUCH_PUBLIC_ACCESS_BLOCK("NoSuchPublicAccessBlockConfiguration", 404),
  NO_SUCH_REPLICATION("ReplicationConfigurationNotFoundError", 404),
  NO_SUCH_TAG_SET("NoSuchTagSet", 404),
  NO_SUCH_UPLOAD("NoSuchUpload", 404),
  NO_SUCH_VERSION("NoSuchVersion", 404),
  NO_SUCH_WEBSITE("NoSuchWebsiteConfiguration", 404),
  PRECONDITION_FAILED("PreconditionFailed", 412),
  REQUEST_HEADER_TOO_LARGE("RequestHeaderSectionTooLarge", 400),
  REQUEST_TIMEOUT("RequestTimeout", 400),
  REQUEST_TIME_TOO_SKEWED("RequestTimeTooSkewed", 403),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
  SHA256_MISMATCH("XAmzContentSHA256Mismatch", 400),
  SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
  SLOW_DOWN("SlowDown", 503),
  /** As MinIO and Ceph have it: AWS has no quotas. */
  QUOTA_EXCEEDED("QuotaExceeded", 403),
  /** No room on the nodes, or on the gateway's own disk. */
  INSUFFICIENT_STORAGE("InsufficientStorage", 503);

  private final String code;
  private final int status;

  S3Error(String code, int status) {
    this.code = code;
    this.status = status;
  }

  /** As it stands in the XML. */
  public String code() {
    return code;
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }
}
