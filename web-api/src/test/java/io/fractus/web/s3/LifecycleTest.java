// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.TestCloud;
import io.fractus.web.s3.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionTransition;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;

/** Lifecycle rules as AWS's own client sets and reads them. */
class LifecycleTest {
  private static final String BUCKET = "pictures";
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static void put(LifecycleRule... rules) {
    S3.putBucketLifecycleConfiguration(
        b -> b.bucket(BUCKET).lifecycleConfiguration(c -> c.rules(rules)));
  }

  private static List<LifecycleRule> get() {
    return S3.getBucketLifecycleConfiguration(b -> b.bucket(BUCKET)).rules();
  }

  private static Transition to(int days, String storageClass) {
    return Transition.builder().days(days).storageClass(storageClass).build();
  }

  private static LifecycleRule.Builder rule(String id) {
    return LifecycleRule.builder()
        .id(id)
        .status(ExpirationStatus.ENABLED)
        .filter(f -> f.prefix("log/"));
  }

  @Test
  void rules_thatWereSet_comeBackUntilTheyAreDeleted() {
    assertFails("NoSuchLifecycleConfiguration", 404, LifecycleTest::get);
    LifecycleRule days =
        rule("days")
            .expiration(e -> e.days(3))
            .noncurrentVersionExpiration(n -> n.noncurrentDays(4).newerNoncurrentVersions(5))
            .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(6))
            .build();
    LifecycleRule date =
        rule("date")
            .filter(f ->
                f.and(a ->
                    a.prefix("p")
                        .objectSizeGreaterThan(7L)
                        .objectSizeLessThan(8L << 30)
                        .tags(Tag.builder().key("k").value("v").build())))
            .status(ExpirationStatus.DISABLED)
            .expiration(e -> e.date(Instant.parse("2027-01-01T00:00:00Z")))
            .build();
    LifecycleRule markers = rule("m").expiration(e -> e.expiredObjectDeleteMarker(true)).build();
    put(days, date, markers);
    assertThat(get()).containsExactly(days, date, markers);
    S3.deleteBucketLifecycle(b -> b.bucket(BUCKET));
    assertFails("NoSuchLifecycleConfiguration", 404, LifecycleTest::get);
  }

  @Test
  void rules_thatCannotBe_areRefusedAndTheOldOnesStay() {
    LifecycleRule good = rule("good").expiration(e -> e.days(1)).build();
    put(good);
    assertFails("InvalidArgument", 400, () -> put(rule("a").expiration(e -> e.days(0)).build()));
    assertFails("InvalidRequest", 400, () -> put(rule("a").build()));
    assertFails("InvalidArgument", 400, () -> put(good, good));
    assertFails(
        "MalformedXML",
        400,
        () -> put(rule("a").expiration(e -> e.days(1).expiredObjectDeleteMarker(true)).build()));
    assertFails(
        "InvalidArgument",
        400,
        () ->
            put(rule("a").expiration(e -> e.date(Instant.parse("2027-01-01T01:00:00Z"))).build()));
    assertFails("MalformedXML", 400, () -> put(rule("a").transitions(to(1, "GLACIER")).build()));
    assertThat(get()).containsExactly(good);
  }

  @Test
  void transitions_thatWereSet_comeBack() {
    LifecycleRule days =
        rule("days")
            .transitions(to(0, "RAID6"), to(30, "ARCHIVE"))
            .noncurrentVersionTransitions(
                NoncurrentVersionTransition.builder()
                    .noncurrentDays(1)
                    .newerNoncurrentVersions(2)
                    .storageClass("WIDE")
                    .build())
            .expiration(e -> e.days(31))
            .build();
    LifecycleRule date =
        rule("date")
            .transitions(
                Transition.builder()
                    .date(Instant.parse("2027-01-01T00:00:00Z"))
                    .storageClass("RAID5")
                    .build())
            .build();
    put(days, date);
    assertThat(get()).containsExactly(days, date);
  }

  @Test
  void transitions_thatContradictEachOther_areRefused() {
    LifecycleRule.Builder two = rule("a").transitions(to(1, "RAID6"), to(2, "RAID6"));
    assertFails("InvalidRequest", 400, () -> put(two.build()));
    LifecycleRule.Builder atOnce = rule("a").transitions(to(1, "RAID6"), to(1, "WIDE"));
    assertFails("InvalidArgument", 400, () -> put(atOnce.build()));
    LifecycleRule.Builder late = rule("a").transitions(to(3, "RAID6")).expiration(e -> e.days(3));
    assertFails("InvalidArgument", 400, () -> put(late.build()));
    Instant day = Instant.parse("2027-01-01T00:00:00Z");
    LifecycleRule.Builder mixed =
        rule("a").transitions(to(3, "RAID6")).expiration(e -> e.date(day));
    assertFails("InvalidRequest", 400, () -> put(mixed.build()));
    LifecycleRule.Builder hidden =
        rule("a")
            .noncurrentVersionTransitions(
                NoncurrentVersionTransition.builder()
                    .noncurrentDays(4)
                    .storageClass("RAID6")
                    .build())
            .noncurrentVersionExpiration(e -> e.noncurrentDays(4));
    assertFails("InvalidArgument", 400, () -> put(hidden.build()));
    assertFails("MalformedXML", 400, () -> put(rule("a").transitions(to(1, "STANDARD")).build()));
    Transition never = Transition.builder().storageClass("RAID6").build();
    assertFails("MalformedXML", 400, () -> put(rule("a").transitions(never).build()));
    assertFails("NoSuchLifecycleConfiguration", 404, LifecycleTest::get);
  }

  @Test
  void head_ofAnObjectThatWillExpire_saysWhenAndWhy() {
    put(rule("when old").expiration(e -> e.date(Instant.parse("2033-05-18T00:00:00Z"))).build());
    S3.putObject(b -> b.bucket(BUCKET).key("log/a"), RequestBody.fromString("a"));
    S3.putObject(b -> b.bucket(BUCKET).key("a"), RequestBody.fromString("a"));
    assertThat(S3.headObject(b -> b.bucket(BUCKET).key("log/a")).expiration())
        .isEqualTo("expiry-date=\"Wed, 18 May 2033 00:00:00 GMT\", rule-id=\"when%20old\"");
    assertThat(S3.headObject(b -> b.bucket(BUCKET).key("a")).expiration()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "<LifecycleConfiguration/>",
    "<Other><Rule/></Other>",
    "<LifecycleConfiguration><Rule><Status>On</Status></Rule></LifecycleConfiguration>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]><LifecycleConfiguration>&b;</LifecycleConfiguration>",
    "<a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a>",
    "<LifecycleConfiguration>",
  })
  void parse_whatIsNoLifecycle_isMalformed(String xml) {
    assertThatThrownBy(() -> LifecycleParser.parse(xml.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo("MalformedXML"));
  }
}
