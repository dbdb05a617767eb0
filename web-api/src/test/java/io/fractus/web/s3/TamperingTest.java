// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Requests that AWS's own signer signed, each changed in one place: in the method, the path, a
 * parameter, a header, the signature or the body. All are refused, and nothing is stored.
 */
class TamperingTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final String TEXT = "what was signed";
  private static final byte[] BODY = TEXT.getBytes(StandardCharsets.US_ASCII);
  private static final int ROUNDS = 250;
  private static final AwsCredentialsIdentity CREDENTIALS =
      AwsCredentialsIdentity.create(
          TestCloud.CREDENTIALS.accessKeyId(), TestCloud.CREDENTIALS.secretAccessKey());
  private static final Set<String> CODES =
      Set.of(
          "AccessDenied",
          "AuthorizationHeaderMalformed",
          "AuthorizationQueryParametersError",
          "InvalidAccessKeyId",
          "InvalidArgument",
          "InvalidRequest",
          "InvalidURI",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "XAmzContentSHA256Mismatch");

  /** A request as it goes over the wire; header names in lower case. */
  private record Wire(String method, String target, Map<String, String> headers, String body) {}

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  @Test
  void headerSigned_changedAnywhere_refusedAndNothingStored() throws Exception {
    mutate(AuthLocation.HEADER, "header");
  }

  @Test
  void presigned_changedAnywhere_refusedAndNothingStored() throws Exception {
    mutate(AuthLocation.QUERY_STRING, "query");
  }

  private static void mutate(AuthLocation location, String name) throws Exception {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("TamperingTest " + name + ": -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String key = "k" + round;
      Wire good = sign("/bkt/" + key + "?partNo=1&x-id=PutObject", location, Instant.now());
      Wire bad = changed(good, random);
      String answer = send(bad);
      assertThat(answer)
          .as("seed %d round %d: %s", seed, round, bad)
          .doesNotStartWith("HTTP/1.1 2");
      String code = answer.replaceFirst("(?s).*<Code>(\\w+)</Code>.*", "$1");
      // A HEAD is answered without a body, and a method that is none by Jetty.
      if (answer.contains("<Code>")) {
        assertThat(CODES).as("seed %d round %d: %s%n%s", seed, round, bad, answer).contains(code);
      }
      assertThat(CLOUD.store().count()).as("seed %d round %d: %s", seed, round, bad).isZero();
      if (round % 50 == 0) {
        assertThat(send(good)).startsWith("HTTP/1.1 200");
        CLOUD.store().clear();
        CLOUD.store().createBucket("bkt");
      }
    }
  }

  @Test
  void replay_outsideOfTheWindow_refused() throws Exception {
    Instant now = Instant.now();
    for (Duration off : List.of(Duration.ofMinutes(16), Duration.ofMinutes(-16))) {
      assertThat(send(sign("/bkt/k", AuthLocation.HEADER, now.plus(off))))
          .startsWith("HTTP/1.1 403")
          .contains("RequestTimeTooSkewed");
    }
    for (Duration off : List.of(Duration.ofMinutes(14), Duration.ofMinutes(-14))) {
      assertThat(send(sign("/bkt/k", AuthLocation.HEADER, now.plus(off))))
          .startsWith("HTTP/1.1 200");
    }
    assertThat(send(sign("/bkt/k", AuthLocation.QUERY_STRING, now.minus(Duration.ofMinutes(61)))))
        .startsWith("HTTP/1.1 403")
        .contains("AccessDenied");
  }

  /** One that is like it but for one thing. */
  private static Wire changed(Wire good, Random random) {
    return switch (random.nextInt(6)) {
      case 0 ->
          new Wire(
              List.of("GET", "HEAD", "DELETE", "POST").get(random.nextInt(4)),
              good.target,
              good.headers,
              good.body);
      // Anywhere but in its first slash.
      case 1 -> new Wire(good.method, flipped(good.target, 1, random), good.headers, good.body);
      case 2 -> new Wire(good.method, good.target, good.headers, flipped(good.body, 0, random));
      case 3 -> withHeader(good, "x-amz-acl", "public-read");
      case 4 -> new Wire(good.method, good.target + "&extra=1", good.headers, good.body);
      default -> {
        List<String> names = new ArrayList<>(good.headers.keySet());
        names.remove("content-length");
        if (good.target.contains("X-Amz-Signature")) {
          // What the query does not sign may be anything.
          names.retainAll(List.of("host", "x-amz-meta-a"));
        }
        String name = names.get(random.nextInt(names.size()));
        String value = flipped(String.valueOf(good.headers.get(name)), 0, random);
        yield withHeader(good, name, value);
      }
    };
  }

  private static Wire withHeader(Wire good, String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(good.headers);
    headers.put(name, value);
    return new Wire(good.method, good.target, headers, good.body);
  }

  /** With another letter or digit in one place. */
  private static String flipped(String text, int from, Random random) {
    while (true) {
      int at = from + random.nextInt(text.length() - from);
      char old = text.charAt(at);
      char other =
          Character.isDigit(old) ? (char) ('0' + (old - '0' + 1) % 10) : old == 'q' ? 'r' : 'q';
      // Two hexadecimal digits after a percent sign name one character, in either case.
      boolean escaped = text.substring(Math.max(0, at - 2), at).contains("%");
      if (Character.isLetterOrDigit(old) && !escaped) {
        return text.substring(0, at) + other + text.substring(at + 1);
      }
    }
  }

  private static Wire sign(String target, AuthLocation location, Instant when) throws Exception {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(URI.create(CLOUD.s3() + target))
            .putHeader("x-amz-meta-a", "1");
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BODY));
    if (location == AuthLocation.QUERY_STRING) {
      request.putRawQueryParameter("X-Amz-Content-Sha256", hash);
    } else {
      request.putHeader("x-amz-content-sha256", hash);
    }
    ContentStreamProvider payload = () -> new ByteArrayInputStream(BODY);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(s -> {
              s.identity(CREDENTIALS)
                  .request(request.build())
                  .payload(payload)
                  .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                  .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                  .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, location)
                  .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                  .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                  .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC));
              if (location == AuthLocation.QUERY_STRING) {
                s.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofHours(1));
              } else {
                s.putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true);
              }
            })
            .request();
    Map<String, String> headers = new LinkedHashMap<>();
    signed.forEachHeader(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    headers.putIfAbsent("host", CLOUD.s3().getAuthority());
    headers.put("content-length", Integer.toString(BODY.length));
    URI uri = signed.getUri();
    String query = uri.getRawQuery();
    return new Wire("PUT", uri.getRawPath() + (query == null ? "" : "?" + query), headers, TEXT);
  }

  private static String send(Wire wire) throws IOException {
    StringBuilder head =
        new StringBuilder(wire.method).append(' ').append(wire.target).append(" HTTP/1.1\r\n");
    wire.headers.forEach(
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("connection: close\r\n\r\n").append(wire.body);
    return TestCloud.raw(CLOUD.s3(), head.toString());
  }
}
