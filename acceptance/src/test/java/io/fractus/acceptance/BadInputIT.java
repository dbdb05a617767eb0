// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.JsonNode;

/** What is asked wrongly is refused with a reason, and nothing is half there afterwards. */
final class BadInputIT {
  private static final String BUCKET = "badinput";
  private static final String KEPT = "kept";
  private static final byte[] BODY = Bytes.random(1, 100_003);

  /** Six nodes of the smallest share there is room to test in: 96 MB of bits, 64 MB of objects. */
  @RegisterExtension
  static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1", "--share", "16MB");

  private static RestClient rest;

  @BeforeAll
  static void keepOne() throws IOException {
    rest = clouds.cloud().rest();
    rest.makeBucket(BUCKET);
    rest.put(BUCKET, KEPT, BODY).orFail();
  }

  @AfterEach
  void nothingElseIsThere() throws IOException {
    String text = rest.get("/api/v1/buckets/" + BUCKET + "/objects", Map.of()).orFail().text();
    JsonNode objects = Json.read(text, JsonNode.class).required("objects");
    assertThat(objects).as(text).hasSize(1);
    Bytes.assertSame("the kept object", rest.get(BUCKET, KEPT).orFail().body(), BODY);
  }

  private static void checkProblem(RestClient.Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.problem().type()).isEqualTo(type);
    assertThat(reply.problem().detail()).isNotBlank();
    assertThat(reply.problem().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raid9:3+1", "raid6", "raid6:4+3", "raid6:4+2x99", "rs:0+0", "x"})
  void put_unknownLayout_is400(String layout) throws IOException {
    checkProblem(
        rest.put(BUCKET, "x", BODY, Map.of("X-Fractus-Layout", layout)), 400, "unknown-layout");
  }

  @Test
  void put_layoutForMoreNodesThanThereAre_is503() throws IOException {
    RestClient.Reply reply =
        rest.put(BUCKET, "x", BODY, Map.of("X-Fractus-Layout", "raid6:10+2x1"));
    checkProblem(reply, 503, "not-enough-nodes");
    assertThat(reply.problem().detail()).contains("12").contains("6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "a/../b",
        "a/./b",
        "%2e%2e/x",
        "a%00b",
        "a%0ab",
        "%ff%fe",
        "a%c3",
        "%zz"
      })
  void put_badKey_is4xx(String key) throws IOException {
    String target = RestClient.path(BUCKET, key);
    String answer =
        RawHttp.exchange(
            rest.base(), RawHttp.request(rest, "PUT", target, BODY.length, BODY), false);
    assertThat(RawHttp.status(answer)).as(answer).isBetween(400, 499);
  }

  @Test
  void put_keyOf2Kilobytes_is400() throws IOException {
    checkProblem(rest.put(BUCKET, "k".repeat(2_048), BODY), 400, "invalid-key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPPER", "a", "-a-", "a..b", "under_score"})
  void put_badBucket_is400(String bucket) throws IOException {
    checkProblem(rest.put(bucket, "x", BODY), 400, "invalid-bucket-name");
  }

  @Test
  void put_bucketThatIsNotThere_is404() throws IOException {
    checkProblem(rest.put("no-such-bucket-here", "x", BODY), 404, "no-such-bucket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "", "a b"})
  void put_wrongToken_is401(String token) throws IOException {
    RestClient stranger = new RestClient(rest.base(), token);
    RestClient.Reply reply = stranger.put(BUCKET, "x", BODY);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).doesNotContain(rest.token());
    assertThat(stranger.get(BUCKET, KEPT).status()).isEqualTo(401);
  }

  @Test
  void s3_wrongSignature_is403() throws IOException {
    try (S3Client stranger = S3.sdk(clouds.cloud(), "not-the-secret-key")) {
      assertThatThrownBy(
              () -> stranger.putObject(b -> b.bucket(BUCKET).key("x"), RequestBody.fromBytes(BODY)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
              });
      assertThatThrownBy(() -> stranger.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEPT)))
          .isInstanceOf(S3Exception.class);
    }
  }

