// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Locked versions and keys of clients on real nodes, over kills and a clock that is wrong. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ObjectLockIT {
  private static final String BUCKET = "ledger";
  private static final int SMALL = 5_001;
  private static final int LARGE = 300_001;
  private static final Duration YEARS = Duration.ofDays(3_650);
  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(3, "raid5:2+1x1");

  private static Cloud cloud;
  private static String version = "";

  @BeforeAll
  static void lock() throws IOException {
    System.out.println("ObjectLockIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    try (S3Client s3 = S3.sdk(cloud)) {
      s3.createBucket(b -> b.bucket(BUCKET).objectLockEnabledForBucket(true));
      version =
          s3.putObject(
                  b ->
                      b.bucket(BUCKET)
                          .key("page")
                          .objectLockMode(ObjectLockMode.COMPLIANCE)
                          .objectLockRetainUntilDate(Instant.now().plus(Duration.ofDays(30))),
                  RequestBody.fromBytes(Bytes.random(SEED, LARGE)))
              .versionId();
    }
  }

  @Test
  @Order(1)
  void customerKey_overAKill_readsWhatItSealed() throws IOException {
    byte[] key = Bytes.random(SEED + 1, 32);
    String base64 = Base64.getEncoder().encodeToString(key);
    String md5 = Base64.getEncoder().encodeToString(md5(key));
    try (S3Client s3 = S3.sdk(cloud)) {
      for (int size : new int[] {SMALL, LARGE}) {
        s3.putObject(
            b ->
                b.bucket(BUCKET)
                    .key("sealed-" + size)
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(base64)
                    .sseCustomerKeyMD5(md5),
            RequestBody.fromBytes(Bytes.random(SEED + size, size)));
      }
    }
    cloud.restartGateway();
    try (S3Client s3 = S3.sdk(cloud)) {
      for (int size : new int[] {SMALL, LARGE}) {
        byte[] read =
            s3.getObjectAsBytes(b ->
                    b.bucket(BUCKET)
                        .key("sealed-" + size)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(base64)
                        .sseCustomerKeyMD5(md5))
                .asByteArray();
        Bytes.assertSame("sealed-" + size, read, Bytes.random(SEED + size, size));
        assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("sealed-" + size)))
            .isInstanceOfSatisfying(
                S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
      }
    }
  }

  @Test
  @Order(2)
  void lock_overAKill_saysOnTheCommandLineWhyItStays() {
    Tool.Result refused = rm();
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains("is locked").contains("COMPLIANCE");
  }

  /** Ten years later by its clock, and seconds later in truth. */
  @Test
  @Order(3)
  void lock_startedWithAClockThatIsWrong_staysUntilSomebodyTrustsIt() throws IOException {
    FakeClock clock = new FakeClock(cloud.data().resolveSibling("clock-of-gateway"));
    clock.set(YEARS);
    cloud.processes().useEnvironment("gateway", clock.environment());
    cloud.restartGateway();
    FakeClock.tidy(cloud.processes().handle("gateway"));
    RestClient.Reply refused = cloud.rest().delete(path());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("object-locked");
    cloud.restartGateway("--trust-clock");
    FakeClock.tidy(cloud.processes().handle("gateway"));
    cloud.rest().delete(path()).orFail();
    cloud.processes().useEnvironment("gateway", Map.of());
  }

  private static String path() {
    return RestClient.path(BUCKET, "page") + "?version=" + version;
  }

  private static Tool.Result rm() {
    return Tool.run(
        Tool.fractus(
            "rm", "--data", cloud.data().toString(), "--version", version, BUCKET + "/page"),
        Map.of(),
        Tool.LIMIT);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
