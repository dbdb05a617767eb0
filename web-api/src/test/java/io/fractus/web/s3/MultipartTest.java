// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.TestCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in parts, as AWS's own client puts them. */
class MultipartTest {
  private static final String BUCKET = "films";
  private static final String KEY = "dir/big ü";
  private static final int MIN = 5 << 20;
  private static final long SEED = 5;

  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final PartUploads PARTS = new PartUploads(S3, BUCKET, KEY);

  private final Random random = new Random(SEED);

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

  @Test
  void upload_threeParts_isOneObject() {
    String id =
        S3.createMultipartUpload(b ->
                b.bucket(BUCKET)
                    .key(KEY)
                    .contentType("video/mp4")
                    .metadata(Map.of("colour", "red"))
                    .tagging("a=b"))
            .uploadId();
    byte[] first = bytes(MIN);
    byte[] second = bytes(MIN + 1);
    byte[] third = bytes(3);
    // In another order than theirs.
    CompletedPart c = PARTS.put(id, 3, third);
    CompletedPart a = PARTS.put(id, 1, first);
    CompletedPart b = PARTS.put(id, 2, second);

    CompleteMultipartUploadResponse done = PARTS.complete(id, a, b, c);

    assertThat(done.eTag()).matches("\"[0-9a-f]{32}-3\"");
    assertThat(CLOUD.store().bytes(BUCKET, KEY))
        .isEqualTo(PartUploads.joined(first, second, third));
    HeadObjectResponse head = S3.headObject(h -> h.bucket(BUCKET).key(KEY));
    assertThat(head.contentLength()).isEqualTo(2L * MIN + 4);
    assertThat(head.contentType()).isEqualTo("video/mp4");
    assertThat(head.metadata()).isEqualTo(Map.of("colour", "red"));
    assertThat(head.eTag()).isEqualTo(done.eTag());
    assertThat(S3.listMultipartUploads(l -> l.bucket(BUCKET)).uploads()).isEmpty();
    assertThat(PARTS.complete(id, a, b, c).eTag()).isEqualTo(done.eTag());
    assertFails("NoSuchUpload", 404, () -> PARTS.put(id, 4, third));
  }

