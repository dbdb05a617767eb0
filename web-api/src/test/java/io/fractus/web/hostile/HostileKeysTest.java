// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with every byte, and numbers of parts that are none. */
class HostileKeysTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final int PARTS_MAX = 10_000;

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  private static RawRequest.Answer send(String method, String target, String body)
      throws IOException {
    return new RawRequest(CLOUD.s3(), method, target).body(body).sign().send();
  }

  /** A key is what it was, in the object, in an error and in a list, or it is refused. */
  @Test
  void keys_withEveryByte_areKeptAsTheyAreOrRefused() throws IOException {
    for (int b = 0; b < 256; b++) {
      String key = "a%%%02Xb".formatted(b);
      RawRequest.Answer put = send("PUT", "/bkt/" + key, "x");
      if (b < 0x20 || b >= 0x7f) {
        assertThat(put.status()).as("%s: %s", key, put).isEqualTo(400);
        assertThat(put.code()).as("%s: %s", key, put).isIn("InvalidArgument", "InvalidURI");
        assertThat(CLOUD.store().count()).isZero();
      } else {
        assertThat(put.status()).as("%s: %s", key, put).isEqualTo(200);
        assertThat(CLOUD.store().bytes("bkt", "a" + (char) b + "b")).asString().isEqualTo("x");
        String listed = send("GET", "/bkt?encoding-type=url", "").text();
        String name = listed.replaceFirst("(?s).*<Key>(.*)</Key>.*", "$1");
        assertThat(URLDecoder.decode(name, StandardCharsets.UTF_8)).isEqualTo("a" + (char) b + "b");
        assertThat(send("DELETE", "/bkt/" + key, "").status()).isEqualTo(204);
        assertThat(CLOUD.store().count()).as(key).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a//b",
        "/",
        "//",
        "%2F",
        "a%2Fb",
        "a%252Fb",
        "a%2F%2E%2E.b",
        "...",
        "..a",
        "a;b=c",
        "%3F",
        "%23",
        "%2B",
        "+",
        "%25",
        "%E2%80%AE",
        "%EF%BB%BF",
        "%F0%9F%98%80",
        "a%5Cb",
        "%20",
        "a%20"
      })
  void keys_thatAreOdd_areKeysOfTheirOwn(String key) throws IOException {
    assertThat(send("PUT", "/bkt/" + key, "x").status()).isEqualTo(200);
    assertThat(CLOUD.store().count()).isEqualTo(1);
    RawRequest.Answer got = send("GET", "/bkt/" + key, "");
    assertThat(got.text()).as("%s", got).endsWith("\r\n\r\nx");
    assertThat(send("DELETE", "/bkt/" + key, "").status()).isEqualTo(204);
    assertThat(CLOUD.store().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/..",
        "a/../b",
        "%2e%2e",
        "%2E%2E/x",
        "a/%2e%2e/b",
        "./a",
        "a/./b",
        "%2e",
        "%00",
        "a%00b",
        "%0d%0aX: y",
        "%C0%AF",
        "%C0%80",
        "%ED%A0%80",
        "%F4%90%80%80",
        "%EF%BF%BD",
        "%",
        "a%4",
        "%zz",
        "%u0041",
        "%FF%FE",
        "a%c3",
        "a\u00fcb",
        "a|b",
        "a\\b"
      })
  void keys_thatAreNone_refused(String key) throws IOException {
    for (String method : new String[] {"PUT", "GET", "DELETE"}) {
      RawRequest.Answer answer = send(method, "/bkt/" + key, method.equals("PUT") ? "x" : "");
      assertThat(answer.status()).as("%s %s: %s", method, key, answer).isEqualTo(400);
      assertThat(answer.code()).isIn("InvalidArgument", "InvalidURI", "BadRequest");
      assertThat(CLOUD.store().count()).isZero();
    }
  }

  @Test
  void keys_ofTheLongestAndOneByteMore() throws IOException {
    for (String key : new String[] {"k".repeat(1_024), "%C3%BC".repeat(512)}) {
      assertThat(send("PUT", "/bkt/" + key, "x").status()).isEqualTo(200);
      RawRequest.Answer more = send("PUT", "/bkt/" + key + "k", "x");
      assertThat(more.code()).as("%s", more).isEqualTo("KeyTooLongError");
    }
    assertThat(CLOUD.store().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "A",
        "aBc",
        "a_b",
        "a..b",
        "-ab",
        "ab-",
        ".ab",
        "ab.",
        "a%2Fb",
        "a%20b",
        "%C3%BCbc",
        "1234567890123456789012345678901234567890123456789012345678901234"
      })
  void buckets_thatAreNone_refused(String bucket) throws IOException {
    RawRequest.Answer made = send("PUT", "/" + bucket, "");
    assertThat(made.code()).as("%s", made).isEqualTo("InvalidBucketName");
    RawRequest.Answer put = send("PUT", "/" + bucket + "/k", "x");
    assertThat(put.status()).as("%s", put).isBetween(400, 404);
    assertThat(CLOUD.store().buckets()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "10001", "99999999999999999999", "1.5", "x", "", "%2B1", "1e3"})
  void partNumbers_thatAreNone_invalidArgument(String number) throws IOException {
    String upload = begin();
    RawRequest.Answer answer =
        send("PUT", "/bkt/k?partNumber=" + number + "&uploadId=" + upload, "x");
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).as("%s", answer).isEqualTo("InvalidArgument");
    assertThat(send("GET", "/bkt/k?uploadId=" + upload, "").text()).doesNotContain("<Part>");
  }

  private static String begin() throws IOException {
    String text = send("POST", "/bkt/k?uploads", "").text();
    return text.replaceFirst("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
  }

  private static String part(int number, String etag) {
    return "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(number, etag);
  }

  private static RawRequest.Answer complete(String upload, String parts) throws IOException {
    return send(
        "POST",
        "/bkt/k?uploadId=" + upload,
        "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>");
  }

  @ParameterizedTest
  @CsvSource({
    "1 2, EntityTooSmall",
    "2 1, InvalidPartOrder",
    "1 1, InvalidPartOrder",
    "1 3, EntityTooSmall",
    "3, InvalidPart",
    "0 1, InvalidPart",
    "10001, InvalidPart",
    "999999999, InvalidPart",
  })
  void completion_ofPartsThatAreNotSo_refused(String numbers, String code) throws IOException {
    String upload = begin();
    for (int number = 1; number <= 2; number++) {
      assertThat(send("PUT", "/bkt/k?partNumber=" + number + "&uploadId=" + upload, "x").status())
          .isEqualTo(200);
    }
    // The MD5 of "x".
    String parts =
        Arrays.stream(numbers.split(" ", -1))
            .map(number -> part(Integer.parseInt(number), "9dd4e461268c8034f5c8564e155c67a6"))
            .collect(Collectors.joining());
    RawRequest.Answer answer = complete(upload, parts);
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(CLOUD.store().count()).isZero();
    assertThat(complete(upload, part(1, "00")).code()).isEqualTo("InvalidPart");
    assertThat(complete(upload, part(2, "9dd4e461268c8034f5c8564e155c67a6")).status())
        .isEqualTo(200);
  }

  @Test
  void completion_of10001Parts_malformed() throws IOException {
    String upload = begin();
    String parts =
        IntStream.rangeClosed(1, PARTS_MAX + 1)
            .mapToObj(i -> part(i, "e"))
            .collect(Collectors.joining());
    RawRequest.Answer answer = complete(upload, parts);
    assertThat(answer.code()).as("%s", answer).isEqualTo("MalformedXML");
    assertThat(CLOUD.store().count()).isZero();
  }
}
