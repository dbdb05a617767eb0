// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The two S3 clients: the AWS SDK with its defaults, and s3cmd. Stateless. */
final class S3 {
  private S3() {}

  static S3Client sdk(Cloud cloud) throws IOException {
    return sdk(cloud, cloud.credential("aws_secret_access_key"));
  }

  static S3Client sdk(Cloud cloud, String secretKey) throws IOException {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(cloud.credential("aws_access_key_id"), secretKey);
    return S3Client.builder()
        .endpointOverride(cloud.endpoint("s3"))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** Runs s3cmd with a configuration file for this cloud. */
  static Tool.Result s3cmd(Cloud cloud, String... arguments) throws IOException {
    String host = cloud.endpoint("s3").getAuthority();
    Path config = cloud.data().resolveSibling("s3cmd.cfg");
    Files.writeString(
        config,
        """
        [default]
        access_key = %s
        secret_key = %s
        host_base = %s
        host_bucket = %s
        bucket_location = us-east-1
        use_https = False
        signature_v2 = False
        """
            .formatted(
                cloud.credential("aws_access_key_id"),
                cloud.credential("aws_secret_access_key"),
                host,
                host));
    List<String> command = new ArrayList<>(List.of("s3cmd", "--config", config.toString()));
    command.add("--no-progress");
    command.addAll(List.of(arguments));
    return Tool.run(command, Map.of(), Tool.LIMIT);
  }
}
