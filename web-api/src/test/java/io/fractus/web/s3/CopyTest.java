// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.web.TestCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Copies of objects and of ranges of them. */
class CopyTest {
  private static final String BUCKET = "copies";
  private static final String SOURCE = "from/a b+ü?";
  private static final int SIZE = 7_000_003;
  private static final long SEED = 17;

  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);

  private final byte[] bytes = new byte[SIZE];

  @BeforeEach
  void putSource() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET));
    S3.createBucket(b -> b.bucket("other"));
    new Random(SEED).nextBytes(bytes);
    S3.putObject(
        b ->
            b.bucket(BUCKET)
                .key(SOURCE)
                .contentType("text/plain")
                .metadata(Map.of("colour", "red"))
                .tagging("a=b"),
        RequestBody.fromBytes(bytes));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static CopyObjectRequest.Builder copy() {
    return CopyObjectRequest.builder()
        .sourceBucket(BUCKET)
        .sourceKey(SOURCE)
        .destinationBucket("other")
        .destinationKey("to");
  }

  @Test
  void copy_withoutDirectives_keepsAllButTheStorageClass() {
    CopyObjectResponse done = S3.copyObject(copy().storageClass("RAID7").build());
    HeadObjectResponse from = S3.headObject(b -> b.bucket(BUCKET).key(SOURCE));
    HeadObjectResponse to = S3.headObject(b -> b.bucket("other").key("to"));
    assertThat(done.copyObjectResult().eTag()).isEqualTo(from.eTag());
    assertThat(CLOUD.store().bytes("other", "to")).isEqualTo(bytes);
    assertThat(to.contentType()).isEqualTo("text/plain");
    assertThat(to.metadata()).isEqualTo(Map.of("colour", "red"));
    assertThat(S3.getObjectTagging(b -> b.bucket("other").key("to")).tagSet()).hasSize(1);
    assertThat(CLOUD.store().stat(new ObjectKey("other", "to")).orElseThrow().layout())
        .isEqualTo("raid7:8+3x2");
    assertThat(from.storageClassAsString()).isNull();
    assertThat(to.storageClassAsString()).isEqualTo("RAID7");
    assertThat(
            S3.listObjectsV2(b -> b.bucket("other")).contents().getFirst().storageClassAsString())
        .isEqualTo("RAID7");
  }

  @Test
  void put_intoABucketWithAStorageClass_hasItUnlessAnotherIsNamed() {
    CLOUD.store().setStorageClass("other", StorageClass.ARCHIVE);
    S3.copyObject(copy().build());
    assertThat(S3.headObject(b -> b.bucket("other").key("to")).storageClassAsString())
        .isEqualTo("ARCHIVE");
    S3.copyObject(copy().storageClass("STANDARD").build());
    assertThat(S3.headObject(b -> b.bucket("other").key("to")).storageClassAsString()).isNull();
  }

  @Test
  void copy_replacing_hasWhatTheRequestSays() {
    S3.copyObject(
        copy()
            .metadataDirective(MetadataDirective.REPLACE)
            .contentType("image/png")
            .metadata(Map.of("size", "large"))
            .taggingDirective(TaggingDirective.REPLACE)
            .tagging("c=d&e=f")
            .build());
    HeadObjectResponse to = S3.headObject(b -> b.bucket("other").key("to"));
    assertThat(to.contentType()).isEqualTo("image/png");
    assertThat(to.metadata()).isEqualTo(Map.of("size", "large"));
    assertThat(S3.getObjectTagging(b -> b.bucket("other").key("to")).tagSet()).hasSize(2);
  }

  @Test
  void copy_ontoItself_needsAChange() {
    CopyObjectRequest.Builder same = copy().destinationBucket(BUCKET).destinationKey(SOURCE);
    Instant before = S3.headObject(b -> b.bucket(BUCKET).key(SOURCE)).lastModified();
    assertThatThrownBy(() -> S3.copyObject(same.build()))
        .isInstanceOf(S3Exception.class)
        .hasMessageStartingWith("This copy request is illegal");
    assertThat(S3.headObject(b -> b.bucket(BUCKET).key(SOURCE)).lastModified()).isEqualTo(before);
    S3.copyObject(same.serverSideEncryption(ServerSideEncryption.AES256).build());
    S3.copyObject(same.serverSideEncryption((String) null).storageClass("RAID7").build());
    HeadObjectResponse moved = S3.headObject(b -> b.bucket(BUCKET).key(SOURCE));
    assertThat(moved.storageClassAsString()).isEqualTo("RAID7");
    assertThat(moved.metadata()).isEqualTo(Map.of("colour", "red"));
    S3.copyObject(
        same.storageClass((String) null).metadataDirective(MetadataDirective.REPLACE).build());
    HeadObjectResponse head = S3.headObject(b -> b.bucket(BUCKET).key(SOURCE));
    assertThat(head.metadata()).isEmpty();
    assertThat(CLOUD.store().bytes(BUCKET, SOURCE)).isEqualTo(bytes);
  }

  @Test
  void copy_conditions_areOfTheSource() {
    String etag = S3.headObject(b -> b.bucket(BUCKET).key(SOURCE)).eTag();
    Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    String failed = "PreconditionFailed";
    assertFails(failed, 412, () -> S3.copyObject(copy().copySourceIfMatch("\"x\"").build()));
    assertFails(failed, 412, () -> S3.copyObject(copy().copySourceIfNoneMatch(etag).build()));
    assertFails(
        failed, 412, () -> S3.copyObject(copy().copySourceIfUnmodifiedSince(hourAgo).build()));
    assertFails(
        failed,
        412,
        () ->
            S3.copyObject(copy().copySourceIfModifiedSince(Instant.now().plusSeconds(60)).build()));
    assertThat(CLOUD.store().stat(new ObjectKey("other", "to"))).isEmpty();
    S3.copyObject(copy().copySourceIfMatch(etag).copySourceIfUnmodifiedSince(hourAgo).build());
    S3.copyObject(copy().copySourceIfModifiedSince(hourAgo).build());
  }

  @Test
  void copy_sourceThatIsNot_isRefused() {
    assertFails("NoSuchKey", 404, () -> S3.copyObject(copy().sourceKey("none").build()));
    assertFails("NoSuchBucket", 404, () -> S3.copyObject(copy().sourceBucket("none").build()));
    assertFails("NoSuchBucket", 404, () -> S3.copyObject(copy().destinationBucket("no1").build()));
  }

  @Test
  void copy_sourceBreaksHalfWay_storesNothing() {
    CLOUD.store().breakReadsAfter(SIZE / 2);
    assertFails("ServiceUnavailable", 503, () -> S3.copyObject(copy().build()));
    assertThat(CLOUD.store().stat(new ObjectKey("other", "to"))).isEmpty();
  }

  @Test
  void copy_destinationFails_storesNothing() {
    CLOUD.store().failPuts(StoreException.Code.NO_SPACE, "the nodes are full");
    assertFails("InsufficientStorage", 503, () -> S3.copyObject(copy().build()));
  }

  @Test
  void copyPart_ranges_makeOneObject() {
    String id = S3.createMultipartUpload(b -> b.bucket("other").key("to")).uploadId();
    int cut = 6_000_000;
    CompletedPart first = copyPart(id, 1, "bytes=0-" + (cut - 1));
    CompletedPart second = copyPart(id, 3, "bytes=%d-%d".formatted(cut, SIZE - 1));
    CompletedPart whole = copyPart(id, 2, null);
    S3.completeMultipartUpload(b ->
        b.bucket("other")
            .key("to")
            .uploadId(id)
            .multipartUpload(m -> m.parts(first, whole, second)));
    byte[] expected = new byte[2 * SIZE];
    System.arraycopy(bytes, 0, expected, 0, cut);
    System.arraycopy(bytes, 0, expected, cut, SIZE);
    System.arraycopy(bytes, cut, expected, cut + SIZE, SIZE - cut);
    assertThat(CLOUD.store().bytes("other", "to")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-7000003", "bytes=5-4", "bytes=-5", "bytes=5-", "0-5", "bytes=7000003-"})
  void copyPart_rangeThatIsNone_isRefused(String range) {
    String id = S3.createMultipartUpload(b -> b.bucket("other").key("to")).uploadId();
    assertFails("InvalidArgument", 400, () -> copyPart(id, 1, range));
  }

  private static CompletedPart copyPart(String id, int number, @Nullable String range) {
    CopyPartResult result =
        S3.uploadPartCopy(b ->
                b.sourceBucket(BUCKET)
                    .sourceKey(SOURCE)
                    .copySourceRange(range)
                    .destinationBucket("other")
                    .destinationKey("to")
                    .uploadId(id)
                    .partNumber(number))
            .copyPartResult();
    return CompletedPart.builder().partNumber(number).eTag(result.eTag()).build();
  }
}
