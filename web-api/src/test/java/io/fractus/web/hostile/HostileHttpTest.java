// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no HTTP, or two at once: refused in S3's words, even before S3 sees them. */
class HostileHttpTest {
  private static final TestCloud CLOUD = new TestCloud();

  @BeforeEach
  void putOne() throws IOException {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
    assertThat(request("PUT", "/bkt/kept").body("kept").sign().send().status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  private static RawRequest request(String method, String target) {
    return new RawRequest(CLOUD.s3(), method, target);
  }

  private static RawRequest unsignedPayload(String method, String target) {
    return request(method, target).sign(Signature.now(), "UNSIGNED-PAYLOAD");
  }

  private static void refused(RawRequest request, int status, String code) throws IOException {
    refused(request.send(), status, code);
  }

  private static void refused(RawRequest.Answer answer, int status, String code) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    String head = answer.text().toLowerCase(Locale.ROOT);
    assertThat(head).contains("content-type: application/xml").containsOnlyOnce("http/1.1 ");
    String id = head.replaceFirst("(?s).*?x-amz-request-id: (\\w+)\r\n.*", "$1");
    assertThat(head).contains("<requestid>" + id + "</requestid>");
    onlyTheKept();
  }

  private static void onlyTheKept() {
    assertThat(CLOUD.store().count()).isEqualTo(1);
    assertThat(CLOUD.store().bytes("bkt", "kept")).asString().isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource({
    "content-length: -1, 400, BadRequest",
    "content-length: +3, 400, BadRequest",
    "content-length: 3 3, 400, BadRequest",
    "content-length: 0x3, 400, BadRequest",
    "content-length: three, 400, BadRequest",
    "content-length:, 400, BadRequest",
    "transfer-encoding: gzip, 400, BadRequest",
    "'transfer-encoding: chunked, gzip', 400, BadRequest",
    "transfer-encoding: xchunked, 400, BadRequest",
    "no colon, 400, BadRequest",
    "name : value, 400, BadRequest",
    "na(me: value, 400, BadRequest",
    ": value, 400, BadRequest",
    "Host: other, 400, BadRequest",
    "Expect: the unexpected, 417, BadRequest",
  })
  void header_thatIsNone_refused(String line, int status, String code) throws IOException {
    RawRequest put = unsignedPayload("PUT", "/bkt/k");
    if (!line.startsWith("content-length")) {
      put.body("abc");
    }
    refused(put.line(line), status, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\rb", "a\r\n folded"})
  void header_withWhatNoneMayHave_refused(String value) throws IOException {
    refused(request("GET", "/bkt").sign().line("x: " + value), 400, "BadRequest");
  }

  @Test
  void headers_tooManyOrTooLong_refused() throws IOException {
    RawRequest flood = request("GET", "/bkt").sign();
    IntStream.range(0, 5_000).forEach(i -> flood.line("h" + i + ": value"));
    refused(flood, 431, "RequestHeaderSectionTooLarge");
    String large = "y".repeat(40_000);
    refused(request("GET", "/bkt").sign().line("x: " + large), 431, "RequestHeaderSectionTooLarge");
    refused(request("GET", "/bkt").sign().line(large + ": x"), 431, "RequestHeaderSectionTooLarge");
    refused(request("GET", "/bkt/" + large).sign(), 414, "InvalidURI");
  }

  /** Even if they would fit, they are not all looked at as often as there are others. */
  @Test
  void headers_asManyAsFit_answered() throws IOException {
    RawRequest many = request("GET", "/bkt");
    IntStream.range(0, 1_500).forEach(i -> many.line("x" + i + ": y"));
    assertThat(many.sign().send().status()).isEqualTo(200);
    RawRequest query = request("GET", "/bkt?" + "a&".repeat(8_000) + "b").sign();
    assertThat(query.send().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, 400, BadRequest",
    "GET /bkt HTTP/9.9, 505, NotImplemented",
    "GET /bkt FTP/1.1, 505, NotImplemented",
    "G@T /bkt HTTP/1.1, 400, BadRequest",
    "GET /%00 HTTP/1.1, 400, InvalidURI",
    "GET /%ff HTTP/1.1, 400, InvalidURI",
    "GET /bkt|x HTTP/1.1, 400, InvalidURI",
  })
  void line_thatIsNone_refused(String line, int status, String code) throws IOException {
    try (Socket socket = request("GET", "/").connect()) {
      String host = line.startsWith("GET / ") ? "" : "host: x\r\n";
      String text = line + "\r\n" + host + "connection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      refused(RawRequest.answer(socket), status, code);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "PATCH", "PROPFIND", "get", "LOCK"})
  void method_ofOthers_methodNotAllowed(String method) throws IOException {
    refused(request(method, "/bkt/kept").sign(), 405, "MethodNotAllowed");
  }

  /** A second request inside of the first, where a proxy would see only one, or another. */
  @Test
  void twoLengths_refusedAndNothingOfTheSecondIsDone() throws IOException {
    String second =
        new String(request("DELETE", "/bkt/kept").sign().bytes(), StandardCharsets.ISO_8859_1);
    String chunked = "0\r\n\r\n" + second;
    refused(
        unsignedPayload("PUT", "/bkt/k")
            .body(chunked)
            .line("content-length: " + chunked.length())
            .line("transfer-encoding: chunked"),
        400,
        "BadRequest");
    refused(
        unsignedPayload("PUT", "/bkt/k")
            .body("abc" + second)
            .line("content-length: 3")
            .line("content-length: " + (3 + second.length())),
        400,
        "BadRequest");
    refused(
        unsignedPayload("PUT", "/bkt/k")
            .body(chunked)
            .line("transfer-encoding: chunked")
            .line("transfer-encoding: identity"),
        400,
        "BadRequest");
  }

  /** The rest of a refused request is never the next one. */
  @Test
  void bodyOfARefusedRequest_isNoRequest() throws IOException {
    byte[] second = request("DELETE", "/bkt/kept").sign().bytes();
    RawRequest first = request("PUT", "/none/k").body(second).sign();
    first.line("expect: 100-continue");
    refused(first, 404, "NoSuchBucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nabc\r\n0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc\r\n",
        "3\r\nab",
        "",
      })
  void httpChunks_thatAreNone_refused(String framed) throws IOException {
    RawRequest put = unsignedPayload("PUT", "/bkt/k").body(framed);
    put.line("transfer-encoding: chunked").line("connection: close");
    try (Socket socket = put.connect()) {
      socket.getOutputStream().write(put.bytes());
      socket.shutdownOutput();
      RawRequest.Answer answer = RawRequest.answer(socket);
      assertThat(answer.status()).as("%s", answer).isIn(0, 400);
      if (answer.status() == 400) {
        assertThat(answer.code()).isEqualTo("IncompleteBody");
      }
    }
    onlyTheKept();
  }
}
