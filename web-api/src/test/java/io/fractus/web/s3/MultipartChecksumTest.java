// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Checksums of objects in parts, as AWS's own client names and checks them. */
class MultipartChecksumTest {
  private static final String BUCKET = "films";
  private static final String KEY = "dir/big ü";
  private static final int MIN = 5 << 20;
  private static final long SEED = 5;

  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final PartUploads PARTS = new PartUploads(S3, BUCKET, KEY);

  private final Random random = new Random(SEED);

  @BeforeEach
  void createBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void checksum_composite_isThatOfTheParts(ChecksumAlgorithm algorithm) {
    String id =
        S3.createMultipartUpload(b -> b.bucket(BUCKET).key(KEY).checksumAlgorithm(algorithm))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      int part = number;
      UploadPartResponse put =
          S3.uploadPart(
              b ->
                  b.bucket(BUCKET)
                      .key(KEY)
                      .uploadId(id)
                      .partNumber(part)
                      .checksumAlgorithm(algorithm),
              RequestBody.fromBytes(bytes(MIN)));
      parts.add(
          CompletedPart.builder()
              .partNumber(part)
              .eTag(put.eTag())
              .checksumCRC32(put.checksumCRC32())
              .checksumCRC32C(put.checksumCRC32C())
              .checksumSHA1(put.checksumSHA1())
              .checksumSHA256(put.checksumSHA256())
              .build());
    }
    CompletedPart wrong =
        parts.get(0).toBuilder()
            .checksumCRC32(algorithm == ChecksumAlgorithm.CRC32 ? "AAAAAA==" : null)
            .checksumCRC32C(algorithm == ChecksumAlgorithm.CRC32_C ? "AAAAAA==" : null)
            .checksumSHA1(algorithm == ChecksumAlgorithm.SHA1 ? "AAAAAA==" : null)
            .checksumSHA256(algorithm == ChecksumAlgorithm.SHA256 ? "AAAAAA==" : null)
            .build();
    assertFails("InvalidPart", 400, () -> PARTS.complete(id, wrong, parts.get(1)));
    ChecksumAlgorithm other =
        algorithm == ChecksumAlgorithm.SHA1 ? ChecksumAlgorithm.SHA256 : ChecksumAlgorithm.SHA1;
    assertFails(
        "InvalidRequest",
        400,
        () ->
            S3.uploadPart(
                b -> b.bucket(BUCKET).key(KEY).uploadId(id).partNumber(2).checksumAlgorithm(other),
                RequestBody.fromBytes(bytes(1))));
    CompleteMultipartUploadResponse done = PARTS.complete(id, parts.toArray(CompletedPart[]::new));
    assertThat(done.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
    HeadObjectResponse head =
        S3.headObject(b -> b.bucket(BUCKET).key(KEY).checksumMode(ChecksumMode.ENABLED));
    assertThat(
            String.join(
                "",
                Arrays.asList(
                        head.checksumCRC32(),
                        head.checksumCRC32C(),
                        head.checksumSHA1(),
                        head.checksumSHA256())
                    .stream()
                    .filter(value -> value != null)
                    .toList()))
        .endsWith("-2");
    assertThat(S3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY)).asByteArray()).hasSize(2 * MIN);
  }

  @Test
  void checksum_fullObject_isThatOfAllBytes() {
    String id =
        S3.createMultipartUpload(b ->
                b.bucket(BUCKET)
                    .key(KEY)
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                    .checksumType(ChecksumType.FULL_OBJECT))
            .uploadId();
    byte[] first = bytes(MIN + 12_345);
    byte[] second = bytes(99_999);
    CompletedPart a = PARTS.put(id, 1, first);
    CompletedPart b = PARTS.put(id, 2, second);
    CRC32 crc = new CRC32();
    crc.update(first);
    crc.update(second);
    byte[] value = java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    String expected = Base64.getEncoder().encodeToString(value);
    assertFails(
        "BadDigest",
        400,
        () ->
            S3.completeMultipartUpload(r ->
                r.bucket(BUCKET)
                    .key(KEY)
                    .uploadId(id)
                    .checksumCRC32("AAAAAA==")
                    .multipartUpload(m -> m.parts(a, b))));
    CompleteMultipartUploadResponse done =
        S3.completeMultipartUpload(r ->
            r.bucket(BUCKET)
                .key(KEY)
                .uploadId(id)
                .checksumCRC32(expected)
                .checksumType(ChecksumType.FULL_OBJECT)
                .mpuObjectSize((long) first.length + second.length)
                .multipartUpload(m -> m.parts(a, b)));
    assertThat(done.checksumCRC32()).isEqualTo(expected);
    assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    // The client holds what it reads against it.
    assertThat(S3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).asByteArray())
        .isEqualTo(PartUploads.joined(first, second));
  }

  @ParameterizedTest
  @CsvSource({"SHA256, FULL_OBJECT", "CRC64_NVME, COMPOSITE"})
  void checksum_kindThatIsNot_isRefused(ChecksumAlgorithm algorithm, ChecksumType type) {
    assertFails(
        "InvalidRequest",
        400,
        () ->
            S3.createMultipartUpload(
                b -> b.bucket(BUCKET).key(KEY).checksumAlgorithm(algorithm).checksumType(type)));
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
