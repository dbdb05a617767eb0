// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.web.TestCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import tools.jackson.databind.JsonNode;

/** Every way to prove who one is, and none of the proofs in the log. */
class AuditSecretsTest {
  private static final String SSE_KEY = "c3NlLWMta2V5LXRoYXQtaXMtYS1zZWNyZXQtMzJieXRl";

  @Test
  void requests_ofEveryKind_haveALineEachAndNoSecret() throws Exception {
    TestCloud cloud = new TestCloud();
    List<String> lines;
    List<String> secrets = new ArrayList<>();
    try (cloud;
        HttpClient http = HttpClient.newHttpClient()) {
      var _ = cloud.accounts().create("alice", "readwrite", Quota.NONE);
      NewKey key = cloud.accounts().createKey("alice", "");
      secrets.addAll(
          List.of(
              key.secretAccessKey(),
              key.token(),
              SSE_KEY,
              TestCloud.CREDENTIALS.secretAccessKey(),
              "X-Amz-",
              "Signature",
              "Bearer"));
      StaticCredentialsProvider credentials =
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(key.about().id(), key.secretAccessKey()));
      signed(cloud, credentials);
      secrets.add(presigned(cloud, credentials, http));
      send(http, cloud.rest() + "/api/v1/buckets", "Bearer " + key.token());
      send(http, cloud.rest() + "/api/v1/buckets", "Bearer " + key.secretAccessKey());
      send(http, cloud.s3() + "/hers/k", "AWS4-HMAC-SHA256 Credential=" + key.secretAccessKey());
      // Somebody who takes the one for the other.
      send(
          http,
          cloud.s3() + "/hers/k",
          "AWS4-HMAC-SHA256 Credential="
              + key.secretAccessKey()
              + "/20261128/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00");
      send(http, cloud.s3() + "/hers/k?X-Amz-Signature=abc&token=" + key.token(), "");
      sendKeyOfClient(http, cloud);
      lines = lines(cloud.directory().resolve("audit.log"), 9);
    }
    String all = String.join("\n", lines);
    for (String secret : secrets) {
      assertThat(all).doesNotContain(secret);
    }
    List<JsonNode> entries = lines.stream().map(l -> Json.read(l, JsonNode.class)).toList();
    assertThat(entries).hasSize(9);
    assertThat(entries.get(8).get("user").asString()).isEqualTo("anonymous");
    JsonNode put = entries.get(1);
    assertThat(put.get("user").asString()).isEqualTo("alice");
    assertThat(put.get("operation").asString()).isEqualTo("PutObject");
    assertThat(put.get("bucket").asString()).isEqualTo("hers");
    assertThat(put.get("key").asString()).isEqualTo("k");
    assertThat(put.get("status").asInt()).isEqualTo(200);
    assertThat(put.get("bytesIn").asLong()).isGreaterThanOrEqualTo(5);
    assertThat(put.get("remote").asString()).isEqualTo("127.0.0.1");
    assertThat(put.get("requestId").asString()).hasSize(16);
    assertThat(entries.get(2).get("bytesOut").asLong()).isEqualTo(5);
    assertThat(entries.get(3).get("user").asString()).isEqualTo("alice");
    assertThat(entries.get(3).get("operation").asString()).isEqualTo("s3:ListAllMyBuckets");
    assertThat(entries.subList(4, 8)).extracting(e -> e.get("user").asString()).containsOnly("");
    assertThat(entries.subList(4, 8))
        .extracting(e -> e.get("error").asString())
        .containsExactly(
            "wrong-token", "AuthorizationHeaderMalformed", "AccessDenied", "AccessDenied");
  }

  /** A request is logged after it was answered: waits for the last. */
  private static List<String> lines(Path file, int count) throws Exception {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < 1_000 && lines.size() < count; i++) {
      Thread.sleep(10);
      lines = Files.readAllLines(file);
    }
    return lines;
  }

  private static void signed(TestCloud cloud, StaticCredentialsProvider credentials) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(cloud.s3())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      s3.createBucket(b -> b.bucket("hers"));
      s3.putObject(b -> b.bucket("hers").key("k"), RequestBody.fromString("hello"));
    }
  }

  /** Reads by a presigned URL; returns its signature. */
  private static String presigned(
      TestCloud cloud, StaticCredentialsProvider credentials, HttpClient http) throws Exception {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(cloud.s3())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      URI url =
          presigner
              .presignGetObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(g -> g.bucket("hers").key("k")))
              .url()
              .toURI();
      assertThat(send(http, url.toString(), "")).isEqualTo("hello");
      return url.getQuery().replaceFirst(".*X-Amz-Signature=([0-9a-f]{64}).*", "$1");
    }
  }

  /** What a client encrypts with stands in a header, whether it is taken or not. */
  private static void sendKeyOfClient(HttpClient http, TestCloud cloud)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.s3() + "/hers/k"))
            .header("x-amz-server-side-encryption-customer-key", SSE_KEY)
            .build();
    int status = http.send(request, BodyHandlers.ofString()).statusCode();
    assertThat(status).isGreaterThanOrEqualTo(400);
  }

  private static String send(HttpClient http, String url, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).method("GET", BodyPublishers.noBody());
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }
}
