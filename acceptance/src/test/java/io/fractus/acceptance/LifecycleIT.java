// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionTransition;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Transition;
import tools.jackson.databind.JsonNode;

/** What rules say of objects on real nodes, three days later on the clock of the gateway. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LifecycleIT {
  private static final String MOVING = "moving";
  private static final String UNMET = "unmet";
  private static final String EXPIRING = "expiring";
  private static final String LAYOUT = "raid5:4+1x2";
  private static final int BITS_PER_STRIPE = 5;

  /** Two of each large object, one of others, and a pack: what must have moved in the end. */
  private static final int STRIPES_AT_LEAST = 15;

  private static final int PART = 5 << 20;

  /** What is a stripe of its own. */
  private static final int NOT_PACKED = 1_300_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());

  /** As many as RAID5 needs with two copies of five bits, and too few for ARCHIVE. */
  @RegisterExtension static final CloudExtension clouds = new CloudExtension(10, "raid5:2+1");

  /** Bodies by key and ETag. */
  private static final Map<String, byte[]> bodies = new TreeMap<>();

  private static Cloud cloud;
  private static FakeClock clock;
  private static List<ObjectVersion> before = List.of();

  @BeforeAll
  static void putAll() throws IOException {
    System.out.println("LifecycleIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    try (S3Client s3 = S3.sdk(cloud)) {
      for (String bucket : List.of(MOVING, UNMET, EXPIRING)) {
        s3.createBucket(b -> b.bucket(bucket));
      }
      s3.putBucketVersioning(b ->
          b.bucket(MOVING).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
      // More than moves together, so that a kill finds some that have moved and some that have not.
      for (int i = 0; i < 5; i++) {
        put(s3, MOVING, "large-" + i, 15_000_001);
      }
      for (int i = 0; i < 10; i++) {
        put(s3, MOVING, "small-" + i, 1 + i * 20_000);
      }
      put(s3, MOVING, "twice", NOT_PACKED + 1);
      put(s3, MOVING, "twice", NOT_PACKED + 2);
      put(s3, MOVING, "empty", 0);
      multipart(s3);
      before = s3.listObjectVersions(b -> b.bucket(MOVING)).versions();
      put(s3, UNMET, "a", NOT_PACKED);
      put(s3, EXPIRING, "large", NOT_PACKED);
      put(s3, EXPIRING, "small", 5_000);
      String upload = s3.createMultipartUpload(b -> b.bucket(EXPIRING).key("never")).uploadId();
      s3.uploadPart(
          b -> b.bucket(EXPIRING).key("never").uploadId(upload).partNumber(1),
          RequestBody.fromBytes(Bytes.random(SEED, 300_000)));
      setRules(s3);
    }
    clock = new FakeClock(cloud.data().resolveSibling("clock"));
    clock.set(Duration.ofDays(3));
    cloud.processes().useEnvironment("gateway", clock.environment());
  }

  private static void setRules(S3Client s3) {
    set(
        s3,
        MOVING,
        rule().transitions(to("RAID5")).noncurrentVersionTransitions(hiddenTo("RAID5")));
    set(s3, UNMET, rule().transitions(to("ARCHIVE")));
    set(
        s3,
        EXPIRING,
        rule()
            .expiration(e -> e.days(1))
            .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(1)));
  }

  private static LifecycleRule.Builder rule() {
    return LifecycleRule.builder()
        .id("r")
        .status(ExpirationStatus.ENABLED)
        .filter(f -> f.prefix(""));
  }

  private static Transition to(String storageClass) {
    return Transition.builder().days(1).storageClass(storageClass).build();
  }

  private static NoncurrentVersionTransition hiddenTo(String storageClass) {
    return NoncurrentVersionTransition.builder()
        .noncurrentDays(1)
        .storageClass(storageClass)
        .build();
  }

  private static void set(S3Client s3, String bucket, LifecycleRule.Builder rule) {
    s3.putBucketLifecycleConfiguration(
        b -> b.bucket(bucket).lifecycleConfiguration(c -> c.rules(rule.build())));
  }

  private static void put(S3Client s3, String bucket, String key, int size) {
    byte[] body = Bytes.random(SEED + size, size);
    String etag = s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(body)).eTag();
    bodies.put(key + etag, body);
  }

  private static void multipart(S3Client s3) {
    byte[] body = Bytes.random(SEED, PART + 300_000);
    String id = s3.createMultipartUpload(b -> b.bucket(MOVING).key("parts")).uploadId();
    CompletedPart[] parts = new CompletedPart[2];
    for (int i = 0; i < parts.length; i++) {
      int number = i + 1;
      byte[] part = Arrays.copyOfRange(body, i * PART, Math.min(body.length, number * PART));
      String etag =
          s3.uploadPart(
                  b -> b.bucket(MOVING).key("parts").uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts[i] = CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
    String etag =
        s3.completeMultipartUpload(b ->
                b.bucket(MOVING).key("parts").uploadId(id).multipartUpload(m -> m.parts(parts)))
            .eTag();
    bodies.put("parts" + etag, body);
  }

  @Test
  @Order(1)
  void transition_withTheGatewayKilledInItsMiddle_isBroughtToItsEnd() throws IOException {
    Set<Path> old = bits();
    cloud.processes().kill("gateway");
    cloud.processes().startAgain("gateway");
    // It begins with its round at once, and pauses between what it moves together.
    Await.until("new bits on nodes", PATIENCE, () -> !old.containsAll(bits()));
    cloud.processes().kill("gateway");
    FakeClock.tidy(cloud.processes().handle("gateway"));
    Set<Path> fresh = bits();
    fresh.removeAll(old);
    System.out.println("LifecycleIT: " + fresh.size() + " new copies when it was killed");
    assertThat(fresh).hasSizeLessThan(STRIPES_AT_LEAST * BITS_PER_STRIPE);
    cloud.startAgain(List.of("gateway"));
    FakeClock.tidy(cloud.processes().handle("gateway"));
    Await.until(
        "all have moved", PATIENCE, () -> layouts().values().stream().allMatch(LAYOUT::equals));
    checkShown();
    Await.until("the others stay", PATIENCE, () -> metric("transitions_failed_total") >= 1);
    assertThat(layouts(UNMET).values()).containsExactly("raid5:2+1");
    assertThat(cloud.rest().get(UNMET, "a").orFail().body()).hasSize(NOT_PACKED);
  }

  @Test
  @Order(2)
  void expiration_andAbortedUploads_leaveNoBitOnAnyNode() throws IOException {
    Await.until("all have expired", PATIENCE, () -> layouts(EXPIRING).isEmpty());
    for (String key : layouts().keySet()) {
      cloud.awaitSpread(MOVING, key, PATIENCE);
    }
    // The hidden version is a stripe of its own, which no placement shows.
    Await.until(
        "bits of nothing else on nodes",
        PATIENCE,
        () -> {
          Set<String> found = found();
          Set<String> expected = expected();
          boolean all = found.containsAll(expected);
          return all && found.size() == expected.size() + BITS_PER_STRIPE;
        });
    assertThat(metric("gateway_bits_seeded")).isZero();
  }

  @Test
  @Order(3)
  void moved_isWhatItWasToItsClients_withTwoNodesKilled() throws IOException {
    clock.set(Duration.ZERO);
    cloud.kill(cloud.processes().nodes().subList(0, 2));
    try (S3Client s3 = S3.sdk(cloud)) {
      assertThat(s3.listMultipartUploads(b -> b.bucket(EXPIRING)).uploads()).isEmpty();
      List<ObjectVersion> now = s3.listObjectVersions(b -> b.bucket(MOVING)).versions();
      assertThat(now).hasSameSizeAs(before);
      for (int i = 0; i < now.size(); i++) {
        ObjectVersion version = now.get(i);
        assertThat(version).isEqualTo(before.get(i).toBuilder().storageClass("RAID5").build());
        byte[] read =
            s3.getObjectAsBytes(
                    b -> b.bucket(MOVING).key(version.key()).versionId(version.versionId()))
                .asByteArray();
        Bytes.assertSame(version.key(), read, put(version.key(), version.eTag()));
      }
      byte[] second =
          s3.getObjectAsBytes(b -> b.bucket(MOVING).key("parts").partNumber(2)).asByteArray();
      assertThat(second).hasSize(300_000);
    }
  }

  /** What was put there. */
  private static byte[] put(String key, String etag) {
    assertThat(bodies).containsKey(key + etag);
    return bodies.getOrDefault(key + etag, new byte[0]);
  }

  private static void checkShown() throws IOException {
    for (String key : layouts().keySet()) {
      RestClient.Reply reply = cloud.rest().get(MOVING, key).orFail();
      Bytes.assertSame(key, reply.body(), put(key, reply.header("ETag")));
    }
  }

  /** The layouts of what a bucket shows. */
  private static Map<String, String> layouts() throws IOException {
    return layouts(MOVING);
  }

  private static Map<String, String> layouts(String bucket) throws IOException {
    String path = "/api/v1/buckets/" + bucket + "/objects?max=1000";
    JsonNode page = Json.read(cloud.rest().get(path, Map.of()).orFail().text(), JsonNode.class);
    Map<String, String> layouts = new TreeMap<>();
    for (JsonNode object : page.required("objects")) {
      layouts.put(
          object.required("key").required("key").stringValue(),
          object.required("layout").stringValue());
    }
    return layouts;
  }

  private static long metric(String name) throws IOException {
    return cloud
        .rest()
        .get("/metrics", Map.of())
        .orFail()
        .text()
        .lines()
        .filter(line -> !line.startsWith("#") && line.split(" ", -1)[0].endsWith(name))
        .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
        .sum();
  }

  /** The files of bits on all nodes. */
  private static Set<Path> bits() throws IOException {
    Set<Path> bits = new TreeSet<>();
    for (String node : cloud.processes().nodes()) {
      bits.addAll(Disk.bits(cloud.nodeDirectory(node)));
    }
    return bits;
  }

  private static Set<String> found() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String node : cloud.processes().nodes()) {
      Disk.held(cloud.nodeDirectory(node)).keySet().forEach(bit -> found.add(bit.toString()));
    }
    return found;
  }

  private static Set<String> expected() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String bucket : List.of(MOVING, UNMET)) {
      for (String key : layouts(bucket).keySet()) {
        for (Stripe stripe : cloud.stripes(bucket, key)) {
          stripe.bits().forEach(bit -> expected.add(bit.infoHash().toString()));
        }
      }
    }
    return expected;
  }
}
