// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Versions on real nodes: each reads as it was put, over kills, and goes to the last bit. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class VersioningIT {
  private static final String BUCKET = "versions";
  private static final int COPIES_PER_STRIPE = 6;
  private static final int LARGE = 300_001;
  private static final int SMALL = 5_001;
  private static final int PART = 5 << 20;
  private static final Duration RECLAIM = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());

  /** As many nodes as RAID5 needs, with two copies of five bits. */
  @RegisterExtension static final CloudExtension clouds = new CloudExtension(10, "raid6:4+2x1");

  private static Cloud cloud;

  @BeforeAll
  static void makeBucket() throws IOException {
    System.out.println("VersioningIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
  }

  @Test
  @Order(1)
  void versions_ofLargeSmallAndMultipart_areReadAsTheyWerePut() throws IOException {
    byte[] before = Bytes.random(SEED, LARGE);
    byte[] small = Bytes.random(SEED + 1, SMALL);
    byte[] parts = Bytes.random(SEED + 2, PART + 7);
    try (S3Client s3 = S3.sdk(cloud)) {
      assertThat(put(s3, "key", before)).isNull();
      set(s3, BucketVersioningStatus.ENABLED);
      assertThat(s3.getBucketVersioning(b -> b.bucket(BUCKET)).status())
          .isEqualTo(BucketVersioningStatus.ENABLED);
      String second = put(s3, "key", small);
      String third = multipart(s3, parts);
      assertThat(List.of(second, third)).doesNotContain("null").doesNotHaveDuplicates();
      cloud.processes().kill("gateway");
    }
    cloud.startAgain(List.of("gateway"));
    try (S3Client s3 = S3.sdk(cloud)) {
      ListObjectVersionsResponse listed = s3.listObjectVersions(b -> b.bucket(BUCKET));
      assertThat(listed.versions())
          .extracting(v -> v.isLatest())
          .containsExactly(true, false, false);
      String third = listed.versions().get(0).versionId();
      String second = listed.versions().get(1).versionId();
      Bytes.assertSame("null", get(s3, "null"), before);
      Bytes.assertSame("second", get(s3, second), small);
      Bytes.assertSame("third", get(s3, third), parts);
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key("key")).versionId()).isEqualTo(third);

      s3.putObjectTagging(b ->
          b.bucket(BUCKET)
              .key("key")
              .versionId(second)
              .tagging(t -> t.tagSet(Tag.builder().key("a").value("b").build())));
      assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("key")).tagSet()).isEmpty();
      assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("key").versionId(second)).tagSet())
          .hasSize(1);
      var copied =
          s3.copyObject(b ->
              b.sourceBucket(BUCKET)
                  .sourceKey("key")
                  .sourceVersionId(second)
                  .destinationBucket(BUCKET)
                  .destinationKey("copy"));
      assertThat(copied.copySourceVersionId()).isEqualTo(second);
      Bytes.assertSame(
          "copy", s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("copy")).asByteArray(), small);
    }
  }

  @Test
  @Order(2)
  void deleteMarker_hidesTheObjectAndSaysSo() throws IOException {
    try (S3Client s3 = S3.sdk(cloud)) {
      DeleteObjectResponse deleted = s3.deleteObject(b -> b.bucket(BUCKET).key("key"));
      assertThat(deleted.deleteMarker()).isTrue();
      String marker = deleted.versionId();
      assertFails(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("key")), 404, marker);
      assertFails(
          () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("key").versionId(marker)),
          405,
          marker);
      assertFails(
          () -> s3.headObject(b -> b.bucket(BUCKET).key("key").versionId(marker)), 405, marker);
      assertThatThrownBy(() -> get(s3, "0".repeat(32)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion"));
      assertThatThrownBy(() -> get(s3, "none of ours"))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument"));
      assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
          .extracting(o -> o.key())
          .containsExactly("copy");

      assertThat(s3.deleteObject(b -> b.bucket(BUCKET).key("key").versionId(marker)).deleteMarker())
          .isTrue();
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key("key")).contentLength())
          .isEqualTo(PART + 7);
    }
  }

  private static void assertFails(Runnable call, int status, String marker) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              var http = e.awsErrorDetails().sdkHttpResponse();
              assertThat(http.firstMatchingHeader("x-amz-delete-marker")).contains("true");
              assertThat(http.firstMatchingHeader("x-amz-version-id")).contains(marker);
            });
  }

  @Test
  @Order(3)
  void suspended_putsReplaceOnlyTheNullVersion() throws IOException {
    byte[] after = Bytes.random(SEED + 3, LARGE);
    try (S3Client s3 = S3.sdk(cloud)) {
      set(s3, BucketVersioningStatus.SUSPENDED);
      int before = s3.listObjectVersions(b -> b.bucket(BUCKET)).versions().size();
      assertThat(put(s3, "key", after)).isEqualTo("null");
      Bytes.assertSame("null", get(s3, "null"), after);
      assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET)).versions()).hasSize(before);
    }
  }

  @Test
  @Order(4)
  void storageClass_ofTheBucketOrOfThePut_makesTheLayoutAndIsSaid() throws IOException {
    String path = "/api/v1/buckets/" + BUCKET + "/storage-class";
    cloud.rest().send("PUT", path + "/RAID5", Map.of(), BodyPublishers.noBody()).orFail();
    byte[] body = Bytes.random(SEED + 4, LARGE);
    try (S3Client s3 = S3.sdk(cloud)) {
      put(s3, "class", body);
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key("class")).storageClassAsString())
          .isEqualTo("RAID5");
      assertThat(cloud.stripes(BUCKET, "class").getFirst().bits()).hasSize(5);
      s3.putObject(
          b -> b.bucket(BUCKET).key("class").storageClass("STANDARD"), RequestBody.fromBytes(body));
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key("class")).storageClassAsString()).isNull();
      assertThat(cloud.stripes(BUCKET, "class").getFirst().bits()).hasSize(6);
      // It needs 24 nodes, there are ten.
      assertThatThrownBy(() ->
              s3.putObject(
                  b -> b.bucket(BUCKET).key("class").storageClass("WIDE"),
                  RequestBody.fromBytes(body)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
      Bytes.assertSame(
          "class", s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("class")).asByteArray(), body);
      s3.deleteObject(b -> b.bucket(BUCKET).key("class").versionId("null"));
    }
  }

  @Test
  @Order(5)
  void deletedVersionByVersion_everyBitIsGivenBack() throws IOException {
    try (S3Client s3 = S3.sdk(cloud)) {
      set(s3, BucketVersioningStatus.ENABLED);
      s3.deleteObject(b -> b.bucket(BUCKET).key("never there"));
      List<ObjectIdentifier> all = new ArrayList<>();
      for (ListObjectVersionsResponse page :
          s3.listObjectVersionsPaginator(b -> b.bucket(BUCKET).maxKeys(2))) {
        page.versions().forEach(v -> all.add(named(v.key(), v.versionId())));
        page.deleteMarkers().forEach(m -> all.add(named(m.key(), m.versionId())));
      }
      assertThat(all).hasSize(5).doesNotHaveDuplicates();
      assertThat(copies()).isGreaterThan(2 * COPIES_PER_STRIPE);
      assertThatThrownBy(() -> s3.deleteBucket(b -> b.bucket(BUCKET)))
          .isInstanceOf(S3Exception.class);
      DeleteObjectsResponse deleted =
          s3.deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(all)));
      assertThat(deleted.errors()).isEmpty();
      assertThat(deleted.deleted()).hasSize(5);
      assertThat(deleted.deleted().stream().filter(d -> Boolean.TRUE.equals(d.deleteMarker())))
          .hasSize(1);
      Await.until("no copies on the tracker's books", RECLAIM, () -> copies() == 0);
      Await.until("no files of bits on nodes", RECLAIM, () -> filesOfBits() == 0);
      assertThat(Disk.files(cloud.data().resolve("gateway").resolve("staging"))).isEmpty();
      s3.deleteBucket(b -> b.bucket(BUCKET));
    }
  }

  private static ObjectIdentifier named(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }

  private static void set(S3Client s3, BucketVersioningStatus status) {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status(status)));
  }

  private static String put(S3Client s3, String key, byte[] body) {
    return s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(body)).versionId();
  }

  private static byte[] get(S3Client s3, String version) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("key").versionId(version)).asByteArray();
  }

  private static String multipart(S3Client s3, byte[] body) {
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("key")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; (number - 1) * PART < body.length; number++) {
      int part = number;
      byte[] bytes =
          Arrays.copyOfRange(body, (part - 1) * PART, Math.min(part * PART, body.length));
      String etag =
          s3.uploadPart(
                  b -> b.bucket(BUCKET).key("key").uploadId(id).partNumber(part),
                  RequestBody.fromBytes(bytes))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(part).eTag(etag).build());
    }
    return s3.completeMultipartUpload(
            b -> b.bucket(BUCKET).key("key").uploadId(id).multipartUpload(m -> m.parts(parts)))
        .versionId();
  }

  private static int copies() throws IOException {
    return cloud.nodeViews().stream().mapToInt(NodeView::bits).sum();
  }

  private static int filesOfBits() throws IOException {
    int files = 0;
    for (String node : cloud.processes().nodes()) {
      files += Disk.bits(cloud.nodeDirectory(node)).size();
    }
    return files;
  }
}
