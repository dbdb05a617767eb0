// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

/**
 * Who may use the API; one user, two ways.
 *
 * @param accessKeyId the name in S3's signatures
 * @param secretAccessKey the key of S3's signatures
 * @param restToken the bearer token of REST
 */
public record Credentials(String accessKeyId, String secretAccessKey, String restToken) {
  public Credentials {
    if (accessKeyId.isBlank() || secretAccessKey.isBlank() || restToken.isBlank()) {
      throw new IllegalArgumentException("the access key, its secret or the token is empty");
    }
  }

  /** Without the secrets, so that it may be logged. */
  @Override
  public String toString() {
    return "Credentials[accessKeyId=" + accessKeyId + "]";
  }
}
