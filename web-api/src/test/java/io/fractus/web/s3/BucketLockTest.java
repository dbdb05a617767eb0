// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.object.ObjectKey;
import io.fractus.web.RealCloud;
import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** Buckets with object lock as AWS's own client sees them; a test lets time pass. */
@Timeout(120)
class BucketLockTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

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
  void bucket_madeWithLocks_keepsVersionsForEver() {
    assertThat(s3.getBucketVersioning(b -> b.bucket(bucket)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    var lock = s3.getObjectLockConfiguration(b -> b.bucket(bucket)).objectLockConfiguration();
    assertThat(lock.objectLockEnabled()).isEqualTo(ObjectLockEnabled.ENABLED);
    assertThat(lock.rule()).isNull();
    assertFails(
        "InvalidBucketState", 409, () -> versioning(bucket, BucketVersioningStatus.SUSPENDED));
    s3.deleteBucket(b -> b.bucket(bucket));
  }

  @Test
  void bucket_madeWithoutLocks_getsThemOnceItKeepsVersions() {
    String other = bucket + "-plain";
    s3.createBucket(b -> b.bucket(other));
    assertFails(
        "ObjectLockConfigurationNotFoundError",
        404,
        () -> s3.getObjectLockConfiguration(b -> b.bucket(other)));
    assertFails("InvalidBucketState", 409, () -> rule(other, "COMPLIANCE", 1));
    s3.putObject(b -> b.bucket(other).key("k"), RequestBody.fromString("hello"));
    assertFails("InvalidRequest", 400, () -> putLocked(other));
    assertFails("InvalidRequest", 400, () -> hold(other, "k", "ON"));
    assertFails("InvalidRequest", 400, () -> s3.getObjectRetention(b -> b.bucket(other).key("k")));
    assertFails("InvalidRequest", 400, () -> s3.getObjectLegalHold(b -> b.bucket(other).key("k")));
    versioning(other, BucketVersioningStatus.ENABLED);
    rule(other, "COMPLIANCE", 1);
    assertThat(s3.headObject(b -> b.bucket(other).key("k")).objectLockMode()).isNull();
    String version = put(other, "k");
    assertFails("AccessDenied", 403, () -> delete(other, "k", version, true));
  }

  @Test
  void rest_deletesVersionsThatAreNotLocked() throws Exception {
    String version = put(bucket, "k");
    hold(bucket, "k", "ON");
    HttpResponse<String> locked = delete("k?version=" + version);
    assertThat(locked.statusCode()).isEqualTo(403);
    assertThat(locked.body()).contains("object-locked").contains("legal hold");
    assertThat(delete("k").statusCode()).isEqualTo(204);
    assertFails("NoSuchKey", 404, () -> s3.getObjectAsBytes(b -> b.bucket(bucket).key("k")));
    String marker =
        s3.listObjectVersions(b -> b.bucket(bucket)).deleteMarkers().getFirst().versionId();
    assertThat(delete("k?version=" + marker).statusCode()).isEqualTo(204);
    hold(bucket, "k", "OFF");
    assertThat(delete("k?version=" + version).statusCode()).isEqualTo(204);
    HttpResponse<String> gone = delete("k?version=" + version);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).contains("no-such-version");
  }

  private HttpResponse<String> delete(String key) throws Exception {
    String path = "/api/v1/buckets/" + bucket + "/objects/" + key;
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(cloud.rest() + path))
              .header("Authorization", "Bearer " + TestCloud.CREDENTIALS.restToken())
              .DELETE()
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void rule_ofNoSense_isRefusedAsByS3() {
    for (int days : new int[] {0, -1, 36_501}) {
      assertFails("InvalidRetentionPeriod", 400, () -> rule(bucket, "GOVERNANCE", days));
    }
    assertFails(
        "MalformedXML",
        400,
        () ->
            s3.putObjectLockConfiguration(b ->
                b.bucket(bucket)
                    .objectLockConfiguration(c ->
                        c.objectLockEnabled("Enabled")
                            .rule(r ->
                                r.defaultRetention(d -> d.mode("GOVERNANCE").days(1).years(1))))));
    assertFails("MalformedXML", 400, () -> rule(bucket, "governance", 1));
    assertFails(
        "MalformedXML",
        400,
        () ->
            s3.putObjectLockConfiguration(b ->
                b.bucket(bucket).objectLockConfiguration(c -> c.objectLockEnabled("Disabled"))));
  }

  @Test
  void retention_ofTheBucket_isThatOfWhatIsPutUntilItsDayComes() {
    rule(bucket, "COMPLIANCE", 2);
    String version = put(bucket, "k");
    var retention = s3.getObjectRetention(b -> b.bucket(bucket).key("k")).retention();
    assertThat(retention.mode()).isEqualTo(ObjectLockRetentionMode.COMPLIANCE);
    assertThat(retention.retainUntilDate())
        .isEqualTo(
            cloud
                .store()
                .stat(new ObjectKey(bucket, "k"))
                .orElseThrow()
                .lastModified()
                .plus(Duration.ofDays(2)));
    assertFails("AccessDenied", 403, () -> delete(bucket, "k", version, true));
    cloud.pass(Duration.ofDays(2).minusMinutes(5));
    assertFails("AccessDenied", 403, () -> delete(bucket, "k", version, true));
    cloud.pass(Duration.ofMinutes(5));
    delete(bucket, "k", version, false);
    assertFails("NoSuchKey", 404, () -> s3.getObjectAsBytes(b -> b.bucket(bucket).key("k")));
    s3.deleteBucket(b -> b.bucket(bucket));
  }

  private static String put(String bucket, String key) {
    return s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("hello"))
        .versionId();
  }

  private static void putLocked(String bucket) {
    s3.putObject(
        b -> b.bucket(bucket).key("k").objectLockLegalHoldStatus("ON"),
        RequestBody.fromString("hello"));
  }

  private static void delete(String bucket, String key, String version, boolean bypass) {
    s3.deleteObject(
        b -> b.bucket(bucket).key(key).versionId(version).bypassGovernanceRetention(bypass));
  }

  private static void hold(String bucket, String key, String status) {
    s3.putObjectLegalHold(b -> b.bucket(bucket).key(key).legalHold(h -> h.status(status)));
  }

  private static void rule(String bucket, String mode, int days) {
    s3.putObjectLockConfiguration(b ->
        b.bucket(bucket)
            .objectLockConfiguration(c ->
                c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                    .rule(r -> r.defaultRetention(d -> d.mode(mode).days(days)))));
  }

  private static void versioning(String bucket, BucketVersioningStatus status) {
    s3.putBucketVersioning(b -> b.bucket(bucket).versioningConfiguration(v -> v.status(status)));
  }
}
