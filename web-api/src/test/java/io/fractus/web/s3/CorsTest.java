// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.TestCloud;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;

/** What browsers are told, by rules that AWS's client set. */
class CorsTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket("bkt"));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static void set() {
    CORSRule named =
        CORSRule.builder()
            .allowedOrigins("https://*.example.org")
            .allowedMethods("PUT", "GET")
            .allowedHeaders("x-amz-*", "Content-Type")
            .exposeHeaders("ETag")
            .maxAgeSeconds(600)
            .build();
    CORSRule all = CORSRule.builder().allowedOrigins("*").allowedMethods("HEAD").build();
    S3.putBucketCors(b -> b.bucket("bkt").corsConfiguration(c -> c.corsRules(named, all)));
  }

  @Test
  void configuration_putGetAndDeleted_isAsItWas() {
    assertFails("NoSuchCORSConfiguration", 404, () -> S3.getBucketCors(b -> b.bucket("bkt")));
    set();
    List<CORSRule> rules = S3.getBucketCors(b -> b.bucket("bkt")).corsRules();
    assertThat(rules).hasSize(2);
    assertThat(rules.getFirst().allowedHeaders()).containsExactly("x-amz-*", "Content-Type");
    assertThat(rules.getFirst().maxAgeSeconds()).isEqualTo(600);
    S3.deleteBucketCors(b -> b.bucket("bkt"));
    assertFails("NoSuchCORSConfiguration", 404, () -> S3.getBucketCors(b -> b.bucket("bkt")));
  }

  @Test
  void preflight_thatARuleAllows_saysSo() throws IOException {
    set();
    String answer =
        send(
            "OPTIONS",
            "Origin: https://app.example.org",
            "Access-Control-Request-Method: PUT",
            "Access-Control-Request-Headers: content-type, X-Amz-Acl");
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: https://app.example.org\r\n")
        .contains("Access-Control-Allow-Methods: PUT, GET\r\n")
        .contains("Access-Control-Allow-Headers: content-type, X-Amz-Acl\r\n")
        .contains("Access-Control-Expose-Headers: ETag\r\n")
        .contains("Access-Control-Max-Age: 600\r\n")
        .contains("Vary: Origin");
    assertThat(send("OPTIONS", "Origin: http://any.where", "Access-Control-Request-Method: HEAD"))
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: *\r\n")
        .doesNotContain("Allow-Credentials");
  }

  @Test
  void preflight_thatNoRuleAllows_isForbidden() throws IOException {
    String asked = "Access-Control-Request-Method: PUT";
    assertThat(send("OPTIONS", "Origin: https://app.example.org", asked))
        .startsWith("HTTP/1.1 403");
    set();
    for (String origin : List.of("https://example.org", "http://app.example.org", "https://x")) {
      assertThat(send("OPTIONS", "Origin: " + origin, asked))
          .startsWith("HTTP/1.1 403")
          .contains("<Code>AccessForbidden</Code>")
          .doesNotContain("Access-Control-Allow");
    }
    assertThat(
            send(
                "OPTIONS",
                "Origin: https://app.example.org",
                asked,
                "Access-Control-Request-Headers: x-other"))
        .startsWith("HTTP/1.1 403");
    assertThat(
            send(
                "OPTIONS",
                "Origin: https://app.example.org",
                "Access-Control-Request-Method: DELETE"))
        .startsWith("HTTP/1.1 403");
    assertThat(send("OPTIONS", "Origin: https://app.example.org")).startsWith("HTTP/1.1 400");
  }

  @Test
  void request_fromAnAllowedOrigin_hasTheHeadersOnItsErrorToo() throws IOException {
    set();
    assertThat(send("GET", "Origin: https://app.example.org"))
        .startsWith("HTTP/1.1 403")
        .contains("<Code>AccessDenied</Code>")
        .contains("Access-Control-Allow-Origin: https://app.example.org\r\n");
    assertThat(send("GET", "Origin: https://evil.org")).doesNotContain("Access-Control");
    assertThat(send("GET")).doesNotContain("Access-Control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<CORSConfiguration/>",
        "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>"
            + "</CORSConfiguration>",
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>"
            + "</CORSConfiguration>",
        "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin>"
            + "<AllowedMethod>PATCH</AllowedMethod></CORSRule></CORSConfiguration>",
        "<CORSConfiguration><CORSRule><AllowedOrigin>h*t*p</AllowedOrigin>"
            + "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>",
        "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin>"
            + "<AllowedMethod>GET</AllowedMethod><AllowAll>1</AllowAll></CORSRule>"
            + "</CORSConfiguration>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><CORSConfiguration><CORSRule>"
            + "<AllowedOrigin>&a;</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>"
            + "</CORSConfiguration>"
      })
  void configuration_thatIsWrong_isMalformed(String xml) {
    assertThatThrownBy(() -> CorsXml.parse(xml.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(S3Exception.class);
  }

  private static String send(String method, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method).append(" /bkt/k HTTP/1.1\r\nHost: h\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return TestCloud.raw(CLOUD.s3(), head + "Connection: close\r\n\r\n");
  }
}