  @Test
  void get_partNumber_isThatPart() {
    String id = PARTS.begin();
    byte[] second = bytes(7);
    PARTS.complete(id, PARTS.put(id, 1, bytes(MIN)), PARTS.put(id, 2, second));
    var answer = S3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).partNumber(2));
    assertThat(answer.asByteArray()).isEqualTo(second);
    GetObjectResponse response = answer.response();
    assertThat(response.partsCount()).isEqualTo(2);
    assertThat(response.contentRange())
        .isEqualTo("bytes %d-%d/%d".formatted(MIN, MIN + 6, MIN + 7));
    HeadObjectResponse head = S3.headObject(b -> b.bucket(BUCKET).key(KEY).partNumber(1));
    assertThat(head.contentLength()).isEqualTo(MIN);
    assertThat(head.partsCount()).isEqualTo(2);
    assertFails(
        "InvalidPartNumber",
        416,
        () -> S3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).partNumber(3)));
    assertFails(
        "InvalidRequest",
        400,
        () -> S3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).partNumber(1).range("bytes=0-1")));

    S3.putObject(b -> b.bucket(BUCKET).key("whole"), RequestBody.fromString("hello"));
    var whole = S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("whole").partNumber(1));
    assertThat(whole.asUtf8String()).isEqualTo("hello");
    assertThat(whole.response().partsCount()).isNull();
  }

  @Test
  void complete_againstTheRules_hasS3sCodes() {
    String id = PARTS.begin();
    CompletedPart small = PARTS.put(id, 1, bytes(MIN - 1));
    CompletedPart second = PARTS.put(id, 2, bytes(MIN));
    CompletedPart third = PARTS.put(id, 3, bytes(1));
    assertFails("EntityTooSmall", 400, () -> PARTS.complete(id, small, second));
    assertFails("InvalidPartOrder", 400, () -> PARTS.complete(id, third, second));
    assertFails("InvalidPartOrder", 400, () -> PARTS.complete(id, second, second));
    assertFails(
        "InvalidPart",
        400,
        () ->
            PARTS.complete(
                id, second, third.toBuilder().eTag("\"" + "0".repeat(32) + "\"").build()));
    assertFails(
        "InvalidPart",
        400,
        () -> PARTS.complete(id, second, third.toBuilder().partNumber(4).build()));
    assertFails("MalformedXML", 400, () -> PARTS.complete(id));
    CompletedPart[] many =
        IntStream.rangeClosed(1, 10_001)
            .mapToObj(n -> second.toBuilder().partNumber(n).build())
            .toArray(CompletedPart[]::new);
    assertFails("MalformedXML", 400, () -> PARTS.complete(id, many));
    assertFails("InvalidArgument", 400, () -> PARTS.put(id, 10_001, new byte[1]));
    assertFails("InvalidArgument", 400, () -> PARTS.put(id, 0, new byte[1]));
    assertFails("NoSuchUpload", 404, () -> PARTS.put("f".repeat(44), 1, new byte[1]));
    assertThat(PARTS.complete(id, second, third).eTag()).endsWith("-2\"");
  }

  @Test
  void putPart_again_replacesIt() {
    String id = PARTS.begin();
    CompletedPart old = PARTS.put(id, 1, bytes(10));
    byte[] bytes = bytes(11);
    CompletedPart part = PARTS.put(id, 1, bytes);
    assertFails("InvalidPart", 400, () -> PARTS.complete(id, old));
    PARTS.complete(id, part);
    assertThat(CLOUD.store().bytes(BUCKET, KEY)).isEqualTo(bytes);
  }

  @Test
  void complete_conditions_areChecked() {
    S3.putObject(b -> b.bucket(BUCKET).key(KEY), RequestBody.fromString("there"));
    String id = PARTS.begin();
    CompletedPart part = PARTS.put(id, 1, bytes(10));
    assertFails(
        "PreconditionFailed",
        412,
        () ->
            S3.completeMultipartUpload(b ->
                b.bucket(BUCKET)
                    .key(KEY)
                    .uploadId(id)
                    .ifNoneMatch("*")
                    .multipartUpload(m -> m.parts(part))));
    assertFails(
        "PreconditionFailed",
        412,
        () ->
            S3.completeMultipartUpload(b ->
                b.bucket(BUCKET)
                    .key(KEY)
                    .uploadId(id)
                    .ifMatch("\"00\"")
                    .multipartUpload(m -> m.parts(part))));
    String etag = S3.headObject(b -> b.bucket(BUCKET).key(KEY)).eTag();
    S3.completeMultipartUpload(b ->
        b.bucket(BUCKET).key(KEY).uploadId(id).ifMatch(etag).multipartUpload(m -> m.parts(part)));
  }

  @Test
  void listParts_pages_haveEachOnce() {
    String id = PARTS.begin();
    for (int number : List.of(9, 1, 4, 10_000, 3)) {
      PARTS.put(id, number, bytes(number % 100));
    }
    List<Integer> found = new ArrayList<>();
    ListPartsResponse page = null;
    for (int i = 0; i < 10 && (page == null || page.isTruncated()); i++) {
      Integer marker = page == null ? null : page.nextPartNumberMarker();
      page =
          S3.listParts(
              b -> b.bucket(BUCKET).key(KEY).uploadId(id).maxParts(2).partNumberMarker(marker));
      page.parts().stream().map(Part::partNumber).forEach(found::add);
    }
    assertThat(found).containsExactly(1, 3, 4, 9, 10_000);
    assertThat(S3.listParts(b -> b.bucket(BUCKET).key(KEY).uploadId(id)).parts().get(2))
        .satisfies(part -> assertThat(part.size()).isEqualTo(4));
    assertFails(
        "NoSuchUpload", 404, () -> S3.listParts(b -> b.bucket(BUCKET).key(KEY).uploadId("x")));
  }

  @Test
  void listUploads_pages_haveEachOnce() {
    List<String> expected = new ArrayList<>();
    for (String key : List.of("a", "a", "b/1", "b/2", "c")) {
      String id = S3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
      expected.add(key + " " + id);
    }
    List<String> found = new ArrayList<>();
    ListMultipartUploadsResponse page = null;
    for (int i = 0; i < 10 && (page == null || page.isTruncated()); i++) {
      String key = page == null ? null : page.nextKeyMarker();
      String upload = page == null ? null : page.nextUploadIdMarker();
      page =
          S3.listMultipartUploads(
              b -> b.bucket(BUCKET).maxUploads(1).keyMarker(key).uploadIdMarker(upload));
      for (MultipartUpload one : page.uploads()) {
        found.add(one.key() + " " + one.uploadId());
      }
    }
    assertThat(found).isEqualTo(expected);
    page = S3.listMultipartUploads(b -> b.bucket(BUCKET).delimiter("/").prefix(""));
    assertThat(page.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("b/");
    assertThat(page.uploads()).hasSize(3);
    page = S3.listMultipartUploads(b -> b.bucket(BUCKET).prefix("b/"));
    assertThat(page.uploads()).extracting(u -> u.key()).containsExactly("b/1", "b/2");
    assertThat(S3.listMultipartUploads(b -> b.bucket(BUCKET).maxUploads(0)).isTruncated())
        .isFalse();
  }

  @Test
  void abort_twice_isThereAndThenNot() {
    String id = PARTS.begin();
    PARTS.put(id, 1, bytes(10));
    S3.abortMultipartUpload(b -> b.bucket(BUCKET).key(KEY).uploadId(id));
    assertFails(
        "NoSuchUpload",
        404,
        () -> S3.abortMultipartUpload(b -> b.bucket(BUCKET).key(KEY).uploadId(id)));
    assertThat(S3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).isEmpty();
  }

  @Test
  void complete_slow_sendsSpacesAndThenTheResult() throws Exception {
    String id = PARTS.begin();
    CompletedPart part = PARTS.put(id, 1, bytes(10));
    CountDownLatch gate = CLOUD.store().uploads().holdCompletions();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<CompleteMultipartUploadResponse> done =
          executor.submit(() -> PARTS.complete(id, part));
      // Longer than the first space takes: the client then reads from an answer that has begun.
      assertThat(gate.await(7, java.util.concurrent.TimeUnit.SECONDS)).isFalse();
      gate.countDown();
      assertThat(done.get().eTag()).endsWith("-1\"");
    }
  }

  @Test
  void complete_slowAndRefused_isAnErrorInTheDocument() throws Exception {
    String id = PARTS.begin();
    CompletedPart wrong = PARTS.put(id, 1, bytes(10)).toBuilder().partNumber(2).build();
    CountDownLatch gate = CLOUD.store().uploads().holdCompletions();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<CompleteMultipartUploadResponse> done =
          executor.submit(() -> PARTS.complete(id, wrong));
      assertThat(gate.await(7, java.util.concurrent.TimeUnit.SECONDS)).isFalse();
      gate.countDown();
      assertThatThrownBy(done::get)
          .hasCauseInstanceOf(S3Exception.class)
          .hasMessageContaining("there is no part 2");
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
