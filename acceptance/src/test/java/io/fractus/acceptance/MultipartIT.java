// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** Objects in parts, on real nodes: kept over kills, and given back to the last bit. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MultipartIT {
  private static final String BUCKET = "parts";
  private static final int COPIES_PER_STRIPE = 6;
  private static final int MIN = 5 << 20;

  /** What s3cmd and rclone cut into parts by themselves. */
  private static final int LARGE = 60_000_007;

  private static final Duration RECLAIM = Duration.ofMinutes(2);
  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  @TempDir private static Path directory;

  private static Cloud cloud;

  @BeforeAll
  static void makeBucket() throws IOException {
    System.out.println("MultipartIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
  }

  @Test
  @Order(1)
  void gatewayKilledBetweenAndInParts_uploadGoesOn() throws IOException {
    byte[] body = Bytes.random(SEED, 2 * MIN + 70_001);
    List<CompletedPart> parts = new ArrayList<>();
    String id;
    try (S3Client s3 = S3.sdk(cloud)) {
      id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("killed")).uploadId();
      parts.add(put(s3, "killed", id, 1, Arrays.copyOf(body, MIN)));
    }
    killGatewayInAPart(id);
    cloud.startAgain(List.of("gateway"));

    try (S3Client s3 = S3.sdk(cloud)) {
      assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
          .extracting(upload -> upload.uploadId())
          .containsExactly(id);
      assertThat(s3.listParts(b -> b.bucket(BUCKET).key("killed").uploadId(id)).parts())
          .extracting(Part::partNumber)
          .containsExactly(1);
      parts.add(put(s3, "killed", id, 2, Arrays.copyOfRange(body, MIN, 2 * MIN)));
      parts.add(put(s3, "killed", id, 3, Arrays.copyOfRange(body, 2 * MIN, body.length)));
      s3.completeMultipartUpload(
          b -> b.bucket(BUCKET).key("killed").uploadId(id).multipartUpload(m -> m.parts(parts)));
    }
    cloud.processes().kill("gateway");
    cloud.startAgain(List.of("gateway"));

    Bytes.assertSame("killed", cloud.rest().get(BUCKET, "killed").orFail().body(), body);
    awaitCopies(cloud.stripes(BUCKET, "killed").size() * COPIES_PER_STRIPE);
    int from = MIN - 100_000;
    RestClient.Reply range = cloud.rest().range(BUCKET, "killed", from, from + 199_999);
    Bytes.assertSame("over an edge", range.body(), Arrays.copyOfRange(body, from, from + 200_000));
  }

  /** The part is under way when the gateway dies, so that some of it may be on nodes. */
  private static void killGatewayInAPart(String id) throws IOException {
    int before = filesOfBits();
    byte[] part = Bytes.random(SEED + 1, 96_000_000);
    Thread killer =
        Thread.ofPlatform()
            .start(() -> {
              Await.until("bits of the part on nodes", RECLAIM, () -> filesOfBits() > before);
              cloud.processes().kill("gateway");
            });
    try (S3Client s3 = S3.sdk(cloud)) {
      assertThatThrownBy(() -> put(s3, "killed", id, 9, part)).isInstanceOf(SdkException.class);
    }
    try {
      killer.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(2)
  void replacedAndAborted_givesAllBitsBack() throws IOException {
    int before = filesOfBits();
    try (S3Client s3 = S3.sdk(cloud)) {
      String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("aborted")).uploadId();
      put(s3, "aborted", id, 1, Bytes.random(SEED + 2, MIN));
      put(s3, "aborted", id, 2, Bytes.random(SEED + 3, MIN));
      put(s3, "aborted", id, 1, Bytes.random(SEED + 4, MIN));
      awaitCopies(before + 2 * COPIES_PER_STRIPE);
      s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("aborted").uploadId(id));
      assertThatThrownBy(() -> put(s3, "aborted", id, 3, new byte[1]))
          .isInstanceOf(NoSuchUploadException.class);
      assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).isEmpty();
    }
    awaitCopies(before);
    assertThat(Disk.files(cloud.data().resolve("gateway").resolve("staging"))).isEmpty();

    cloud.rest().delete(RestClient.path(BUCKET, "killed")).orFail();
    awaitCopies(0);
  }

  @Test
  @Order(3)
  void s3cmd_largeFile_goesInPartsAndComesBack() throws IOException {
    Path file = directory.resolve("s3cmd.bin");
    Bytes.writeRandom(file, SEED + 5, LARGE);
    Path back = directory.resolve("s3cmd.back");
    S3.s3cmd(cloud, "put", file.toString(), "s3://" + BUCKET + "/s3cmd.bin").orFail();
    try (S3Client s3 = S3.sdk(cloud)) {
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key("s3cmd.bin")).eTag()).endsWith("-4\"");
    }
    S3.s3cmd(cloud, "get", "s3://" + BUCKET + "/s3cmd.bin", back.toString()).orFail();
    Bytes.assertSame(back, file);
  }

  @Test
  @Order(4)
  void rclone_largeFile_goesInPartsAndComesBack() throws IOException {
    Path file = directory.resolve("rclone.bin");
    Bytes.writeRandom(file, SEED + 6, LARGE);
    Path back = directory.resolve("rclone.back");
    String remote = "fractus:" + BUCKET + "/rclone.bin";
    rclone("copyto", "--s3-upload-cutoff", "10M", file.toString(), remote).orFail();
    try (S3Client s3 = S3.sdk(cloud)) {
      assertThat(s3.headObject(b -> b.bucket(BUCKET).key("rclone.bin").partNumber(1)).partsCount())
          .isEqualTo(12);
    }
    rclone("copyto", remote, back.toString()).orFail();
    Bytes.assertSame(back, file);
  }

  private static Tool.Result rclone(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("rclone", "--config", "/dev/null"));
    command.addAll(List.of("--retries", "1", "--low-level-retries", "1", "--s3-chunk-size", "5M"));
    command.addAll(List.of(arguments));
    Map<String, String> remote =
        Map.of(
            // Where it is set, rclone does not start.
            "AWS_CA_BUNDLE",
            "",
            "RCLONE_CONFIG_FRACTUS_TYPE",
            "s3",
            "RCLONE_CONFIG_FRACTUS_PROVIDER",
            "Other",
            "RCLONE_CONFIG_FRACTUS_ENDPOINT",
            cloud.endpoint("s3").toString(),
            "RCLONE_CONFIG_FRACTUS_ACCESS_KEY_ID",
            cloud.credential("aws_access_key_id"),
            "RCLONE_CONFIG_FRACTUS_SECRET_ACCESS_KEY",
            cloud.credential("aws_secret_access_key"));
    return Tool.run(command, remote, Tool.LIMIT);
  }

  private static CompletedPart put(S3Client s3, String key, String id, int number, byte[] body) {
    String etag =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
                RequestBody.fromBytes(body))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private static void awaitCopies(int copies) {
    Await.until(copies + " copies on the tracker's books", RECLAIM, () -> copies() == copies);
    Await.until(copies + " files of bits on nodes", RECLAIM, () -> filesOfBits() == copies);
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
