// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.RealCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

/** What the conditions of a bucket's policy see of requests, by denying a user what they fit. */
@Timeout(120)
class PolicyConditionsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir static Path directory;
  private static RealCloud cloud;
  private static S3Client root;
  private static NewKey key;
  private static S3Client ann;
  private final String bucket = "box-" + NAMES.incrementAndGet();

  @BeforeAll
  static void start() throws IOException {
    cloud = new RealCloud(directory);
    root = SdkClients.ofRoot(cloud.s3());
    var _ = cloud.accounts().create("ann", "readwrite", Quota.NONE);
    key = cloud.accounts().createKey("ann", "");
    ann = SdkClients.of(cloud.s3(), key.about().id(), key.secretAccessKey());
  }

  @BeforeEach
  void makeBucket() {
    ann.createBucket(b -> b.bucket(bucket).objectLockEnabledForBucket(true));
  }

  @AfterAll
  static void stop() {
    ann.close();
    root.close();
    cloud.close();
  }

  private void deny(String action, String operator, String name, String value) {
    root.putBucketPolicy(b ->
        b.bucket(bucket)
            .policy(
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
                 "Action": "s3:%s", "Resource": "arn:aws:s3:::%s/*",
                 "Condition": {"%s": {"%s": "%s"}}}}
                """
                    .formatted(action, bucket, operator, name, value)));
  }

  private String put(String name, PutObjectRequest.Builder request) {
    return ann.putObject(request.bucket(bucket).key(name).build(), RequestBody.fromString("hello"))
        .versionId();
  }

  private void denied(Runnable call) {
    assertFails("AccessDenied", 403, call);
  }

  private static PutObjectRequest.Builder plain() {
    return PutObjectRequest.builder();
  }

  private String read(String name, String version) {
    return ann.getObjectAsBytes(b -> b.bucket(bucket).key(name).versionId(version)).asUtf8String();
  }

  private void tag(String name, String value) {
    ann.putObjectTagging(b ->
        b.bucket(bucket)
            .key(name)
            .tagging(t -> t.tagSet(Tag.builder().key("Team").value(value).build())));
  }

  @Test
  void existingTag_ofTheVersionThatIsAskedFor_decides() {
    String red = put("k", plain().tagging("Team=red"));
    String blue = put("k", plain().tagging("Team=blue"));
    deny("GetObject*", "StringEquals", "s3:ExistingObjectTag/Team", "red");
    assertThat(read("k", blue)).isEqualTo("hello");
    denied(() -> read("k", red));
    assertThat(ann.getObjectAsBytes(b -> b.bucket(bucket).key("k")).asUtf8String())
        .isEqualTo("hello");
    denied(() -> copy("k", red));
    copy("k", blue);
    tag("k", "red");
    denied(() -> read("k", blue));
    denied(() -> ann.getObjectTagging(b -> b.bucket(bucket).key("k")));
    deny("GetObject*", "StringNotEquals", "s3:ExistingObjectTag/Team", "red");
    assertThat(read("k", red)).isEqualTo("hello");
    assertFails("AccessDenied", 403, () -> read("none", red));
  }

  private void copy(String name, String version) {
    ann.copyObject(b ->
        b.sourceBucket(bucket)
            .sourceKey(name)
            .sourceVersionId(version)
            .destinationBucket(bucket)
            .destinationKey("copy"));
  }

  @Test
  void existingTag_ofEachOfManyDeletedVersions_decides() {
    String red = put("k", plain().tagging("Team=red"));
    String blue = put("k", plain().tagging("Team=blue"));
    deny("DeleteObject*", "StringEquals", "s3:ExistingObjectTag/Team", "red");
    var answer =
        ann.deleteObjects(b ->
            b.bucket(bucket)
                .delete(d ->
                    d.objects(
                        List.of(red, blue).stream()
                            .map(v -> ObjectIdentifier.builder().key("k").versionId(v).build())
                            .toList())));
    assertThat(answer.deleted()).extracting(gone -> gone.versionId()).containsExactly(blue);
    assertThat(answer.errors()).extracting(error -> error.versionId()).containsExactly(red);
    deny("DeleteObject*", "StringEquals", "s3:VersionId", red);
    denied(() -> ann.deleteObject(b -> b.bucket(bucket).key("k").versionId(red)));
  }

  @Test
  void requestTag_inAHeaderAndInABody_decides() {
    deny("PutObject*", "StringEquals", "s3:RequestObjectTag/Team", "red");
    denied(() -> put("k", plain().tagging("Team=red")));
    denied(() -> ann.createMultipartUpload(b -> b.bucket(bucket).key("k").tagging("Team=red")));
    put("k", plain().tagging("Team=blue"));
    denied(() -> tag("k", "red"));
    tag("k", "green");
    assertThat(ann.getObjectTagging(b -> b.bucket(bucket).key("k")).tagSet())
        .extracting(Tag::value)
        .containsExactly("green");
  }

  @Test
  void headers_ofAPut_decide() {
    deny("PutObject", "Null", "s3:x-amz-server-side-encryption", "true");
    denied(() -> put("k", plain()));
    put("k", plain().serverSideEncryption(ServerSideEncryption.AES256));
    deny("PutObject", "StringEquals", "s3:x-amz-storage-class", "ARCHIVE");
    denied(() -> put("k", plain().storageClass("ARCHIVE")));
    deny("PutObject", "StringLike", "s3:x-amz-copy-source", bucket + "/k*");
    denied(() ->
        ann.copyObject(b ->
            b.sourceBucket(bucket).sourceKey("k").destinationBucket(bucket).destinationKey("c")));
    deny("PutObject", "StringEquals", "s3:x-amz-metadata-directive", "REPLACE");
    denied(() ->
        ann.copyObject(b ->
            b.sourceBucket(bucket)
                .sourceKey("k")
                .destinationBucket(bucket)
                .destinationKey("c")
                .metadataDirective(MetadataDirective.REPLACE)));
    put("k", plain());
  }

  @Test
  void fields_ofAForm_decideAsHeadersDo() throws Exception {
    deny("PutObject", "StringEquals", "s3:x-amz-storage-class", "ARCHIVE");
    assertThat(form("x-amz-storage-class", "ARCHIVE")).isEqualTo(403);
    assertThat(form("x-amz-storage-class", "RAID5")).isEqualTo(204);
    deny("PutObject", "StringEquals", "s3:authType", "POST");
    assertThat(form("acl", "private")).isEqualTo(403);
    put("k", plain());
  }

  private int form(String field, String value) throws Exception {
    String conditions =
        "[\"starts-with\", \"$key\", \"\"], {\"bucket\": \"%s\"}, {\"%s\": \"%s\"}"
            .formatted(bucket, field, value);
    Map<String, String> fields = new LinkedHashMap<>(Map.of("key", "f", field, value));
    fields.putAll(
        SignedForm.fields(key.about().id(), key.secretAccessKey(), conditions, Instant.now()));
    return SignedForm.send(cloud.s3(), bucket, fields).statusCode();
  }

  @Test
  void locks_ofAPutAndOfARetention_decide() {
    Instant soon = Instant.now().plus(Duration.ofDays(5)).truncatedTo(ChronoUnit.SECONDS);
    Instant late = soon.plus(Duration.ofDays(30));
    deny("PutObject*", "DateGreaterThan", "s3:object-lock-retain-until-date", soon.toString());
    put("k", locked(soon));
    denied(() -> put("k", locked(late)));
    ann.putObjectRetention(
        b -> b.bucket(bucket).key("k").retention(r -> r.mode("GOVERNANCE").retainUntilDate(soon)));
    denied(() ->
        ann.putObjectRetention(b ->
            b.bucket(bucket).key("k").retention(r -> r.mode("GOVERNANCE").retainUntilDate(late))));
    deny("PutObject*", "NumericGreaterThan", "s3:object-lock-remaining-retention-days", "10");
    denied(() -> put("k", locked(late)));
    deny("PutObjectRetention", "StringEquals", "s3:object-lock-mode", "GOVERNANCE");
    denied(() -> put("k", locked(soon)));
    deny("PutObjectLegalHold", "StringEquals", "s3:object-lock-legal-hold", "ON");
    denied(() ->
        ann.putObjectLegalHold(
            b -> b.bucket(bucket).key("k").legalHold(h -> h.status(ObjectLockLegalHoldStatus.ON))));
  }

  private static PutObjectRequest.Builder locked(Instant until) {
    return plain().objectLockMode(ObjectLockMode.GOVERNANCE).objectLockRetainUntilDate(until);
  }

  @Test
  void callerTimeAndSignature_decide() throws Exception {
    put("k", plain());
    deny("GetObject", "ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/a*");
    denied(() -> ann.getObjectAsBytes(b -> b.bucket(bucket).key("k")));
    deny("GetObject", "DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z");
    denied(() -> ann.getObjectAsBytes(b -> b.bucket(bucket).key("k")));
    deny("GetObject", "DateLessThan", "aws:EpochTime", "1600000000");
    ann.getObjectAsBytes(b -> b.bucket(bucket).key("k"));
    deny("GetObject", "StringEquals", "s3:authType", "REST-QUERY-STRING");
    ann.getObjectAsBytes(b -> b.bucket(bucket).key("k"));
    assertThat(presigned()).isEqualTo(403);
    deny("GetObject", "StringNotEquals", "s3:signatureversion", "AWS4-HMAC-SHA256");
    assertThat(presigned()).isEqualTo(200);
    deny("GetObject", "NumericGreaterThan", "s3:signatureAge", "600000");
    assertThat(presigned()).isEqualTo(200);
  }

  private int presigned() throws Exception {
    try (var presigner = SdkClients.presigner(cloud.s3(), key.about().id(), key.secretAccessKey());
        HttpClient client = HttpClient.newHttpClient()) {
      URI link =
          presigner
              .presignGetObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(b -> b.bucket(bucket).key("k")))
              .url()
              .toURI();
      return client
          .send(HttpRequest.newBuilder(link).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void version_ofABucketWithout_isTheLast() {
    root.putBucketVersioning(b ->
        b.bucket(bucket).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    String first = put("k", plain());
    deny("GetObjectVersion", "StringEquals", "s3:VersionId", first);
    denied(() -> read("k", first));
    ann.getObjectAsBytes(b -> b.bucket(bucket).key("k"));
  }
}
