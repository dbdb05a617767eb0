// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.object.ObjectKey;
import io.fractus.web.TestCloud;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decent client sends. */
class RawRequestsTest {
  private static final String KEY = "/api/v1/buckets/box/objects/";
  private static final String HEAD = " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\n";

  private static final TestCloud CLOUD = new TestCloud();

  @BeforeEach
  void clear() {
    CLOUD.clear();
    CLOUD.store().createBucket("box");
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%00", "%C3", "%FF%FE", "%zz", "a%2", "%0A", "\u00ff", "a/../b", "%2e%2e/b"})
  void rest_badKey_400Problem(String key) throws IOException {
    String answer = TestCloud.raw(CLOUD.rest(), "GET " + KEY + key + HEAD + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/box/%00", "/box/%zz", "/box/a?x=%00"})
  void s3_badPath_clientErrorInXml(String path) throws IOException {
    String answer = TestCloud.raw(CLOUD.s3(), "GET " + path + HEAD + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/xml").contains("<Error>");
  }

  @Test
  void rest_keyOf2Kilobytes_400() throws IOException {
    String answer = TestCloud.raw(CLOUD.rest(), "GET " + KEY + "k".repeat(2_048) + HEAD + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid-key").contains("2048");
  }

  @Test
  void s3_unsigned_accessDenied() throws IOException {
    String answer = TestCloud.raw(CLOUD.s3(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 403").contains("<Code>AccessDenied</Code>");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-amz-request-id: ");
  }

  @Test
  void rest_bodyShorterThanDeclared_400AndNothingStored() throws IOException {
    String answer =
        TestCloud.raw(
            CLOUD.rest(), "PUT " + KEY + "k" + HEAD + "Content-Length: 100\r\n\r\nonly this");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("body-length-mismatch");
    assertThat(CLOUD.store().stat(new ObjectKey("box", "k"))).isEmpty();
  }

  @Test
  void rest_putThatWaitsToContinueAndIsRefused_noContinueButTheError() throws IOException {
    String answer =
        TestCloud.raw(
            CLOUD.rest(),
            "PUT "
                + KEY.replace("box", "none")
                + "k"
                + HEAD
                + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404").contains("no-such-bucket");
  }

  @Test
  void rest_putThatTiredOfWaitingAndIsRefused_errorAndBodyIsRead() throws IOException {
    String answer =
        TestCloud.raw(
            CLOUD.rest(),
            "PUT "
                + KEY.replace("box", "none")
                + "k"
                + HEAD
                + "Expect: 100-continue\r\nContent-Length: 900000\r\n\r\n"
                + "x".repeat(900_000));
    assertThat(answer).startsWith("HTTP/1.1 404").contains("no-such-bucket");
  }

  @Test
  void rest_metrics_countRequestsByMethodAndStatus() throws IOException {
    TestCloud.raw(CLOUD.rest(), "GET " + KEY + "k".repeat(2_048) + HEAD + "\r\n");
    String answer =
        TestCloud.raw(
            CLOUD.rest(), "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer)
        .contains("fractus_http_requests_total{api=\"rest\",method=\"GET\",status=\"400\"} ")
        .contains("fractus_http_request_duration_seconds_sum{api=\"rest\",method=\"GET\"} ");
  }

  @Test
  void rest_headersTooLarge_431Problem() throws IOException {
    String answer =
        TestCloud.raw(
            CLOUD.rest(), "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431");
  }
}
