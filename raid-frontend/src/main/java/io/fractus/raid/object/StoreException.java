// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/** The object store could not do it. The message says what was wrong, where, and what to do. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure; a server turns it into its own codes and statuses. */
  public enum Code {
    /** A bucket name that is not allowed. */
    INVALID_BUCKET_NAME,
    /** A key that is not allowed. */
    INVALID_KEY,
    /** No layout, or no storage class, of that name. */
    UNKNOWN_LAYOUT,
    NO_SUCH_BUCKET,
    NO_SUCH_KEY,
    /** No version of that name. */
    NO_SUCH_VERSION,
    /** The version of that name is a delete marker. */
    DELETE_MARKER,
    BUCKET_EXISTS,
    BUCKET_NOT_EMPTY,
    /** A version that is locked: it may not be deleted, and its lock not be loosened. */
    OBJECT_LOCKED,
    /** A bucket whose objects cannot be locked. */
    NO_OBJECT_LOCK,
    /** A bucket whose objects can be locked keeps all versions, always. */
    VERSIONING_FIXED,
    /** A key of a client that is missing, or that is given where another or none was used. */
    CUSTOMER_KEY_MISMATCH,
    /** A key of a client that does not open what it is given for. */
    CUSTOMER_KEY_WRONG,
    /** An {@code If-Match} or {@code If-None-Match} that does not hold. */
    PRECONDITION_FAILED,
    /** The body was shorter or longer than declared. */
    BODY_LENGTH_MISMATCH,
    /** The body is not what its checksum says. */
    CHECKSUM_MISMATCH,
    /** The object is larger than an object may be. */
    OBJECT_TOO_LARGE,
    /** No multipart upload of that name is under way. */
    NO_SUCH_UPLOAD,
    /** A part that a completion names is not there, or is another one. */
    INVALID_PART,
    /** The parts of a completion are not in ascending order. */
    INVALID_PART_ORDER,
    /** A part that is not the last of its object is too small. */
    PART_TOO_SMALL,
    /** The owner of the bucket has as much as its quota allows. */
    QUOTA_EXCEEDED,
    /** Fewer nodes, or fewer sites, than the layout needs. */
    NOT_ENOUGH_NODES,
    /** The shares of the nodes have no room. */
    NO_SPACE,
    /** The nodes were assigned the bits and did not take them in time. */
    PLACEMENT_TIMEOUT,
    /** The gateway's own disk is full, or its staging area is. */
    STAGING_FULL,
    /** Too many bits of a stripe cannot be reached now. */
    STRIPE_UNAVAILABLE,
    /** The tracker does not answer. */
    TRACKER_UNREACHABLE,
    /** The store is closing, or its catalog cannot be written. */
    UNAVAILABLE
  }

  private final Code code;

  public StoreException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public StoreException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
