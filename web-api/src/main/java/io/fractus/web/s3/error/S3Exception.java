// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.error;

import java.util.Map;

/** A request that S3 refuses: a code, a message for people, and further elements for the XML. */
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final S3Error error;
  private final transient Map<String, String> details;
  private final transient Map<String, String> headers;

  public S3Exception(S3Error error, String message) {
    this(error, message, Map.of());
  }

  /**
   * With elements beyond code and message.
   *
   * @param details element names and texts
   */
  public S3Exception(S3Error error, String message, Map<String, String> details) {
    this(error, message, details, Map.of());
  }

  /**
   * With headers of the answer as well.
   *
   * @param details element names and texts
   * @param headers names and values
   */
  public S3Exception(
      S3Error error, String message, Map<String, String> details, Map<String, String> headers) {
    super(message);
    this.error = error;
    this.details = details;
    this.headers = headers;
  }

  public S3Exception(S3Error error, String message, Throwable cause) {
    super(message, cause);
    this.error = error;
    this.details = Map.of();
    this.headers = Map.of();
  }

  public S3Error error() {
    return error;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public Map<String, String> details() {
    return details;
  }
}
