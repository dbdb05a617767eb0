// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import io.fractus.web.accounts.registry.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Payer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** What tools that describe buckets as code (terraform) read and set, with AWS's own client. */
class BucketSettingsTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final String BOX = "box";

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BOX));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  /** In the order in which terraform reads a bucket; it takes no other error for "not there". */
  @Test
  void newBucket_readAsTerraformDoes_answersAsAws() {
    assertThat(S3.headBucket(b -> b.bucket(BOX)).bucketRegion()).isEqualTo("us-east-1");
    assertThat(S3.getBucketLocation(b -> b.bucket(BOX)).locationConstraintAsString()).isEmpty();
    fails("NoSuchBucketPolicy", s3 -> s3.getBucketPolicy(b -> b.bucket(BOX)));
    assertThat(S3.getBucketAcl(b -> b.bucket(BOX)).grants()).hasSize(1);
    fails("NoSuchCORSConfiguration", s3 -> s3.getBucketCors(b -> b.bucket(BOX)));
    fails("NoSuchWebsiteConfiguration", s3 -> s3.getBucketWebsite(b -> b.bucket(BOX)));
    assertThat(S3.getBucketVersioning(b -> b.bucket(BOX)).status()).isNull();
    assertThat(S3.getBucketAccelerateConfiguration(b -> b.bucket(BOX)).status()).isNull();
    assertThat(S3.getBucketRequestPayment(b -> b.bucket(BOX)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);
    assertThat(S3.getBucketLogging(b -> b.bucket(BOX)).loggingEnabled()).isNull();
    fails(
        "NoSuchLifecycleConfiguration",
        s3 -> s3.getBucketLifecycleConfiguration(b -> b.bucket(BOX)));
    fails(
        "ReplicationConfigurationNotFoundError", s3 -> s3.getBucketReplication(b -> b.bucket(BOX)));
    assertThat(
            S3.getBucketEncryption(b -> b.bucket(BOX))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst()
                .applyServerSideEncryptionByDefault()
                .sseAlgorithm())
        .isEqualTo(ServerSideEncryption.AES256);
    fails(
        "ObjectLockConfigurationNotFoundError",
        s3 -> s3.getObjectLockConfiguration(b -> b.bucket(BOX)));
    fails("NoSuchTagSet", s3 -> s3.getBucketTagging(b -> b.bucket(BOX)));
    fails(
        "NoSuchPublicAccessBlockConfiguration", s3 -> s3.getPublicAccessBlock(b -> b.bucket(BOX)));
    fails(
        "OwnershipControlsNotFoundError", s3 -> s3.getBucketOwnershipControls(b -> b.bucket(BOX)));
    assertThat(S3.getBucketNotificationConfiguration(b -> b.bucket(BOX)).hasTopicConfigurations())
        .isFalse();
  }

  private static void fails(String code, Consumer<S3Client> call) {
    assertFails(code, 404, () -> call.accept(S3));
  }

  private static void refused(Consumer<S3Client> call) {
    assertFails("NotImplemented", 501, () -> call.accept(S3));
  }

  @Test
  void tags_ofABucket_areKeptUntilTheyAreTakenAway() {
    S3.putBucketTagging(b -> b.bucket(BOX).tagging(t -> t.tagSet(tag("b", "2"), tag("a", "ü<&"))));
    assertThat(S3.getBucketTagging(b -> b.bucket(BOX)).tagSet())
        .containsExactly(tag("a", "ü<&"), tag("b", "2"));
    List<Tag> many = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      many.add(tag("k" + i, ""));
    }
    assertFails(
        "BadRequest",
        400,
        () -> S3.putBucketTagging(b -> b.bucket(BOX).tagging(t -> t.tagSet(many))));
    assertFails(
        "InvalidTag",
        400,
        () -> S3.putBucketTagging(b -> b.bucket(BOX).tagging(t -> t.tagSet(tag("aws:x", "")))));
    assertFails(
        "InvalidTag",
        400,
        () ->
            S3.putBucketTagging(
                b -> b.bucket(BOX).tagging(t -> t.tagSet(tag("x", ""), tag("x", "")))));
    assertThat(S3.getBucketTagging(b -> b.bucket(BOX)).tagSet()).hasSize(2);
    S3.putBucketTagging(b -> b.bucket(BOX).tagging(t -> t.tagSet(many.subList(0, 50))));
    assertThat(S3.getBucketTagging(b -> b.bucket(BOX)).tagSet()).hasSize(50);
    S3.deleteBucketTagging(b -> b.bucket(BOX));
    fails("NoSuchTagSet", s3 -> s3.getBucketTagging(b -> b.bucket(BOX)));

    S3.createBucket(
        b -> b.bucket("tagged").createBucketConfiguration(c -> c.tags(tag("team", "red"))));
    assertThat(S3.getBucketTagging(b -> b.bucket("tagged")).tagSet())
        .containsExactly(tag("team", "red"));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void ownership_enforced_makesAclsCountForNothing() {
    S3.putBucketAcl(b -> b.bucket(BOX).acl(BucketCannedACL.PUBLIC_READ));
    assertFails("InvalidBucketAclWithObjectOwnership", 400, () -> own("BucketOwnerEnforced"));
    S3.putBucketAcl(b -> b.bucket(BOX).acl(BucketCannedACL.PRIVATE));
    put("shown", ObjectCannedACL.PUBLIC_READ);
    try (S3Client other = stranger()) {
      assertThat(read(other, "shown")).isEqualTo("hello");
      own("BucketOwnerEnforced");
      assertFails("AccessDenied", 403, () -> read(other, "shown"));
      assertThat(S3.getBucketOwnershipControls(b -> b.bucket(BOX)).ownershipControls().rules())
          .extracting(rule -> rule.objectOwnership())
          .containsExactly(ObjectOwnership.BUCKET_OWNER_ENFORCED);
      assertThat(S3.getObjectAcl(b -> b.bucket(BOX).key("shown")).grants()).hasSize(1);
      aclRefused(() -> put("k", ObjectCannedACL.PUBLIC_READ));
      aclRefused(() -> S3.putBucketAcl(b -> b.bucket(BOX).acl(BucketCannedACL.PUBLIC_READ)));
      aclRefused(
          () -> S3.putObjectAcl(b -> b.bucket(BOX).key("shown").acl(ObjectCannedACL.PUBLIC_READ)));
      put("k", ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL);
      S3.deleteBucketOwnershipControls(b -> b.bucket(BOX));
      assertThat(read(other, "shown")).isEqualTo("hello");
    }
    own("BucketOwnerPreferred");
    put("k", ObjectCannedACL.PUBLIC_READ);
    refused(_ -> own("ObjectWriter"));
    assertFails("InvalidArgument", 400, () -> own("Nobody"));
  }

  private static void own(String kind) {
    OwnershipControlsRule rule = OwnershipControlsRule.builder().objectOwnership(kind).build();
    S3.putBucketOwnershipControls(b -> b.bucket(BOX).ownershipControls(o -> o.rules(rule)));
  }

  private static void aclRefused(Runnable call) {
    assertFails("AccessControlListNotSupported", 400, call);
  }

  private static void put(String key, ObjectCannedACL acl) {
    S3.putObject(b -> b.bucket(BOX).key(key).acl(acl), RequestBody.fromString("hello"));
  }

  private static String read(S3Client s3, String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BOX).key(key)).asUtf8String();
  }

  private static S3Client stranger() {
    String name = "ann" + CLOUD.accounts().users().size();
    var _ = CLOUD.accounts().create(name, "readwrite", Quota.NONE);
    var key = CLOUD.accounts().createKey(name, "");
    return SdkClients.of(CLOUD, key.about().id(), key.secretAccessKey());
  }

  @Test
  void ownership_ofANewBucket_isWhatItsHeaderSays() {
    S3.createBucket(b -> b.bucket("mine").objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED));
    assertThat(S3.getBucketOwnershipControls(b -> b.bucket("mine")).ownershipControls().rules())
        .hasSize(1);
    assertFails(
        "InvalidBucketAclWithObjectOwnership",
        400,
        () ->
            S3.createBucket(b ->
                b.bucket("both")
                    .acl(BucketCannedACL.PUBLIC_READ)
                    .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)));
    fails("NoSuchBucket", s3 -> s3.getBucketOwnershipControls(b -> b.bucket("both")));
  }

  /** What every bucket has may be asked for, and nothing else is taken and passed over. */
  @Test
  void settings_thatAreFixed_areTakenAsTheyAreAndNotOtherwise() {
    encrypt(e -> e.sseAlgorithm(ServerSideEncryption.AES256));
    refused(_ -> encrypt(e -> e.sseAlgorithm(ServerSideEncryption.AWS_KMS)));
    S3.deleteBucketEncryption(b -> b.bucket(BOX));
    S3.putBucketRequestPayment(
        b -> b.bucket(BOX).requestPaymentConfiguration(r -> r.payer(Payer.BUCKET_OWNER)));
    refused(s3 ->
        s3.putBucketRequestPayment(
            b -> b.bucket(BOX).requestPaymentConfiguration(r -> r.payer(Payer.REQUESTER))));
    accelerate(BucketAccelerateStatus.SUSPENDED);
    refused(_ -> accelerate(BucketAccelerateStatus.ENABLED));
    S3.putBucketLogging(b -> b.bucket(BOX).bucketLoggingStatus(l -> {}));
    refused(s3 ->
        s3.putBucketLogging(b ->
            b.bucket(BOX)
                .bucketLoggingStatus(
                    l -> l.loggingEnabled(e -> e.targetBucket(BOX).targetPrefix("")))));
    S3.putBucketNotificationConfiguration(b -> b.bucket(BOX).notificationConfiguration(n -> {}));
    refused(s3 ->
        s3.putBucketNotificationConfiguration(b ->
            b.bucket(BOX).notificationConfiguration(n -> n.eventBridgeConfiguration(e -> {}))));
    S3.deleteBucketReplication(b -> b.bucket(BOX));
  }

  private static void encrypt(Consumer<ServerSideEncryptionByDefault.Builder> how) {
    ServerSideEncryptionRule rule =
        ServerSideEncryptionRule.builder()
            .applyServerSideEncryptionByDefault(how)
            .bucketKeyEnabled(true)
            .build();
    S3.putBucketEncryption(
        b -> b.bucket(BOX).serverSideEncryptionConfiguration(c -> c.rules(rule)));
  }

  /** The client itself lets them pass. */
  @ParameterizedTest
  @ValueSource(strings = {"xn--abc", "sthree-x", "box-s3alias", "box--ol-s3"})
  void newBucket_withANameThatAwsRefuses_isRefused(String name) {
    assertFails("InvalidBucketName", 400, () -> S3.createBucket(b -> b.bucket(name)));
  }

  private static void accelerate(BucketAccelerateStatus status) {
    S3.putBucketAccelerateConfiguration(
        b -> b.bucket(BOX).accelerateConfiguration(a -> a.status(status)));
  }

  @Test
  void listBuckets_inPages_isWholeAndInOrder() {
    List<String> names = new ArrayList<>(List.of(BOX));
    for (int i = 0; i < 7; i++) {
      String name = "logs-" + i;
      S3.createBucket(b -> b.bucket(name));
      names.add(name);
    }
    assertThat(S3.listBuckets().buckets()).extracting(Bucket::name).isEqualTo(names);
    assertThat(S3.listBuckets().continuationToken()).isNull();
    assertThat(S3.listBucketsPaginator(b -> b.maxBuckets(3)).buckets())
        .extracting(Bucket::name)
        .containsExactlyElementsOf(names);
    assertThat(S3.listBucketsPaginator(b -> b.maxBuckets(2).prefix("logs-")).buckets())
        .extracting(Bucket::name)
        .containsExactlyElementsOf(names.subList(1, 8));
    var page = S3.listBuckets(b -> b.maxBuckets(8).prefix("logs-"));
    assertThat(page.prefix()).isEqualTo("logs-");
    assertThat(page.continuationToken()).isNull();
    assertThat(page.buckets().getFirst().bucketRegion()).isEqualTo("us-east-1");
    assertThat(S3.listBuckets(b -> b.bucketRegion("eu-west-1")).buckets()).isEmpty();
    for (int wrong : new int[] {0, 10_001}) {
      assertFails("InvalidArgument", 400, () -> S3.listBuckets(b -> b.maxBuckets(wrong)));
    }
    assertFails("InvalidArgument", 400, () -> S3.listBuckets(b -> b.continuationToken("%")));
  }

  @Test
  void expectedOwner_ofABucketOrASource_mustBeTheOne() {
    put("k", ObjectCannedACL.PRIVATE);
    S3.headObject(b -> b.bucket(BOX).key("k").expectedBucketOwner("root"));
    assertFails(
        "AccessDenied",
        403,
        () -> S3.getObjectAcl(b -> b.bucket(BOX).key("k").expectedBucketOwner("111122223333")));
    assertFails(
        "AccessDenied",
        403,
        () ->
            S3.putObject(
                b -> b.bucket(BOX).key("k").expectedBucketOwner("ann"), RequestBody.empty()));
    assertThat(read(S3, "k")).isEqualTo("hello");
    assertFails(
        "AccessDenied",
        403,
        () ->
            S3.copyObject(b ->
                b.sourceBucket(BOX)
                    .sourceKey("k")
                    .destinationBucket(BOX)
                    .destinationKey("c")
                    .expectedSourceBucketOwner("ann")));
    fails("NoSuchBucket", s3 -> s3.listObjectsV2(b -> b.bucket("none").expectedBucketOwner("x")));
  }

  @Test
  void parametersOfOtherOperations_doNotBecomeAnotherOne() throws Exception {
    put("k", ObjectCannedACL.PRIVATE);
    for (String name : List.of("renameObject", "encryption", "metadataTable", "session", "abac")) {
      refused(s3 ->
          s3.putObject(
              b ->
                  b.bucket(BOX)
                      .key("k")
                      .overrideConfiguration(o -> o.putRawQueryParameter(name, "")),
              RequestBody.fromString("other")));
    }
    assertThat(read(S3, "k")).isEqualTo("hello");
  }
}
