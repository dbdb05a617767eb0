// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.TestCloud;
import io.fractus.web.accounts.Accounts.Signer;
import io.fractus.web.accounts.Caller;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.User;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples that AWS publishes with their signatures, in its "Authenticating Requests". */
class AwsExamplesTest {
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final String DATE = "20130524T000000Z";
  private static final String SCOPE = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final String HELLO =
      "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
  private static final String PRESIGNED =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
          + SCOPE.replace("/", "%2F")
          + "&X-Amz-Date="
          + DATE
          + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
          + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

  private static Optional<Signer> key(String id) {
    User user = new User("u", NOW, true, "", Quota.NONE);
    String known = TestCloud.CREDENTIALS.accessKeyId();
    String secret = TestCloud.CREDENTIALS.secretAccessKey();
    return id.equals(known)
        ? Optional.of(new Signer(new Caller(user, known), secret, true))
        : Optional.empty();
  }

  @Test
  void getObject_example_accepted() {
    authenticate(get("/test.txt", "", RANGED, Map.of("range", "bytes=0-9")), NOW);
  }

  private static final String RANGED =
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

  @ParameterizedTest
  @CsvSource({
    "lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    "prefix=J&max-keys=2, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  })
  void getBucket_examples_accepted(String query, String signature) {
    authenticate(get("/", query, signature, Map.of()), NOW);
  }

  @ParameterizedTest
  @CsvSource({"/test%24file.text", "/test$file.text"})
  void putObject_example_acceptedHoweverThePathIsEncoded(String path) throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("date", "Fri, 24 May 2013 00:00:00 GMT");
    headers.put("host", HOST);
    headers.put("x-amz-content-sha256", HELLO);
    headers.put("x-amz-date", DATE);
    headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
    RequestToVerify request =
        request(
            "PUT",
            path,
            "",
            headers,
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    byte[] body = "Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8);
    assertThat(open(request, body).readAllBytes()).isEqualTo(body);
    body[0] ^= 1;
    assertThatThrownBy(() -> open(request, body).readAllBytes())
        .isInstanceOfSatisfying(
            BodyException.class,
            e -> assertThat(e.reason()).isEqualTo(BodyException.Reason.BAD_SHA256));
  }

  @Test
  void presigned_example_acceptedUntilItExpires() {
    Map<String, String> headers = Map.of("host", HOST, "authorization", "Basic Zm9vOmJhcg==");
    RequestToVerify request = view("GET", "/test.txt", PRESIGNED, headers);
    authenticate(request, NOW);
    authenticate(request, NOW.plusSeconds(86_400));
    assertRefused(request, NOW.plusSeconds(86_401), S3Error.ACCESS_DENIED);
    assertRefused(request, NOW.minus(Duration.ofMinutes(16)), S3Error.ACCESS_DENIED);
    assertRefused(
        view("GET", "/test.txt", PRESIGNED.replace("86400", "86401"), headers),
        NOW,
        S3Error.SIGNATURE_DOES_NOT_MATCH);
    assertRefused(
        view("GET", "/test.txt", PRESIGNED.replace("86400", "604801"), headers),
        NOW,
        S3Error.AUTHORIZATION_QUERY_MALFORMED);
  }

  @Test
  void chunkedUpload_example_acceptedAndEveryChangeRefused() throws Exception {
    byte[] framed = framed();
    byte[] body = open(chunked(), framed).readAllBytes();
    assertThat(body).hasSize(66_560).containsOnly('a');
    for (int index : new int[] {100, 70_000 - 4_000, framed.length - 10}) {
      byte[] changed = framed.clone();
      changed[index] ^= 1;
      assertThatThrownBy(() -> open(chunked(), changed).readAllBytes())
          .isInstanceOfSatisfying(
              BodyException.class,
              e -> assertThat(e.reason()).isEqualTo(BodyException.Reason.BAD_SIGNATURE));
    }
  }

