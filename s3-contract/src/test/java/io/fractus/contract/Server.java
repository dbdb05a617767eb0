// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A running S3 server of one test. Thread-safe. */
interface Server extends AutoCloseable {
  Duration START_MAX = Duration.ofSeconds(90);

  URI endpoint();

  String accessKey();

  String secretKey();

  /** Whether it is ours. */
  boolean isFractus();

  default StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey(), secretKey()));
  }

  /** A client with its default transport. */
  default S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials())
        .build();
  }

  @Override
  void close();
}
