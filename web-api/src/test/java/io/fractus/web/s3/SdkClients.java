// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.TestCloud;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** AWS's own client for a cloud in memory. Stateless. */
final class SdkClients {
  private static final S3Configuration PATH_STYLE =
      S3Configuration.builder().pathStyleAccessEnabled(true).build();

  private SdkClients() {}

  static S3Client of(TestCloud cloud) {
    return ofRoot(cloud.s3());
  }

  static S3Client ofRoot(URI server) {
    return of(server, TestCloud.CREDENTIALS.accessKeyId(), TestCloud.CREDENTIALS.secretAccessKey());
  }

  static S3Client of(TestCloud cloud, String accessKeyId, String secretAccessKey) {
    return of(cloud.s3(), accessKeyId, secretAccessKey);
  }

  static S3Client of(URI server, String accessKeyId, String secretAccessKey) {
    return S3Client.builder()
        .endpointOverride(server)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(credentials(accessKeyId, secretAccessKey))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .serviceConfiguration(PATH_STYLE)
        .build();
  }

  private static StaticCredentialsProvider credentials(String id, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
  }

  static S3Presigner presigner(URI server, String accessKeyId, String secretAccessKey) {
    return S3Presigner.builder()
        .endpointOverride(server)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(credentials(accessKeyId, secretAccessKey))
        .serviceConfiguration(PATH_STYLE)
        .build();
  }

  static void assertFails(String code, int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
