// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures of which each part in turn is another: refused by S3's codes, nothing is stored. */
class HostileSignatureTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final String TARGET = "/bkt/k?x-id=PutObject&x=1";
  private static final String MISMATCH = "SignatureDoesNotMatch";

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  /** With all headers that a put may have. */
  private static RawRequest put() {
    return new RawRequest(CLOUD.s3(), "PUT", TARGET)
        .header("content-type", "text/plain")
        .header("content-md5", "kAFQmDzST7DWlj99KOF/cg==")
        .header("content-length", "3")
        .header("cache-control", "no-cache")
        .header("x-amz-meta-a", "1")
        .header("x-amz-acl", "private")
        .header("x-amz-storage-class", "STANDARD")
        .header("x-amz-tagging", "a=b")
        .body("abc");
  }

  private static void refused(RawRequest request, String code) throws IOException {
    RawRequest.Answer answer = request.send();
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(answer.status()).as("%s", answer).isBetween(400, 403);
    assertThat(answer.text()).doesNotContain(TestCloud.CREDENTIALS.secretAccessKey());
    assertThat(CLOUD.store().count()).as("%s", answer).isZero();
  }

  private static void taken(RawRequest request) throws IOException {
    RawRequest.Answer answer = request.send();
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
  }

  @Test
  void everySignedHeader_anotherOrNone_refused() throws IOException {
    taken(put().sign());
    Map<String, String> others = new TreeMap<>();
    others.put("content-type", "text/html");
    others.put("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
    others.put("cache-control", "max-age=9");
    others.put("x-amz-meta-a", "2");
    others.put("x-amz-acl", "public-read-write");
    others.put("x-amz-storage-class", "ARCHIVE");
    others.put("x-amz-tagging", "a=c");
    others.put("host", "elsewhere");
    for (Map.Entry<String, String> other : others.entrySet()) {
      refused(put().sign().header(other.getKey(), other.getValue()), MISMATCH);
      if (!other.getKey().equals("host")) {
        refused(put().sign().without(other.getKey()), MISMATCH);
        refused(put().sign().line(other.getKey() + ": " + other.getValue()), MISMATCH);
      }
    }
    refused(put().sign().header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), MISMATCH);
    refused(put().sign().header("x-amz-content-sha256", Chunks.TRAILED), MISMATCH);
  }

  /** What steers S3 must be signed: whoever is on the way could add it. */
  @Test
  void headerThatIsNotSigned_refused() throws IOException {
    for (String line :
        List.of(
            "x-amz-acl: public-read",
            "x-amz-copy-source: /bkt/other",
            "x-amz-decoded-content-length: 3",
            "x-amz-trailer: x-amz-checksum-crc32",
            "x-amz-security-token: other",
            "x-amz-mfa: 1",
            "x-amz-checksum-crc32: NSRBwg==")) {
      RawRequest plain = new RawRequest(CLOUD.s3(), "PUT", "/bkt/k").body("abc").sign();
      refused(plain.line(line), "AccessDenied");
    }
  }

  @Test
  void methodPathAndQuery_others_refused() throws IOException {
    refused(put().sign().method("POST"), MISMATCH);
    refused(put().sign().method("DELETE"), MISMATCH);
    for (String path : List.of("/bkt/K", "/bkt/k/", "/bkt//k", "/bkt/%6B2", "/bkt2/k", "/bkt")) {
      refused(put().sign().path(path), MISMATCH);
    }
    refused(put().sign().query(q -> q + "&y=2"), MISMATCH);
    refused(put().sign().query(q -> q + "&x=1"), MISMATCH);
    refused(put().sign().query(q -> q.replace("x=1", "x=2")), MISMATCH);
    refused(put().sign().query(q -> q.replace("&x=1", "")), MISMATCH);
    refused(put().sign().query(q -> q.replace("x=1", "X=1")), MISMATCH);
    refused(put().sign().query(_ -> "acl"), MISMATCH);
    // The order of parameters says nothing, and neither does how a letter is encoded.
    taken(put().sign().query(_ -> "x=1&x-id=PutObject"));
    taken(put().sign().path("/bkt/%6B"));
  }

  @ParameterizedTest
  @CsvSource({
    "Signature=., Signature=0, SignatureDoesNotMatch",
    "Signature=.*, Signature=, SignatureDoesNotMatch",
    "Signature=(.*), Signature=$1$1, SignatureDoesNotMatch",
    "/us-east-1/, /us-west-1/, SignatureDoesNotMatch",
    "/s3/, /ec2/, AuthorizationHeaderMalformed",
    "aws4_request, aws5_request, AuthorizationHeaderMalformed",
    "Credential=\\w+/\\d{8}, $0/20200101, InvalidAccessKeyId",
    "/\\d{8}/, /20200101/, AuthorizationHeaderMalformed",
    "/\\d{8}/, /2020010/, AuthorizationHeaderMalformed",
    "Credential=AKIA, Credential=AKIB, InvalidAccessKeyId",
    "Credential=[^;]*?/, Credential=/, AuthorizationHeaderMalformed",
    "'Credential=[^,]*,', '', AuthorizationHeaderMalformed",
    "'SignedHeaders=[^,]*,', '', AuthorizationHeaderMalformed",
    "',Signature=.*', '', AuthorizationHeaderMalformed",
    "SignedHeaders=[^;]*;, SignedHeaders=, SignatureDoesNotMatch",
    ";x-amz-acl, '', AccessDenied",
    "host;, '', AccessDenied",
    "SHA256, SHA1, InvalidRequest",
    "AWS4-HMAC-SHA256, AWS4-ECDSA-P256-SHA256, InvalidRequest",
    "AWS4-HMAC-SHA256 .*, AWS AKIA:abc=, InvalidRequest",
    "AWS4-HMAC-SHA256 .*, Bearer token, InvalidRequest",
    ".*, Basic Zm9vOmJhcg==, InvalidRequest",
  })
  void authorization_changed_refused(String part, String by, String code) throws IOException {
    RawRequest request = put().sign();
    String changed = request.header("authorization").replaceFirst(part, by);
    if (part.equals("Signature=.")) {
      // One character in 16 would be the same.
      changed += "0";
    }
    assertThat(changed).isNotEqualTo(request.header("authorization"));
    refused(request.header("authorization", changed), code);
  }

  @Test
  void date_anotherOrNone_refused() throws IOException {
    Signature now = Signature.now();
    String hash = Signature.sha256("abc".getBytes(StandardCharsets.US_ASCII));
    Instant at = now.at();
    Signature later = new Signature(at.plusSeconds(1), now.region(), now.secret());
    refused(put().sign(now, hash).header("x-amz-date", later.timestamp()), MISMATCH);
    for (String date : List.of("now", "20260101", "20261301T000000Z", "99999999T999999Z", "")) {
      refused(put().sign(now, hash).header("x-amz-date", date), "AccessDenied");
    }
    refused(put().sign(now, hash).without("x-amz-date"), "AccessDenied");
    for (Duration off : List.of(Duration.ofMinutes(16), Duration.ofMinutes(-16))) {
      Signature other = new Signature(at.plus(off), now.region(), now.secret());
      refused(put().sign(other, hash), "RequestTimeTooSkewed");
    }
    Signature stranger = new Signature(at, now.region(), "another secret");
    refused(put().sign(stranger, hash), MISMATCH);
  }

  /** As at AWS, a request may come again while its time is good, and is then as good as before. */
  @Test
  void replay_withinItsTime_isTheSameRequest() throws IOException {
    RawRequest request = put().sign();
    assertThat(request.send().status()).isEqualTo(200);
    assertThat(request.send().status()).isEqualTo(200);
    assertThat(CLOUD.store().count()).isEqualTo(1);
    assertThat(CLOUD.store().bytes("bkt", "k")).asString().isEqualTo("abc");
  }

  private static RawRequest presigned(long ageSeconds, long seconds) {
    Signature now = Signature.now();
    Signature by = new Signature(now.at().minusSeconds(ageSeconds), now.region(), now.secret());
    return new RawRequest(CLOUD.s3(), "PUT", "/bkt/k").body("abc").presign(by, seconds);
  }

  @Test
  void presigned_whileItIsGood_taken() throws IOException {
    taken(presigned(0, 60));
    taken(presigned(3_000, 3_600));
    taken(presigned(0, 604_800));
    // Some proxy's, which is none of our business.
    taken(presigned(0, 60).header("authorization", "Basic Zm9vOmJhcg=="));
  }

  @ParameterizedTest
  @CsvSource({
    "61, 60, AccessDenied",
    "-1000, 60, AccessDenied",
    "0, 0, AuthorizationQueryParametersError",
    "0, -1, AuthorizationQueryParametersError",
    "0, 604801, AuthorizationQueryParametersError",
    "0, 99999999999999, AuthorizationQueryParametersError",
    "700000, 604800, AccessDenied",
  })
  void presigned_beyondItsTime_refused(long age, long seconds, String code) throws IOException {
    refused(presigned(age, seconds), code);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Expires=60, X-Amz-Expires=600, SignatureDoesNotMatch",
    "X-Amz-Expires=60, X-Amz-Expires=6e1, AuthorizationQueryParametersError",
    "&X-Amz-Expires=60, '', AuthorizationQueryParametersError",
    "&X-Amz-Expires=60, &X-Amz-Expires=60&X-Amz-Expires=600, SignatureDoesNotMatch",
    "X-Amz-Date=2, X-Amz-Date=3, AuthorizationQueryParametersError",
    "&X-Amz-Date=[^&]*, '', AuthorizationQueryParametersError",
    "us-east-1, us-west-1, SignatureDoesNotMatch",
    "%2Fs3%2F, %2Fiam%2F, AuthorizationQueryParametersError",
    "Credential=AKIA, Credential=AKIB, InvalidAccessKeyId",
    "&X-Amz-Credential=[^&]*, '', AuthorizationQueryParametersError",
    "SignedHeaders=host, SignedHeaders=host%3Bx, SignatureDoesNotMatch",
    "SignedHeaders=host, SignedHeaders=, AccessDenied",
    "&X-Amz-SignedHeaders=host, '', AccessDenied",
    "X-Amz-Algorithm=[^&]*, X-Amz-Algorithm=none, AuthorizationQueryParametersError",
    "X-Amz-Algorithm=[^&]*&, '', AccessDenied",
    "Signature=.*, Signature=, SignatureDoesNotMatch",
    "&X-Amz-Signature=.*, '', SignatureDoesNotMatch",
    "$, &versionId=null, SignatureDoesNotMatch",
    "^, acl&, SignatureDoesNotMatch",
    ".*, AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x&Expires=9999999999, AccessDenied",
  })
  void presigned_changed_refused(String part, String by, String code) throws IOException {
    RawRequest request = presigned(0, 60);
    String before = request.query();
    refused(request.query(query -> query.replaceFirst(part, by)), code);
    assertThat(request.query()).isNotEqualTo(before);
  }

  @Test
  void presigned_withAHeaderThatIsNotSigned_refused() throws IOException {
    refused(presigned(0, 60).header("x-amz-acl", "public-read"), "AccessDenied");
    refused(presigned(0, 60).header("x-amz-copy-source", "/bkt/other"), "AccessDenied");
    refused(presigned(0, 60).header("x-amz-content-sha256", Signature.EMPTY), MISMATCH);
    refused(presigned(0, 60).method("DELETE"), MISMATCH);
    refused(presigned(0, 60).path("/bkt/other"), MISMATCH);
  }
}
