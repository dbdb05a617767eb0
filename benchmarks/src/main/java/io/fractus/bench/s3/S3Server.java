// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.net.URI;

/**
 * A server of S3 that is measured.
 *
 * @param name what it is called in rows
 * @param endpoint plain HTTP, with a port
 * @param accessKey of who may do everything there
 * @param secretKey of the same
 */
public record S3Server(String name, URI endpoint, String accessKey, String secretKey) {
  /** What is signed as the host. */
  String host() {
    return endpoint.getHost() + ":" + endpoint.getPort();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return name + " at " + endpoint;
  }
}
