// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.StoreException;
import io.fractus.web.TestCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What AWS's own client sees. */
class AwsSdkTest {
  private static final long SEED = 42;
  private static final String BUCKET = "pictures";

  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = client(TestCloud.CREDENTIALS.secretAccessKey());

  private static S3Client client(String secret) {
    return S3Client.builder()
        .endpointOverride(CLOUD.s3())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(TestCloud.CREDENTIALS.accessKeyId(), secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  @BeforeEach
  void createBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_071, 131_072, 1_000_003})
  void putThenGet_anySize_sameBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED).nextBytes(bytes);
    put("a/b c+é//ü/", bytes);
    assertThat(CLOUD.store().bytes(BUCKET, "a/b c+é//ü/")).isEqualTo(bytes);
    assertThat(S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a/b c+é//ü/")).asByteArray())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void put_withEachChecksum_accepted(ChecksumAlgorithm algorithm) {
    S3.putObject(
        b -> b.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
        RequestBody.fromString("hello"));
    assertThat(CLOUD.store().bytes(BUCKET, "k")).asString().isEqualTo("hello");
  }

  @Test
  void head_object_hasWhatWasPut() {
    S3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .contentType("text/plain")
                .contentEncoding("gzip")
                .cacheControl("no-store")
                .storageClass("RAID7")
                .metadata(Map.of("colour", "red")),
        RequestBody.fromString("hello"));
    HeadObjectResponse head = S3.headObject(b -> b.bucket(BUCKET).key("k"));
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.contentType()).isEqualTo("text/plain");
    // aws-chunked was on the wire only.
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.cacheControl()).isEqualTo("no-store");
    assertThat(head.metadata()).containsExactly(Map.entry("colour", "red"));
    assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(CLOUD.store().buckets()).hasSize(1);
  }

  @Test
  void get_rangeAndConditions_asS3() {
    put("k", "0123456789".getBytes(StandardCharsets.US_ASCII));
    var part = S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").range("bytes=2-4"));
    assertThat(part.asUtf8String()).isEqualTo("234");
    GetObjectResponse answer = part.response();
    assertThat(answer.contentRange()).isEqualTo("bytes 2-4/10");
    assertFails(
        "InvalidRange",
        416,
        () -> S3.getObjectAsBytes(g -> g.bucket(BUCKET).key("k").range("bytes=10-")));
    assertFails(
        "PreconditionFailed",
        412,
        () -> S3.getObjectAsBytes(g -> g.bucket(BUCKET).key("k").ifMatch("\"x\"")));
    assertThatThrownBy(
            () -> S3.getObjectAsBytes(g -> g.bucket(BUCKET).key("k").ifNoneMatch(answer.eTag())))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
  }

  @Test
  void put_ifNoneMatchAny_refusedIfThere() {
    put("k", new byte[1]);
    assertFails(
        "PreconditionFailed",
        412,
        () ->
            S3.putObject(
                b -> b.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("x")));
  }

  @Test
  void list_pages_everyKeyOnceInOrder() {
    List<String> keys =
        IntStream.range(0, 23)
            .mapToObj(i -> String.format("dir%d/ü + %02d", i % 3, i))
            .sorted()
            .toList();
    keys.forEach(key -> put(key, new byte[0]));
    List<String> listed = new ArrayList<>();
    S3.listObjectsV2Paginator(b -> b.bucket(BUCKET).maxKeys(5).encodingType(EncodingType.URL))
        .contents()
        .forEach(object -> listed.add(object.key()));
    assertThat(listed).isEqualTo(keys);

    List<String> first = new ArrayList<>();
    String marker = "";
    for (int page = 0; page < 10 && marker != null; page++) {
      String after = marker;
      ListObjectsResponse response = S3.listObjects(b -> b.bucket(BUCKET).maxKeys(5).marker(after));
      response.contents().stream().map(S3Object::key).forEach(first::add);
      marker = response.isTruncated() ? response.nextMarker() : null;
    }
    assertThat(first).isEqualTo(keys);
  }

  @Test
  void list_delimiter_rolledUp() {
    List.of("a", "b/1", "b/2", "c/1", "d").forEach(key -> put(key, new byte[0]));
    ListObjectsV2Response page = S3.listObjectsV2(b -> b.bucket(BUCKET).delimiter("/"));
    assertThat(page.contents()).extracting(S3Object::key).containsExactly("a", "d");
    assertThat(page.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("b/", "c/");
    assertThat(page.keyCount()).isEqualTo(4);
    ListObjectsV2Response inner =
        S3.listObjectsV2(b -> b.bucket(BUCKET).prefix("b/").startAfter("b/1"));
    assertThat(inner.contents()).extracting(S3Object::key).containsExactly("b/2");
    assertThat(S3.listObjectsV2(b -> b.bucket(BUCKET).maxKeys(0)).isTruncated()).isFalse();
  }

  @Test
  void delete_manyAndOne_gone() {
    List.of("a", "b", "c").forEach(key -> put(key, new byte[0]));
    DeleteObjectsResponse deleted =
        S3.deleteObjects(b ->
            b.bucket(BUCKET)
                .delete(Delete.builder().objects(id("a"), id("b"), id("none")).build()));
    assertThat(deleted.deleted()).extracting(d -> d.key()).containsExactly("a", "b", "none");
    S3.deleteObject(b -> b.bucket(BUCKET).key("c"));
    S3.deleteObject(b -> b.bucket(BUCKET).key("c"));
    S3.deleteBucket(b -> b.bucket(BUCKET));
    assertThat(S3.listBuckets().buckets()).isEmpty();
  }

  @Test
  void buckets_rules_asS3() {
    put("k", new byte[0]);
    S3.headBucket(b -> b.bucket(BUCKET));
    assertThat(S3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly(BUCKET);
    assertThat(S3.getBucketLocation(b -> b.bucket(BUCKET)).locationConstraintAsString())
        .isNullOrEmpty();
    assertThat(S3.getBucketVersioning(b -> b.bucket(BUCKET)).status()).isNull();
    assertThat(S3.getBucketAcl(b -> b.bucket(BUCKET)).grants().getFirst().grantee().typeAsString())
        .isEqualTo("CanonicalUser");
    assertFails("BucketAlreadyOwnedByYou", 409, () -> S3.createBucket(b -> b.bucket(BUCKET)));
    assertFails("BucketNotEmpty", 409, () -> S3.deleteBucket(b -> b.bucket(BUCKET)));
    assertFails("NoSuchBucketPolicy", 404, () -> S3.getBucketPolicy(b -> b.bucket(BUCKET)));
    assertFails("NoSuchBucket", 404, () -> S3.listObjectsV2(b -> b.bucket("missing")));
    assertFails("NoSuchKey", 404, () -> S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("none")));
    assertFails("KeyTooLongError", 400, () -> put("x".repeat(1_025), new byte[0]));
    assertFails(
        "InvalidStorageClass",
        400,
        () ->
            S3.putObject(
                b -> b.bucket(BUCKET).key("k").storageClass("GLACIER"), RequestBody.empty()));
  }

  @Test
  void failures_ofTheCloud_namedInTheError() {
    put("k", new byte[10]);
    CLOUD.store().failPuts(StoreException.Code.NOT_ENOUGH_NODES, "6 nodes are needed, 2 are there");
    CLOUD.store().failReads(StoreException.Code.STRIPE_UNAVAILABLE, "stripe 0 lacks bits 1 and 2");
    assertFails("ServiceUnavailable", 503, () -> put("other", new byte[1_000_000]));
    assertThatThrownBy(() -> S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")))
        .hasMessageContaining("stripe 0 lacks bits 1 and 2");
  }

  @Test
  void get_breaksHalfWay_clientSeesIt() {
    put("k", new byte[1_000_000]);
    CLOUD.store().breakReadsAfter(500_000);
    assertThatThrownBy(() -> S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")))
        .isInstanceOf(RuntimeException.class);
  }

  /** The status only: Java's client drops the body of an answer in place of 100 Continue. */
  @Test
  void put_largeAndRefused_theStatusIsRead() {
    RequestBody body = RequestBody.fromBytes(new byte[32 << 20]);
    assertStatus(404, () -> S3.putObject(b -> b.bucket("missing").key("k"), body));
    try (S3Client stranger = client("wrong")) {
      assertStatus(403, () -> stranger.putObject(b -> b.bucket(BUCKET).key("k"), body));
    }
  }

  private static void assertStatus(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  @Test
  void wrongSecret_refused() {
    try (S3Client stranger = client("wrong")) {
      assertFails("SignatureDoesNotMatch", 403, stranger::listBuckets);
    }
  }

  @Test
  void presigned_getAndPut_workWithoutCredentials() throws Exception {
    put("a b/ü", "hello".getBytes(StandardCharsets.US_ASCII));
    try (S3Presigner presigner =
            S3Presigner.builder()
                .endpointOverride(CLOUD.s3())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                            TestCloud.CREDENTIALS.accessKeyId(),
                            TestCloud.CREDENTIALS.secretAccessKey())))
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
        HttpClient http = HttpClient.newHttpClient()) {
      GetObjectRequest get =
          GetObjectRequest.builder()
              .bucket(BUCKET)
              .key("a b/ü")
              .responseContentType("text/x-test")
              .build();
      URI url =
          presigner
              .presignGetObject(
                  p -> p.signatureDuration(Duration.ofMinutes(5)).getObjectRequest(get))
              .url()
              .toURI();
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/x-test");

      URI put =
          presigner
              .presignPutObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .putObjectRequest(b -> b.bucket(BUCKET).key("new")))
              .url()
              .toURI();
      HttpResponse<String> stored =
          http.send(
              HttpRequest.newBuilder(put).PUT(HttpRequest.BodyPublishers.ofString("body")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
      assertThat(CLOUD.store().bytes(BUCKET, "new")).asString().isEqualTo("body");
    }
  }

  private void put(String key, byte[] bytes) {
    S3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  private static ObjectIdentifier id(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private static void assertFails(String code, int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.requestId()).isNotEmpty();
            });
  }
}
