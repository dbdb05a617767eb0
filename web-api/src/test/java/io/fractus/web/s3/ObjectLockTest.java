// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.RealCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Object lock as AWS's own client sees it, over a store whose time a test lets pass. */
@Timeout(120)
class ObjectLockTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Its policy lets it do everything but end retentions. */
  private static final String CAREFUL =
      "{\"Version\":\"2012-10-17\",\"Statement\":["
          + "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"},"
          + "{\"Effect\":\"Deny\",\"Action\":\"s3:BypassGovernanceRetention\",\"Resource\":\"*\"},"
          + "{\"Effect\":\"Deny\",\"Action\":\"s3:PutObjectRetention\",\"Resource\":\"*\","
          + "\"Condition\":{\"NumericGreaterThan\":"
          + "{\"s3:object-lock-remaining-retention-days\":\"10\"}}}]}";

  @TempDir static Path directory;
  private static RealCloud cloud;
  private static S3Client s3;

  private final String bucket = "ledger-" + NAMES.incrementAndGet();

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
    s3.createBucket(b -> b.bucket(bucket).objectLockEnabledForBucket(true));
  }

  @Test
  void headers_ofAPut_comeBackWithEveryRead() {
    Instant until = days(1);
    s3.putObject(
        b ->
            b.bucket(bucket)
                .key("k")
                .objectLockMode(ObjectLockMode.GOVERNANCE)
                .objectLockRetainUntilDate(until)
                .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON),
        RequestBody.fromString("hello"));
    HeadObjectResponse head = s3.headObject(b -> b.bucket(bucket).key("k"));
    assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
    assertThat(head.objectLockRetainUntilDate()).isEqualTo(until);
    assertThat(head.objectLockLegalHoldStatus()).isEqualTo(ObjectLockLegalHoldStatus.ON);
    var got = s3.getObjectAsBytes(b -> b.bucket(bucket).key("k"));
    assertThat(got.asUtf8String()).isEqualTo("hello");
    assertThat(got.response().objectLockRetainUntilDate()).isEqualTo(until);
    // A copy has the lock that it is given, and not that of its source.
    s3.copyObject(b ->
        b.sourceBucket(bucket)
            .sourceKey("k")
            .destinationBucket(bucket)
            .destinationKey("copy")
            .objectLockLegalHoldStatus("ON"));
    HeadObjectResponse copy = s3.headObject(b -> b.bucket(bucket).key("copy"));
    assertThat(copy.objectLockLegalHoldStatus()).isEqualTo(ObjectLockLegalHoldStatus.ON);
    assertThat(copy.objectLockMode()).isNull();
  }

  @Test
  void headers_ofNoSense_areRefusedAndNothingIsStored() {
    assertFails("InvalidArgument", 400, () -> put(bucket, Instant.now().minusSeconds(5)));
    assertFails(
        "InvalidArgument",
        400,
        () ->
            s3.putObject(
                b -> b.bucket(bucket).key("k").objectLockMode("COMPLIANCE"),
                RequestBody.fromString("hello")));
    assertFails(
        "InvalidArgument",
        400,
        () ->
            s3.putObject(
                b ->
                    b.bucket(bucket)
                        .key("k")
                        .objectLockMode("FOREVER")
                        .objectLockRetainUntilDate(days(1)),
                RequestBody.fromString("hello")));
    assertFails(
        "InvalidArgument",
        400,
        () ->
            s3.putObject(
                b -> b.bucket(bucket).key("k").objectLockLegalHoldStatus("MAYBE"),
                RequestBody.fromString("hello")));
    assertThat(s3.listObjectVersions(b -> b.bucket(bucket)).versions()).isEmpty();
  }

  @Test
  void legalHold_onAndOff_holdsAndLetsGo() {
    String version = put(bucket, "k");
    assertThat(holdOf("k")).isEqualTo(ObjectLockLegalHoldStatus.OFF);
    hold(bucket, "k", "ON");
    assertThat(holdOf("k")).isEqualTo(ObjectLockLegalHoldStatus.ON);
    assertFails("AccessDenied", 403, () -> delete(bucket, "k", version, true));
    assertFails("MalformedXML", 400, () -> hold(bucket, "k", "MAYBE"));
    assertFails("NoSuchKey", 404, () -> hold(bucket, "none", "ON"));
    assertFails(
        "NoSuchObjectLockConfiguration",
        404,
        () -> s3.getObjectRetention(b -> b.bucket(bucket).key("k")));
    hold(bucket, "k", "OFF");
    delete(bucket, "k", version, false);
  }

  @Test
  void governance_isEndedByWhoMayAndSaysSo() {
    Instant until = days(1);
    String version = put(bucket, until);
    assertFails("AccessDenied", 403, () -> retain("GOVERNANCE", until.minusSeconds(9), false));
    assertFails("AccessDenied", 403, () -> retain("COMPLIANCE", until, false));
    retain("GOVERNANCE", until.plusSeconds(9), false);
    retain("GOVERNANCE", until, true);
    assertFails("InvalidArgument", 400, () -> retain("GOVERNANCE", Instant.EPOCH, true));
    assertFails("MalformedXML", 400, () -> retain("governance", until, true));
    assertFails("AccessDenied", 403, () -> delete(bucket, "k", version, false));
    delete(bucket, "k", version, true);
  }

  @Test
  void compliance_isEndedByNobody() {
    Instant until = days(1);
    put(bucket, "k");
    retain("COMPLIANCE", until, false);
    assertFails("AccessDenied", 403, () -> retain("COMPLIANCE", until.minusSeconds(9), true));
    assertFails("AccessDenied", 403, () -> retain("GOVERNANCE", until.plusSeconds(9), true));
    retain("COMPLIANCE", until.plusSeconds(9), false);
    String version = s3.headObject(b -> b.bucket(bucket).key("k")).versionId();
    assertFails("AccessDenied", 403, () -> delete(bucket, "k", version, true));
    assertFails("BucketNotEmpty", 409, () -> s3.deleteBucket(b -> b.bucket(bucket)));
  }

  @Test
  void deleteObjects_saysOfEachWhatBecameOfIt() {
    String held = put(bucket, "held");
    hold(bucket, "held", "ON");
    String free = put(bucket, "free");
    String governed = put(bucket, days(1));
    List<ObjectIdentifier> all =
        List.of(named("held", held), named("free", free), named("k", governed));
    DeleteObjectsResponse first =
        s3.deleteObjects(b -> b.bucket(bucket).delete(d -> d.objects(all)));
    assertThat(first.deleted()).extracting(d -> d.key()).containsExactly("free");
    assertThat(first.errors()).extracting(S3Error::key).containsExactly("held", "k");
    assertThat(first.errors()).extracting(S3Error::code).containsOnly("AccessDenied");
    DeleteObjectsResponse second =
        s3.deleteObjects(
            b -> b.bucket(bucket).bypassGovernanceRetention(true).delete(d -> d.objects(all)));
    assertThat(second.errors()).extracting(S3Error::key).containsExactly("held");
  }

  @Test
  void marker_overALockedVersion_isMadeAndTakenAway() {
    String version = put(bucket, days(1));
    DeleteObjectResponse marker = s3.deleteObject(b -> b.bucket(bucket).key("k"));
    assertThat(marker.deleteMarker()).isTrue();
    assertFails("MethodNotAllowed", 405, () -> holdAt(marker.versionId()));
    delete(bucket, "k", marker.versionId(), false);
    assertThat(s3.headObject(b -> b.bucket(bucket).key("k")).versionId()).isEqualTo(version);
  }

  @Test
  void upload_begunWithALock_isAnObjectWithIt() {
    Instant until = days(1);
    String id =
        s3.createMultipartUpload(b ->
                b.bucket(bucket)
                    .key("k")
                    .objectLockMode("COMPLIANCE")
                    .objectLockRetainUntilDate(until))
            .uploadId();
    String etag =
        s3.uploadPart(
                b -> b.bucket(bucket).key("k").uploadId(id).partNumber(1),
                RequestBody.fromString("hello"))
            .eTag();
    s3.completeMultipartUpload(b ->
        b.bucket(bucket)
            .key("k")
            .uploadId(id)
            .multipartUpload(
                m -> m.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
    assertThat(s3.headObject(b -> b.bucket(bucket).key("k")).objectLockRetainUntilDate())
        .isEqualTo(until);
  }

  @Test
  void user_whoMayNotBypass_cannotAndIsBoundByConditions() {
    String name = "careful-" + NAMES.get();
    var _ = cloud.accounts().create(name, CAREFUL, Quota.NONE);
    NewKey key = cloud.accounts().createKey(name, "");
    try (S3Client theirs = SdkClients.of(cloud.s3(), key.about().id(), key.secretAccessKey())) {
      String own = bucket + "-own";
      theirs.createBucket(b -> b.bucket(own).objectLockEnabledForBucket(true));
      assertFails("AccessDenied", 403, () -> put(theirs, own, days(11)));
      String version = put(theirs, own, days(1));
      assertFails(
          "AccessDenied",
          403,
          () ->
              theirs.putObjectRetention(b ->
                  b.bucket(own)
                      .key("k")
                      .retention(r -> r.mode("GOVERNANCE").retainUntilDate(days(11)))));
      theirs.putObjectRetention(b ->
          b.bucket(own).key("k").retention(r -> r.mode("GOVERNANCE").retainUntilDate(days(9))));
      assertFails(
          "AccessDenied",
          403,
          () ->
              theirs.deleteObject(
                  b -> b.bucket(own).key("k").versionId(version).bypassGovernanceRetention(true)));
      delete(own, "k", version, true);
    }
  }

  private static String put(String bucket, String key) {
    return s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("hello"))
        .versionId();
  }

  /** Under governance. */
  private static String put(String bucket, Instant until) {
    return put(s3, bucket, until);
  }

  private static String put(S3Client client, String bucket, Instant until) {
    return client
        .putObject(
            b ->
                b.bucket(bucket)
                    .key("k")
                    .objectLockMode(ObjectLockMode.GOVERNANCE)
                    .objectLockRetainUntilDate(until),
            RequestBody.fromString("hello"))
        .versionId();
  }

  private static void delete(String bucket, String key, String version, boolean bypass) {
    s3.deleteObject(
        b -> b.bucket(bucket).key(key).versionId(version).bypassGovernanceRetention(bypass));
  }

  private void retain(String mode, Instant until, boolean bypass) {
    s3.putObjectRetention(b ->
        b.bucket(bucket)
            .key("k")
            .bypassGovernanceRetention(bypass)
            .retention(r -> r.mode(mode).retainUntilDate(until)));
  }

  private static void hold(String bucket, String key, String status) {
    s3.putObjectLegalHold(b -> b.bucket(bucket).key(key).legalHold(h -> h.status(status)));
  }

  private void holdAt(String version) {
    s3.putObjectLegalHold(
        b -> b.bucket(bucket).key("k").versionId(version).legalHold(h -> h.status("ON")));
  }

  private ObjectLockLegalHoldStatus holdOf(String key) {
    return s3.getObjectLegalHold(b -> b.bucket(bucket).key(key)).legalHold().status();
  }

  private static ObjectIdentifier named(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }

  private static Instant days(int days) {
    return cloud.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MILLIS);
  }
}