  @Test
  void chunkedUpload_endsBeforeLastChunk_truncated() {
    byte[] framed = framed();
    byte[] cut = Arrays.copyOf(framed, framed.length - 88);
    assertThatThrownBy(() -> open(chunked(), cut).readAllBytes())
        .isInstanceOfSatisfying(
            BodyException.class,
            e -> assertThat(e.reason()).isEqualTo(BodyException.Reason.TRUNCATED));
  }

  @Test
  void authenticate_wrong_refusedWithTheReason() {
    Map<String, String> range = Map.of("range", "bytes=0-9");
    assertRefused(
        get("/test.txt", "", RANGED.replace('0', '1'), range),
        NOW,
        S3Error.SIGNATURE_DOES_NOT_MATCH);
    assertRefused(get("/test2.txt", "", RANGED, range), NOW, S3Error.SIGNATURE_DOES_NOT_MATCH);
    assertRefused(
        get("/test.txt", "", RANGED, range),
        NOW.plus(Duration.ofMinutes(16)),
        S3Error.REQUEST_TIME_TOO_SKEWED);
    Authenticator authenticator = new Authenticator(AwsExamplesTest::key, InstantSource.fixed(NOW));
    assertThat(authenticator.authenticate(view("GET", "/", "", Map.of("host", HOST))).caller())
        .isEqualTo(Caller.ANONYMOUS);
    assertRefused(
        view("GET", "/", "", Map.of("host", HOST, "authorization", "AWS a:b")),
        NOW,
        S3Error.INVALID_REQUEST);
    Map<String, List<String>> headers =
        new LinkedHashMap<>(get("/test.txt", "", RANGED, range).headers());
    headers.put("x-amz-acl", List.of("public-read"));
    assertRefused(
        new RequestToVerify("GET", "/test.txt", RawQuery.parse(""), headers),
        NOW,
        S3Error.ACCESS_DENIED);
  }

  private static RequestToVerify chunked() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-encoding", "aws-chunked");
    headers.put("content-length", "66824");
    headers.put("host", "s3.amazonaws.com");
    headers.put("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    headers.put("x-amz-date", DATE);
    headers.put("x-amz-decoded-content-length", "66560");
    headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
    return request(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "",
        headers,
        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  }

  private static byte[] framed() {
    String text =
        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
            + "a".repeat(65_536)
            + "\r\n400;chunk-signature="
            + "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
            + "a".repeat(1_024)
            + "\r\n0;chunk-signature="
            + "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
    byte[] framed = text.getBytes(StandardCharsets.US_ASCII);
    // AWS says so in the example.
    assertThat(framed).hasSize(66_824);
    return framed;
  }

  private static CheckedBody open(RequestToVerify request, byte[] body) {
    return new Authenticator(AwsExamplesTest::key, InstantSource.fixed(NOW))
        .authenticate(request)
        .openBody(request, new ByteArrayInputStream(body), true);
  }

  private static void authenticate(RequestToVerify request, Instant now) {
    assertThat(
            new Authenticator(AwsExamplesTest::key, InstantSource.fixed(now)).authenticate(request))
        .isNotNull();
  }

  private static void assertRefused(RequestToVerify request, Instant now, S3Error error) {
    assertThatThrownBy(() -> authenticate(request, now))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static RequestToVerify get(
      String path, String query, String signature, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", HOST);
    headers.putAll(more);
    headers.put("x-amz-content-sha256", SigV4.EMPTY_SHA256);
    headers.put("x-amz-date", DATE);
    return request("GET", path, query, headers, signature);
  }

  /** Signed with all its headers, which must be in their order. */
  private static RequestToVerify request(
      String method, String path, String query, Map<String, String> headers, String signature) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential="
            + SCOPE
            + ",SignedHeaders="
            + String.join(";", headers.keySet())
            + ",Signature="
            + signature;
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("authorization", authorization);
    return view(method, path, query, all);
  }

  private static RequestToVerify view(
      String method, String path, String query, Map<String, String> headers) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new RequestToVerify(method, path, RawQuery.parse(query), lists);
  }
}
