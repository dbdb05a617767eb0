// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.RealCloud;
import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Keys that clients bring along (SSE-C), with AWS's own client over a real store. */
@Timeout(120)
class CustomerKeysTest {
  private static final String BUCKET = "secrets";
  private static final int KEY_BYTES = 32;
  private static final int SMALL = 5_001;
  private static final int LARGE = 300_001;
  private static final int PART = 5 << 20;
  private static final Key HERS = new Key(1);
  private static final Key HIS = new Key(2);

  @TempDir static Path directory;
  private static RealCloud cloud;
  private static S3Client s3;

  /** As the headers have it. */
  private record Key(String base64, String md5) {
    Key(int seed) {
      this(bytes(seed, KEY_BYTES));
    }

    private Key(byte[] bytes) {
      this(
          Base64.getEncoder().encodeToString(bytes),
          Base64.getEncoder().encodeToString(digest(bytes)));
    }
  }

  @BeforeAll
  static void start() throws IOException {
    cloud = new RealCloud(directory);
    s3 = SdkClients.ofRoot(cloud.s3());
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    s3.close();
    cloud.close();
  }

  @Test
  void website_withAnObjectThatNeedsAKey_doesNotShowIt() throws IOException {
    s3.createBucket(b -> b.bucket("site"));
    s3.putBucketPolicy(b ->
        b.bucket("site")
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                    + "\"Resource\":\"arn:aws:s3:::site/*\"}]}"));
    s3.putBucketWebsite(
        b -> b.bucket("site").websiteConfiguration(w -> w.indexDocument(i -> i.suffix("i.html"))));
    s3.putObject(b -> b.bucket("site").key("i.html"), RequestBody.fromString("for all"));
    s3.putObject(
        b ->
            b.bucket("site")
                .key("sealed")
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(HERS.base64)
                .sseCustomerKeyMD5(HERS.md5),
        RequestBody.fromString("for her"));
    String request = "GET %s HTTP/1.1\r\nHost: site.localhost\r\n\r\n";
    assertThat(TestCloud.raw(cloud.websites(), request.formatted("/"))).endsWith("for all");
    assertThat(TestCloud.raw(cloud.websites(), request.formatted("/sealed")))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("for her");
  }

  @Test
  void torrent_ofAnObjectThatNeedsAKey_isRefused() {
    put("no-torrent", bytes(SMALL, 1), HERS);
    assertFails(
        "InvalidRequest", 400, () -> s3.getObjectTorrent(b -> b.bucket(BUCKET).key("no-torrent")));
    assertFails(
        "InvalidRequest",
        400,
        () ->
            s3.getObjectTorrent(b ->
                b.bucket(BUCKET)
                    .key("no-torrent")
                    .overrideConfiguration(o -> o.putRawQueryParameter("web-seed-expires", "60"))));
  }

  @Test
  void getAndHead_withTheSameKey_giveTheObject() {
    for (int size : new int[] {0, SMALL, LARGE}) {
      byte[] body = bytes(size, size);
      String name = "same-" + size;
      PutObjectResponse put = put(name, body, HERS);
      assertThat(put.sseCustomerAlgorithm()).isEqualTo("AES256");
      assertThat(put.sseCustomerKeyMD5()).isEqualTo(HERS.md5);
      assertThat(put.serverSideEncryption()).isNull();
      assertThat(get(name, HERS)).isEqualTo(body);
      HeadObjectResponse head =
          s3.headObject(b ->
              b.bucket(BUCKET)
                  .key(name)
                  .sseCustomerAlgorithm("AES256")
                  .sseCustomerKey(HERS.base64)
                  .sseCustomerKeyMD5(HERS.md5));
      assertThat(head.contentLength()).isEqualTo(size);
      assertThat(head.sseCustomerKeyMD5()).isEqualTo(HERS.md5);
      // The MD5 of the bytes would tell who guesses them that the guess is right.
      assertThat(head.eTag()).isEqualTo(put.eTag()).doesNotContain(hex(digest(body)));
    }
    byte[] range =
        s3.getObjectAsBytes(
                get("same-" + LARGE).toBuilder()
                    .range("bytes=70000-200000")
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(HERS.base64)
                    .sseCustomerKeyMD5(HERS.md5)
                    .build())
            .asByteArray();
    assertThat(range).isEqualTo(Arrays.copyOfRange(bytes(LARGE, LARGE), 70_000, 200_001));
  }

  @Test
  void getAndHead_withoutTheKeyOrWithAnother_areRefused() {
    for (int size : new int[] {0, SMALL, LARGE}) {
      String name = "other-" + size;
      put(name, bytes(size, size), HERS);
      assertFails("InvalidRequest", 400, () -> s3.getObjectAsBytes(get(name)));
      assertFails("AccessDenied", 403, () -> get(name, HIS));
      assertStatus(400, () -> s3.headObject(b -> b.bucket(BUCKET).key(name)));
      assertStatus(
          403,
          () ->
              s3.headObject(b ->
                  b.bucket(BUCKET)
                      .key(name)
                      .sseCustomerAlgorithm("AES256")
                      .sseCustomerKey(HIS.base64)
                      .sseCustomerKeyMD5(HIS.md5)));
      assertFails(
          "InvalidRequest",
          400,
          () ->
              s3.getObjectAttributes(
                  b -> b.bucket(BUCKET).key(name).objectAttributes(ObjectAttributes.OBJECT_SIZE)));
    }
    s3.putObject(b -> b.bucket(BUCKET).key("plain"), RequestBody.fromString("hello"));
    assertFails("InvalidRequest", 400, () -> get("plain", HERS));
  }

  @Test
  void attributes_withTheKey_areTold() {
    put("attributes", bytes(1, SMALL), HERS);
    assertThat(
            s3.getObjectAttributes(b ->
                    b.bucket(BUCKET)
                        .key("attributes")
                        .objectAttributes(ObjectAttributes.OBJECT_SIZE)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(HERS.base64)
                        .sseCustomerKeyMD5(HERS.md5))
                .objectSize())
        .isEqualTo(SMALL);
  }

  @Test
  void put_withHeadersThatDoNotFit_isRefusedAndNothingStored() {
    PutObjectRequest good = put("refused", HERS);
    refused("InvalidEncryptionAlgorithmError", good.toBuilder().sseCustomerAlgorithm("AES128"));
    refused("InvalidArgument", good.toBuilder().sseCustomerKeyMD5(HIS.md5));
    refused("InvalidArgument", good.toBuilder().sseCustomerKeyMD5("not base64"));
    refused("InvalidArgument", good.toBuilder().sseCustomerKey("c2hvcnQ="));
    refused("InvalidArgument", good.toBuilder().sseCustomerAlgorithm(null));
    refused("InvalidArgument", good.toBuilder().serverSideEncryption("AES256"));
    assertFails("NoSuchKey", 404, () -> s3.getObjectAsBytes(get("refused")));
  }

  private static void refused(String code, PutObjectRequest.Builder request) {
    assertFails(code, 400, () -> s3.putObject(request.build(), RequestBody.fromString("hello")));
  }

  @Test
  void copy_betweenKeys_sealsAnew() {
    byte[] body = bytes(4, SMALL);
    put("source", body, HERS);
    assertFails(
        "InvalidRequest",
        400,
        () ->
            s3.copyObject(b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("source")
                    .destinationBucket(BUCKET)
                    .destinationKey("copy")));
    s3.copyObject(b ->
        b.sourceBucket(BUCKET)
            .sourceKey("source")
            .destinationBucket(BUCKET)
            .destinationKey("copy")
            .copySourceSSECustomerAlgorithm("AES256")
            .copySourceSSECustomerKey(HERS.base64)
            .copySourceSSECustomerKeyMD5(HERS.md5)
            .sseCustomerAlgorithm("AES256")
            .sseCustomerKey(HIS.base64)
            .sseCustomerKeyMD5(HIS.md5));
    assertThat(get("copy", HIS)).isEqualTo(body);
    assertFails("AccessDenied", 403, () -> get("copy", HERS));
    // Onto itself, so that it has no key any more.
    s3.copyObject(b ->
        b.sourceBucket(BUCKET)
            .sourceKey("copy")
            .destinationBucket(BUCKET)
            .destinationKey("copy")
            .copySourceSSECustomerAlgorithm("AES256")
            .copySourceSSECustomerKey(HIS.base64)
            .copySourceSSECustomerKeyMD5(HIS.md5));
    assertThat(s3.getObjectAsBytes(get("copy")).asByteArray()).isEqualTo(body);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("copy")).eTag()).contains(hex(digest(body)));
  }

  @Test
  void parts_eachWithTheKeyOfTheUpload_areAnObject() {
    byte[] first = bytes(5, PART);
    byte[] source = bytes(6, SMALL);
    put("part source", source, HIS);
    String id =
        s3.createMultipartUpload(b ->
                b.bucket(BUCKET)
                    .key("parts")
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(HERS.base64)
                    .sseCustomerKeyMD5(HERS.md5))
            .uploadId();
    RequestBody any = RequestBody.fromString("hello");
    assertFails(
        "InvalidRequest",
        400,
        () -> s3.uploadPart(b -> b.bucket(BUCKET).key("parts").uploadId(id).partNumber(1), any));
    assertFails("InvalidRequest", 400, () -> part(id, source, HIS));
    String one = part(id, first, HERS);
    String two =
        s3.uploadPartCopy(b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("part source")
                    .destinationBucket(BUCKET)
                    .destinationKey("parts")
                    .uploadId(id)
                    .partNumber(2)
                    .copySourceSSECustomerAlgorithm("AES256")
                    .copySourceSSECustomerKey(HIS.base64)
                    .copySourceSSECustomerKeyMD5(HIS.md5)
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(HERS.base64)
                    .sseCustomerKeyMD5(HERS.md5))
            .copyPartResult()
            .eTag();
    assertThat(s3.listParts(b -> b.bucket(BUCKET).key("parts").uploadId(id)).parts()).hasSize(2);
    String etag =
        s3.completeMultipartUpload(b ->
                b.bucket(BUCKET)
                    .key("parts")
                    .uploadId(id)
                    .multipartUpload(m ->
                        m.parts(
                            CompletedPart.builder().partNumber(1).eTag(one).build(),
                            CompletedPart.builder().partNumber(2).eTag(two).build())))
            .eTag();
    assertThat(etag).matches("\"[0-9a-f]{32}-2\"");
    byte[] whole = Arrays.copyOf(first, PART + SMALL);
    System.arraycopy(source, 0, whole, PART, SMALL);
    assertThat(get("parts", HERS)).isEqualTo(whole);
    assertFails("InvalidRequest", 400, () -> s3.getObjectAsBytes(get("parts")));
    assertFails("AccessDenied", 403, () -> get("parts", HIS));
  }

  @Test
  void rest_ofSuchAnObject_saysThatItNeedsTheKey() throws Exception {
    put("rest", bytes(7, SMALL), HERS);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(cloud.rest() + "/api/v1/buckets/" + BUCKET + "/objects/rest"))
                  .header("Authorization", "Bearer " + TestCloud.CREDENTIALS.restToken())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("customer-key-mismatch");
    }
  }

  private static String part(String id, byte[] body, Key key) {
    return s3.uploadPart(
            b ->
                b.bucket(BUCKET)
                    .key("parts")
                    .uploadId(id)
                    .partNumber(1)
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(key.base64)
                    .sseCustomerKeyMD5(key.md5),
            RequestBody.fromBytes(body))
        .eTag();
  }

  private static PutObjectRequest put(String name, Key key) {
    return PutObjectRequest.builder()
        .bucket(BUCKET)
        .key(name)
        .sseCustomerAlgorithm("AES256")
        .sseCustomerKey(key.base64)
        .sseCustomerKeyMD5(key.md5)
        .build();
  }

  private static PutObjectResponse put(String name, byte[] body, Key key) {
    return s3.putObject(put(name, key), RequestBody.fromBytes(body));
  }

  private static GetObjectRequest get(String name) {
    return GetObjectRequest.builder().bucket(BUCKET).key(name).build();
  }

  private static byte[] get(String name, Key key) {
    return s3.getObjectAsBytes(
            get(name).toBuilder()
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key.base64)
                .sseCustomerKeyMD5(key.md5)
                .build())
        .asByteArray();
  }

  private static void assertStatus(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
