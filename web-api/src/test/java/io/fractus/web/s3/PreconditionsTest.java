// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.RealCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Conditions of writes and deletions where there are versions, delete markers and users. */
@Timeout(120)
class PreconditionsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String OTHER = "\"0123456789abcdef0123456789abcdef\"";

  /** May put and delete, and not know what is there. */
  private static final String BLIND =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":["
          + "\"s3:CreateBucket\",\"s3:PutObject\",\"s3:DeleteObject\"],\"Resource\":\"*\"}]}";

  @TempDir static Path directory;
  private static RealCloud cloud;
  private static S3Client s3;

  private final String bucket = "box-" + NAMES.incrementAndGet();

  @BeforeAll
  static void start() throws IOException {
    cloud = new RealCloud(directory);
    s3 = SdkClients.ofRoot(cloud.s3());
  }

  @AfterAll
  static void stop() {
    s3.close();
    cloud.close();
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(bucket));
    s3.putBucketVersioning(b -> b.bucket(bucket).versioningConfiguration(v -> v.status("Enabled")));
  }

  @Test
  void write_overADeleteMarker_findsNothingThatMatches() {
    String etag = put("k");
    s3.deleteObject(b -> b.bucket(bucket).key("k"));
    assertFails("NoSuchKey", 404, () -> putIf("k", etag));
    assertFails("NoSuchKey", 404, () -> putIf("k", "*"));
    s3.putObject(b -> b.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromString("new"));
    assertFails(
        "PreconditionFailed",
        412,
        () ->
            s3.putObject(
                b -> b.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromString("again")));
    putIf("k", "*");
  }

  @Test
  void completion_ofAKeyThatIsNotThere_leavesTheUpload() {
    String etag = put("other");
    String id = s3.createMultipartUpload(b -> b.bucket(bucket).key("k")).uploadId();
    CompletedPart part =
        CompletedPart.builder()
            .partNumber(1)
            .eTag(
                s3.uploadPart(
                        b -> b.bucket(bucket).key("k").uploadId(id).partNumber(1),
                        RequestBody.fromString("hello"))
                    .eTag())
            .build();
    assertFails(
        "NoSuchKey",
        404,
        () ->
            s3.completeMultipartUpload(b ->
                b.bucket(bucket)
                    .key("k")
                    .uploadId(id)
                    .ifMatch(etag)
                    .multipartUpload(m -> m.parts(part))));
    s3.completeMultipartUpload(b ->
        b.bucket(bucket)
            .key("k")
            .uploadId(id)
            .ifNoneMatch("*")
            .multipartUpload(m -> m.parts(part)));
  }

  @Test
  void deletion_byAnETag_looksAtWhatIsShown() {
    String version = s3.putObject(b -> b.bucket(bucket).key("k"), RequestBody.empty()).versionId();
    String etag = put("k");
    assertFails("PreconditionFailed", 412, () -> deleteIf("k", OTHER));
    // Of the version that is named, S3 does not look at the ETag.
    assertFails(
        "PreconditionFailed",
        412,
        () -> s3.deleteObject(b -> b.bucket(bucket).key("k").versionId(version).ifMatch(OTHER)));
    s3.deleteObject(b -> b.bucket(bucket).key("k").versionId(version).ifMatch(etag));
    assertThat(s3.deleteObject(b -> b.bucket(bucket).key("k").ifMatch(etag)).deleteMarker())
        .isTrue();
    assertFails("NoSuchKey", 404, () -> deleteIf("k", "*"));
    assertThat(s3.listObjectVersions(b -> b.bucket(bucket)).deleteMarkers()).hasSize(1);
  }

  @Test
  void deletion_byWhatDirectoriesHave_isRefused() {
    put("k");
    assertFails(
        "NotImplemented",
        501,
        () -> s3.deleteObject(b -> b.bucket(bucket).key("k").ifMatchSize(7L)));
    assertFails(
        "NotImplemented",
        501,
        () ->
            s3.deleteObjects(b ->
                b.bucket(bucket)
                    .delete(d ->
                        d.objects(
                            ObjectIdentifier.builder()
                                .key("k")
                                .lastModifiedTime(Instant.EPOCH)
                                .build()))));
    s3.headObject(b -> b.bucket(bucket).key("k"));
  }

  @Test
  void condition_ofWhoMayNotRead_tellsNothing() {
    String name = "blind-" + NAMES.get();
    var _ = cloud.accounts().create(name, BLIND, Quota.NONE);
    NewKey key = cloud.accounts().createKey(name, "");
    try (S3Client theirs = SdkClients.of(cloud.s3(), key.about().id(), key.secretAccessKey())) {
      String own = bucket + "-own";
      theirs.createBucket(b -> b.bucket(own));
      String etag =
          theirs.putObject(b -> b.bucket(own).key("k"), RequestBody.fromString("hello")).eTag();
      for (String guess : new String[] {etag, OTHER}) {
        assertFails(
            "AccessDenied",
            403,
            () ->
                theirs.putObject(
                    b -> b.bucket(own).key("k").ifMatch(guess), RequestBody.fromString("x")));
        assertFails(
            "AccessDenied",
            403,
            () -> theirs.deleteObject(b -> b.bucket(own).key("k").ifMatch(guess)));
        assertThat(
                theirs
                    .deleteObjects(b ->
                        b.bucket(own)
                            .delete(d ->
                                d.objects(ObjectIdentifier.builder().key("k").eTag(guess).build())))
                    .errors())
            .extracting(e -> e.code())
            .containsExactly("AccessDenied");
      }
      theirs.deleteObject(b -> b.bucket(own).key("k"));
    }
  }

  private String put(String key) {
    return s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("hello")).eTag();
  }

  private void putIf(String key, String etag) {
    s3.putObject(b -> b.bucket(bucket).key(key).ifMatch(etag), RequestBody.fromString("changed"));
  }

  private void deleteIf(String key, String etag) {
    s3.deleteObject(b -> b.bucket(bucket).key(key).ifMatch(etag));
  }
}
