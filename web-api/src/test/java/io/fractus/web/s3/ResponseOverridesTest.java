// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Parameters that say what the headers of an answer shall be. */
class ResponseOverridesTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final String BUCKET = "pub";

  @BeforeAll
  static void putObject() {
    S3.createBucket(b -> b.bucket(BUCKET));
    S3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .acl(ObjectCannedACL.PUBLIC_READ)
                .contentType("text/plain")
                .cacheControl("no-store"),
        RequestBody.fromString("<script>alert(1)</script>"));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  @Test
  void overrides_ofAUser_goBeforeWhatTheObjectSays() {
    GetObjectResponse answer =
        S3.getObjectAsBytes(b ->
                b.bucket(BUCKET)
                    .key("k")
                    .responseContentType("text/x-script")
                    .responseContentDisposition("attachment; filename=\"a b\"")
                    .responseCacheControl("max-age=5")
                    .responseContentLanguage("de")
                    .responseContentEncoding("identity"))
            .response();
    assertThat(answer.contentType()).isEqualTo("text/x-script");
    assertThat(answer.contentDisposition()).isEqualTo("attachment; filename=\"a b\"");
    assertThat(answer.cacheControl()).isEqualTo("max-age=5");
    assertThat(answer.contentLanguage()).isEqualTo("de");
    assertThat(answer.contentEncoding()).isEqualTo("identity");
    assertFails(
        "InvalidArgument",
        400,
        () -> S3.getObject(b -> b.bucket(BUCKET).key("k").responseContentType("a\nb: c")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"response-content-type=text/html", "response-cache-control="})
  void overrides_ofAStranger_areRefused(String query) throws Exception {
    HttpResponse<String> answer = get(URI.create(CLOUD.s3() + "/pub/k?" + query));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidRequest</Code>");
    HttpResponse<String> plain = get(URI.create(CLOUD.s3() + "/pub/k"));
    assertThat(plain.headers().firstValue("Content-Type")).contains("text/plain");
  }

  @Test
  void overrides_inALinkThatAUserSigned_count() throws Exception {
    try (S3Presigner presigner =
        SdkClients.presigner(
            CLOUD.s3(),
            TestCloud.CREDENTIALS.accessKeyId(),
            TestCloud.CREDENTIALS.secretAccessKey())) {
      URI link =
          presigner
              .presignGetObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(
                          b -> b.bucket(BUCKET).key("k").responseContentType("text/html")))
              .url()
              .toURI();
      assertThat(get(link).headers().firstValue("Content-Type")).contains("text/html");
    }
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
