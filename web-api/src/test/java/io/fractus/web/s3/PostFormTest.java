// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.TestCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.http.BodyException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms that a browser sends, signed here by hand as AWS documents it. */
class PostFormTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final String BOUNDARY = "----formBoundary7MA4YWxk";
  private static final String CONDITIONS =
      "{\"bucket\": \"hers\"}, [\"starts-with\", \"$key\", \"up/\"],"
          + " [\"eq\", \"$x-amz-meta-a\", \"1\"],"
          + " [\"starts-with\", \"$Content-Type\", \"text/\"], [\"content-length-range\", 2, 10],"
          + " [\"starts-with\", \"$success_action_status\", \"\"],"
          + " [\"starts-with\", \"$success_action_redirect\", \"\"]";

  private static String keyId = "";
  private static String secret = "";

  private final Map<String, String> fields = new LinkedHashMap<>();
  private Instant now = Instant.now();

  @BeforeAll
  static void makeUser() {
    var _ = CLOUD.accounts().create("alice", "readwrite", Quota.NONE);
    NewKey key = CLOUD.accounts().createKey("alice", "");
    keyId = key.about().id();
    secret = key.secretAccessKey();
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    CLOUD.store().book().create("hers", "alice");
    fields.put("key", "up/${filename}");
    fields.put("x-amz-meta-a", "1");
    fields.put("Content-Type", "text/plain");
    sign(CONDITIONS);
  }

  @Test
  void form_asItsPolicySays_isStoredAndAnsweredAsAsked() throws Exception {
    assertThat(send("hello")).startsWith("HTTP/1.1 204").contains("ETag: \"5d41402a");
    assertThat(stored()).isEqualTo("hello");
    fields.put("success_action_status", "201");
    assertThat(send("hello2"))
        .startsWith("HTTP/1.1 201")
        .contains("<PostResponse>", "<Key>up/a b.txt</Key>", "/hers/up/a%20b.txt</Location>");
    fields.put("success_action_status", "200");
    assertThat(send("hello3")).startsWith("HTTP/1.1 200");
    fields.put("success_action_redirect", "https://example.org/done?x=1");
    assertThat(send("hello4"))
        .startsWith("HTTP/1.1 303")
        .contains("Location: https://example.org/done?x=1&bucket=hers&key=up%2Fa%20b.txt&etag=%22");
    assertThat(stored()).isEqualTo("hello4");
  }

  @Test
  void form_againstItsPolicy_isRefusedAndNothingStored() throws Exception {
    assertRefused("EntityTooLarge", "01234567890");
    assertRefused("EntityTooSmall", "0");
    fields.put("x-amz-meta-a", "2");
    assertRefused("AccessDenied", "hello");
    fields.put("x-amz-meta-a", "1");
    fields.put("x-amz-meta-b", "1");
    assertRefused("AccessDenied", "hello");
    fields.remove("x-amz-meta-b");
    fields.put("key", "other/k");
    assertRefused("AccessDenied", "hello");
    fields.put("key", "up/k");
    fields.put("acl", "public-read");
    assertRefused("AccessDenied", "hello");
    fields.remove("acl");
    fields.put("Content-Type", "image/png");
    assertRefused("AccessDenied", "hello");
    fields.put("Content-Type", "text/plain");
    fields.put("x-ignore-me", "1");
    assertThat(send("hello")).startsWith("HTTP/1.1 204");
  }

  @Test
  void form_forgedOrOld_isRefusedAndNothingStored() throws Exception {
    for (String name :
        new String[] {"policy", "x-amz-signature", "x-amz-credential", "x-amz-date"}) {
      Map<String, String> before = new LinkedHashMap<>(fields);
      StringBuilder value = new StringBuilder(before.getOrDefault(name, ""));
      int at = value.length() - 2;
      value.setCharAt(at, value.charAt(at) == '0' ? '1' : '0');
      fields.put(name, value.toString());
      assertThat(send("hello")).as(name).startsWith("HTTP/1.1 4");
      fields.remove(name);
      assertThat(send("hello")).as("without " + name).startsWith("HTTP/1.1 4");
      fields.clear();
      fields.putAll(before);
    }
    assertThat(CLOUD.store().count()).isZero();
    now = Instant.now().minusSeconds(7_200);
    sign(CONDITIONS);
    assertRefused("AccessDenied", "hello");
    now = Instant.now();
    sign("{\"bucket\": \"other\"}," + CONDITIONS);
    assertRefused("AccessDenied", "hello");
    sign("[\"like\", \"$key\", \"*\"]");
    assertRefused("InvalidPolicyDocument", "hello");
    sign(CONDITIONS);
    CLOUD.accounts().setPolicy("alice", "readonly");
    assertRefused("AccessDenied", "hello");
    CLOUD.accounts().setPolicy("alice", "readwrite");
    assertThat(send("hello")).startsWith("HTTP/1.1 204");
  }

  @Test
  void form_cutOffOrMalformed_isRefusedAndNothingStored() throws Exception {
    byte[] whole = body("hello");
    for (int length = 1; length < whole.length - BOUNDARY.length() - 6; length += 37) {
      assertThat(post(Arrays.copyOf(whole, length), BOUNDARY)).startsWith("HTTP/1.1 4");
    }
    assertThat(post(whole, "another")).startsWith("HTTP/1.1 4");
    assertThat(CLOUD.store().count()).isZero();
    // Unsigned, and the bucket is not open to all.
    fields.keySet().removeIf(name -> name.startsWith("x-amz-") || name.equals("policy"));
    assertRefused("AccessDenied", "hello");
    CLOUD.store().book().set("hers", "acl", "public-read-write");
    assertThat(send("hello")).startsWith("HTTP/1.1 204");
  }

  @Test
  void parts_ofRandomBytesInRandomReads_comeOutAsTheyWentIn() throws IOException {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("PostFormTest: -Dfractus.seed=" + seed);
    for (int round = 0; round < 300; round++) {
      Random random = new Random(seed + round);
      byte[] file = nearBoundaries(random);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(
          ("--" + BOUNDARY + "\r\nfirst\r\n--" + BOUNDARY + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(file);
      body.writeBytes(("\r\n--" + BOUNDARY + "--").getBytes(StandardCharsets.US_ASCII));
      UntilBoundary parts = new UntilBoundary(slow(body.toByteArray(), random), BOUNDARY);
      assertThat(parts.readAllBytes()).isEmpty();
      assertThat(parts.next()).isTrue();
      assertThat(parts.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("first");
      assertThat(parts.next()).isTrue();
      assertThat(parts.readAllBytes()).as("seed %d round %d", seed, round).isEqualTo(file);
      assertThat(parts.next()).isFalse();
    }
  }

  @Test
  void parts_thatNeverEnd_areTruncated() {
    InputStream endless = new ByteArrayInputStream(new byte[300_000]);
    assertThatThrownBy(() -> new UntilBoundary(endless, BOUNDARY).readAllBytes())
        .isInstanceOf(BodyException.class);
  }

  /** Bytes among which are beginnings of the boundary. */
  private static byte[] nearBoundaries(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] boundary = ("\r\n--" + BOUNDARY).getBytes(StandardCharsets.US_ASCII);
    for (int i = random.nextInt(50); i > 0; i--) {
      bytes.write(boundary, 0, random.nextInt(boundary.length));
      byte[] noise = new byte[random.nextInt(10_000)];
      random.nextBytes(noise);
      // No noise goes on where the boundary broke off.
      Arrays.fill(noise, 0, Math.min(1, noise.length), (byte) 0);
      bytes.writeBytes(noise);
    }
    return bytes.toByteArray();
  }

  /** Gives a few bytes at a time, or many. */
  private static InputStream slow(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(
            to, offset, Math.min(length, 1 + random.nextInt(1 << random.nextInt(17))));
      }
    };
  }

  private void sign(String conditions) {
    fields.putAll(SignedForm.fields(keyId, secret, conditions, now));
  }

  private void assertRefused(String code, String file) throws IOException {
    int before = CLOUD.store().count();
    assertThat(send(file)).contains("<Code>" + code + "</Code>");
    assertThat(CLOUD.store().count()).isEqualTo(before);
  }

  private static String stored() {
    return new String(CLOUD.store().bytes("hers", "up/a b.txt"), StandardCharsets.UTF_8);
  }

  private String send(String file) throws IOException {
    return post(body(file), BOUNDARY);
  }

  private byte[] body(String file) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append("--")
            .append(BOUNDARY)
            .append("\r\nContent-Disposition: form-data; name=\"")
            .append(name)
            .append("\"\r\n\r\n")
            .append(value)
            .append("\r\n"));
    body.append("--")
        .append(BOUNDARY)
        .append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\n")
        .append("Content-Type: application/x-other\r\n\r\n")
        .append(file)
        .append("\r\n--")
        .append(BOUNDARY)
        .append("--\r\n");
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String post(byte[] body, String boundary) throws IOException {
    String head =
        "POST /hers HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                .formatted(boundary)
            + "Content-Length: %d\r\nConnection: close\r\n\r\n".formatted(body.length);
    return TestCloud.raw(CLOUD.s3(), head + new String(body, StandardCharsets.ISO_8859_1));
  }
}
