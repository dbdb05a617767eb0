// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Two users, their buckets, and what they let each other and everybody do. */
class AccessTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client ROOT = SdkClients.of(CLOUD);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String alice = "alice-" + NAMES.incrementAndGet();
  private final String bob = "bob-" + NAMES.get();
  private S3Client hers;
  private S3Client his;

  @BeforeEach
  void makeUsers() {
    CLOUD.clear();
    hers = client(alice);
    his = client(bob);
    hers.createBucket(b -> b.bucket("hers"));
    hers.putObject(b -> b.bucket("hers").key("a/k"), RequestBody.fromString("hello"));
  }

  private static S3Client client(String name) {
    var _ = CLOUD.accounts().create(name, "readwrite", Quota.NONE);
    NewKey key = CLOUD.accounts().createKey(name, "");
    return SdkClients.of(CLOUD, key.about().id(), key.secretAccessKey());
  }

  @AfterEach
  void closeClients() {
    hers.close();
    his.close();
  }

  @AfterAll
  static void stop() {
    ROOT.close();
    CLOUD.close();
  }

  @Test
  void buckets_ofAUser_areSeenAndUsedByItAndRootAlone() throws Exception {
    his.createBucket(b -> b.bucket("his"));
    assertThat(hers.listBuckets().buckets()).extracting(Bucket::name).containsExactly("hers");
    assertThat(hers.listBuckets().owner().id()).isEqualTo(alice);
    assertThat(ROOT.listBuckets().buckets())
        .extracting(Bucket::name)
        .containsExactly("hers", "his");
    assertThat(text(ROOT, "hers", "a/k")).isEqualTo("hello");
    assertThat(hers.listObjects(b -> b.bucket("hers")).contents().getFirst().owner().id())
        .isEqualTo(alice);
    assertFails("AccessDenied", 403, () -> text(his, "hers", "a/k"));
    assertFails("AccessDenied", 403, () -> text(his, "hers", "not there"));
    assertFails("AccessDenied", 403, () -> put(his, "hers", "k"));
    assertFails("AccessDenied", 403, () -> his.listObjectsV2(b -> b.bucket("hers")));
    assertFails("AccessDenied", 403, () -> his.deleteBucket(b -> b.bucket("hers")));
    assertFails("AccessDenied", 403, () -> his.getBucketPolicy(b -> b.bucket("hers")));
    assertFails("AccessDenied", 403, () -> his.deleteObject(b -> b.bucket("hers").key("a/k")));
    assertFails("BucketAlreadyExists", 409, () -> his.createBucket(b -> b.bucket("hers")));
    assertFails("BucketAlreadyOwnedByYou", 409, () -> hers.createBucket(b -> b.bucket("hers")));
    assertFails("NoSuchBucket", 404, () -> text(his, "none", "k"));
    assertThat(
            his.deleteObjects(b ->
                    b.bucket("hers")
                        .delete(d -> d.objects(ObjectIdentifier.builder().key("a/k").build())))
                .errors())
        .extracting(error -> error.code())
        .containsExactly("AccessDenied");
    assertThat(CLOUD.store().bytes("hers", "a/k")).asString().isEqualTo("hello");
    assertThat(anonymous("GET", "/").statusCode()).isEqualTo(403);
    assertThat(anonymous("GET", "/hers/a/k").statusCode()).isEqualTo(403);
    assertThat(anonymous("GET", "/none/a/k").body()).contains("<Code>NoSuchBucket</Code>");
    assertThat(anonymous("PUT", "/new").statusCode()).isEqualTo(403);
  }

  @Test
  void bucketPolicy_namesAUser_letsThatOneInAsFarAsItSays() {
    policy(
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam:::user/"
            + bob
            + "\"},"
            + "\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],"
            + "\"Resource\":[\"arn:aws:s3:::hers\",\"arn:aws:s3:::hers/a/*\"]}");
    assertThat(text(his, "hers", "a/k")).isEqualTo("hello");
    assertThat(his.listObjectsV2(b -> b.bucket("hers")).contents()).hasSize(1);
    assertFails("NoSuchKey", 404, () -> text(his, "hers", "a/none"));
    assertFails("AccessDenied", 403, () -> text(his, "hers", "b/k"));
    assertFails("AccessDenied", 403, () -> put(his, "hers", "a/k"));
    his.createBucket(b -> b.bucket("his"));
    his.copyObject(
        b -> b.sourceBucket("hers").sourceKey("a/k").destinationBucket("his").destinationKey("c"));
    assertThat(text(his, "his", "c")).isEqualTo("hello");
    assertFails(
        "AccessDenied",
        403,
        () ->
            hers.copyObject(b ->
                b.sourceBucket("his")
                    .sourceKey("c")
                    .destinationBucket("hers")
                    .destinationKey("c")));
    // What is denied to its owner is denied, whatever else is allowed.
    policy(
        "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:DeleteObject\","
            + "\"Resource\":\"arn:aws:s3:::hers/*\"}");
    assertFails("AccessDenied", 403, () -> hers.deleteObject(b -> b.bucket("hers").key("a/k")));
    assertFails("AccessDenied", 403, () -> text(his, "hers", "a/k"));
    hers.deleteBucketPolicy(b -> b.bucket("hers"));
    assertFails("NoSuchBucketPolicy", 404, () -> hers.getBucketPolicy(b -> b.bucket("hers")));
    hers.deleteObject(b -> b.bucket("hers").key("a/k"));
  }

  @Test
  void bucketPolicy_forEverybody_isReadWithoutAKeyAsFarAsItsConditionHolds() throws Exception {
    String open =
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
            + "\"Resource\":\"arn:aws:s3:::hers/a/*\"%s}";
    policy(open.formatted(""));
    assertThat(anonymous("GET", "/hers/a/k").body()).isEqualTo("hello");
    assertThat(anonymous("HEAD", "/hers/a/k").statusCode()).isEqualTo(200);
    assertThat(anonymous("GET", "/hers/b").statusCode()).isEqualTo(403);
    assertThat(anonymous("GET", "/hers").statusCode()).isEqualTo(403);
    assertThat(anonymous("PUT", "/hers/a/k").statusCode()).isEqualTo(403);
    assertThat(anonymous("DELETE", "/hers/a/k").statusCode()).isEqualTo(403);
    assertThat(anonymous("POST", "/hers/a/k?uploads").statusCode()).isEqualTo(403);
    assertThat(hers.getBucketPolicyStatus(b -> b.bucket("hers")).policyStatus().isPublic())
        .isTrue();
    policy(open.formatted(",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}"));
    assertThat(anonymous("GET", "/hers/a/k").statusCode()).isEqualTo(403);
    assertThat(hers.getBucketPolicyStatus(b -> b.bucket("hers")).policyStatus().isPublic())
        .isFalse();
    policy(open.formatted(",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"127.0.0.0/8\"}}"));
    assertThat(anonymous("GET", "/hers/a/k").statusCode()).isEqualTo(200);
    policy(open.formatted(",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":true}}"));
    assertThat(anonymous("GET", "/hers/a/k").statusCode()).isEqualTo(403);
    assertFails(
        "MalformedPolicy",
        400,
        () -> policy(open.formatted(",\"Condition\":{\"StringEquals\":{\"aws:Magic\":\"1\"}}")));
    assertThat(anonymous("GET", "/hers/a/k").statusCode()).isEqualTo(403);
  }

  @Test
  void cannedAcls_onBucketsObjectsAndUploads_openWhatTheySay() throws Exception {
    hers.putObject(
        b -> b.bucket("hers").key("pub").acl(ObjectCannedACL.PUBLIC_READ),
        RequestBody.fromString("open"));
    assertThat(anonymous("GET", "/hers/pub").body()).isEqualTo("open");
    assertThat(anonymous("GET", "/hers/a/k").statusCode()).isEqualTo(403);
    hers.putObject(b -> b.bucket("hers").key("pub"), RequestBody.fromString("shut"));
    assertThat(anonymous("GET", "/hers/pub").statusCode()).isEqualTo(403);
    hers.putObjectAcl(b -> b.bucket("hers").key("pub").acl(ObjectCannedACL.AUTHENTICATED_READ));
    assertThat(anonymous("GET", "/hers/pub").statusCode()).isEqualTo(403);
    assertThat(text(his, "hers", "pub")).isEqualTo("shut");
    // What a client read it may write back.
    var read = hers.getObjectAcl(b -> b.bucket("hers").key("pub"));
    assertThat(read.owner().id()).isEqualTo(alice);
    assertThat(read.grants()).hasSize(2);
    hers.putObjectAcl(b ->
        b.bucket("hers")
            .key("a/k")
            .accessControlPolicy(p -> p.owner(read.owner()).grants(read.grants())));
    assertThat(text(his, "hers", "a/k")).isEqualTo("hello");
    upload();
    assertThat(anonymous("GET", "/hers/parts").statusCode()).isEqualTo(200);
    hers.putBucketAcl(b -> b.bucket("hers").acl(BucketCannedACL.PUBLIC_READ_WRITE));
    assertThat(anonymous("GET", "/hers?list-type=2").body()).contains("<Key>pub</Key>");
    assertThat(anonymous("PUT", "/hers/new").statusCode()).isEqualTo(200);
    assertThat(anonymous("GET", "/hers/new").statusCode()).isEqualTo(403);
    hers.putPublicAccessBlock(b ->
        b.bucket("hers")
            .publicAccessBlockConfiguration(p -> p.blockPublicAcls(true).ignorePublicAcls(true)));
    assertThat(anonymous("PUT", "/hers/new").statusCode()).isEqualTo(403);
    assertFails(
        "AccessDenied",
        403,
        () -> hers.putBucketAcl(b -> b.bucket("hers").acl(BucketCannedACL.PUBLIC_READ)));
    assertFails(
        "NotImplemented",
        501,
        () -> hers.putObjectAcl(b -> b.bucket("hers").key("pub").grantRead("id=" + bob)));
  }

  private void upload() {
    String id =
        hers.createMultipartUpload(
                b -> b.bucket("hers").key("parts").acl(ObjectCannedACL.PUBLIC_READ))
            .uploadId();
    String etag =
        hers.uploadPart(
                b -> b.bucket("hers").key("parts").uploadId(id).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
    hers.completeMultipartUpload(
        b -> b.bucket("hers").key("parts").uploadId(id).multipartUpload(u -> u.parts(part)));
  }

  @Test
  void user_readonlyDisabledOrRotated_countsAtOnce() {
    CLOUD.accounts().setPolicy(alice, "readonly");
    assertThat(text(hers, "hers", "a/k")).isEqualTo("hello");
    assertFails("AccessDenied", 403, () -> put(hers, "hers", "k"));
    assertFails("AccessDenied", 403, () -> hers.createBucket(b -> b.bucket("more")));
    CLOUD.accounts().setPolicy(alice, "readwrite");
    put(hers, "hers", "k");
    CLOUD.accounts().enable(alice, false);
    assertFails("AccessDenied", 403, () -> text(hers, "hers", "a/k"));
    CLOUD.accounts().enable(alice, true);
    String id = CLOUD.accounts().keys(alice).getFirst().id();
    CLOUD.accounts().enableKey(id, false);
    assertFails("InvalidAccessKeyId", 403, () -> text(hers, "hers", "a/k"));
    CLOUD.accounts().enableKey(id, true);
    assertThat(text(hers, "hers", "a/k")).isEqualTo("hello");
    CLOUD.accounts().deleteKey(id);
    assertFails("InvalidAccessKeyId", 403, () -> text(hers, "hers", "a/k"));
    NewKey second = CLOUD.accounts().createKey(alice, "");
    try (S3Client again = SdkClients.of(CLOUD, second.about().id(), second.secretAccessKey())) {
      assertThat(text(again, "hers", "a/k")).isEqualTo("hello");
    }
  }

  private void policy(String statement) {
    hers.putBucketPolicy(b ->
        b.bucket("hers").policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}"));
  }

  private static void put(S3Client client, String bucket, String key) {
    client.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("x"));
  }

  private static String text(S3Client client, String bucket, String key) {
    return client.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asUtf8String();
  }

  private static HttpResponse<String> anonymous(String method, String path)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(CLOUD.s3() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return http.send(request, BodyHandlers.ofString());
    }
  }
}