  @Test
  void put_bodyShorterThanDeclared_isNotThere() throws IOException {
    byte[] request =
        RawHttp.request(rest, "PUT", RestClient.path(BUCKET, "short"), BODY.length + 1_000, BODY);
    String answer = RawHttp.exchange(rest.base(), request, true);
    assertThat(RawHttp.status(answer)).as(answer).isIn(0, 400);
    assertThat(rest.get(BUCKET, "short").status()).isEqualTo(404);
  }

  /** HTTP has no way to tell: the bytes beyond the length are the next request, and no good one. */
  @Test
  void put_bodyLongerThanDeclared_endsAtItsLength() throws IOException {
    byte[] request =
        RawHttp.request(rest, "PUT", RestClient.path(BUCKET, "long"), BODY.length - 1_000, BODY);
    String answer = RawHttp.exchange(rest.base(), request, true);
    assertThat(RawHttp.status(answer)).as(answer).isIn(0, 200, 201, 204, 400);
    RestClient.Reply stored = rest.get(BUCKET, "long");
    if (stored.status() == 200) {
      Bytes.assertSame(
          "the declared part", stored.body(), java.util.Arrays.copyOf(BODY, BODY.length - 1_000));
    }
    rest.delete(RestClient.path(BUCKET, "long"));
  }

  @ParameterizedTest
  @CsvSource({"100003,100004", "999999999,999999999999"})
  void get_rangePastTheEnd_is416(long from, long to) throws IOException {
    RestClient.Reply reply = rest.range(BUCKET, KEPT, from, to);
    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.header("Content-Range")).isEqualTo("bytes */100003");
  }

  @Test
  void get_malformedRange_isAnsweredAsTheStandardSays() throws IOException {
    for (String range : List.of("bytes=x-y", "bytes=5-1", "lines=1-2")) {
      RestClient.Reply reply = rest.get(RestClient.path(BUCKET, KEPT), Map.of("Range", range));
      assertThat(reply.status()).as(range).isIn(200, 400, 416);
    }
  }

  @Test
  void put_moreThanTheSharesHold_is503_andWhatItTookComesBack() throws IOException {
    byte[] tooMuch = new byte[80_000_000];
    checkProblem(rest.put(BUCKET, "too-much", tooMuch), 503, "no-space");
    assertThat(rest.get(BUCKET, "too-much").status()).isEqualTo(404);

    byte[] fits = Bytes.random(2, 20_000_000);
    Await.until(
        "room for 20 MB again",
        java.time.Duration.ofMinutes(2),
        () -> rest.put(BUCKET, "fits", fits).status() / 100 == 2);
    Bytes.assertSame("what fits", rest.get(BUCKET, "fits").orFail().body(), fits);
    rest.delete(RestClient.path(BUCKET, "fits"));
  }

  @Test
  void put_moreThanStagingHolds_is503() throws IOException {
    clouds.cloud().restartGateway("--staging", "1MB");
    try {
      checkProblem(rest.put(BUCKET, "x", new byte[20_000_000]), 503, "staging-full");
      assertThat(rest.get(BUCKET, "x").status()).isEqualTo(404);
    } finally {
      clouds.cloud().restartGateway();
    }
  }

  @Test
  void anyone_withoutAToken_isTurnedAway_andHealthIsOpen() throws IOException {
    RestClient stranger = new RestClient(rest.base(), "x");
    for (String path : List.of("/api/v1/buckets", RestClient.path(BUCKET, KEPT) + "/placement")) {
      assertThat(stranger.get(path, Map.of()).status()).as(path).isEqualTo(401);
    }
    assertThat(stranger.get("/healthz", Map.of()).status()).isEqualTo(200);
    assertThat(stranger.get("/readyz", Map.of()).status()).isEqualTo(200);
  }
}
