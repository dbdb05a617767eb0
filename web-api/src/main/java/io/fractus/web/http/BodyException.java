// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.io.IOException;

/** A request's body is not what the client promised; thrown by reading it, so that puts abort. */
public final class BodyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Reason {
    /** It ended, or its connection did, before its declared end. */
    TRUNCATED,
    /** It has more bytes than declared. */
    TOO_LONG,
    /** It is larger than an object may be. */
    TOO_LARGE,
    /** Less than a policy asks for. */
    TOO_SMALL,
    /** It is not framed as its headers say. */
    MALFORMED,
    /** What comes after it is not what its headers announce, or is no such thing. */
    BAD_TRAILER,
    /** Its client was silent for too long, or sends too little at a time. */
    TOO_SLOW,
    /** Its MD5 is not the one in Content-MD5. */
    BAD_MD5,
    /** It is not what a checksum header or trailer says. */
    BAD_CHECKSUM,
    /** It is not what the signed SHA-256 says. */
    BAD_SHA256,
    /** The signature of one of its chunks, or of its trailer, is wrong. */
    BAD_SIGNATURE
  }

  private final Reason reason;

  public BodyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public BodyException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
