// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;

/**
 * CRC64NVME as clients send it and check it, whose sum is computed here bit by bit: AWS's client
 * has it in native code only, and sends what it is given.
 */
class Crc64ClientTest {
  private static final String BUCKET = "sums";
  private static final String KEY = "k";
  private static final int MIN = 5 << 20;
  private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);

  @BeforeEach
  void createBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static long crc(byte[]... runs) {
    long crc = -1;
    for (byte[] bytes : runs) {
      for (byte b : bytes) {
        crc ^= b & 0xff;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
          crc = (crc & 1) == 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
        }
      }
    }
    return ~crc;
  }

  private static String sum(byte[]... runs) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(crc(runs)).array();
    return Base64.getEncoder().encodeToString(value);
  }

  /** Those of the catalogue of CRCs, of AWS's own library in C, and of a tool in Go. */
  @ParameterizedTest
  @CsvSource({
    "123456789, ae8b14860a799888",
    "aaaaaaaaaa, 0c1a80036d65c555",
    "'Hello, World!\n', 4a85d76f1ebb2a91"
  })
  void sum_ofPublishedTexts_isWhatWasPublished(String text, String expected) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(HexFormat.of().toHexDigits(crc(bytes))).isEqualTo(expected);
    S3.putObject(
        b -> b.bucket(BUCKET).key(KEY).checksumCRC64NVME(sum(bytes)), RequestBody.fromBytes(bytes));
    assertThat(head().checksumCRC64NVME()).isEqualTo(sum(bytes));
  }

  private static HeadObjectResponse head() {
    return S3.headObject(b -> b.bucket(BUCKET).key(KEY).checksumMode(ChecksumMode.ENABLED));
  }

  @Test
  void header_right_isKeptAndToldToWhoAsks() {
    byte[] bytes = bytes(1, 100_001);
    var put =
        S3.putObject(
            b -> b.bucket(BUCKET).key(KEY).checksumCRC64NVME(sum(bytes)),
            RequestBody.fromBytes(bytes));
    assertThat(put.checksumCRC64NVME()).isEqualTo(sum(bytes));
    assertThat(head().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(S3.headObject(b -> b.bucket(BUCKET).key(KEY)).checksumCRC64NVME()).isNull();
    GetObjectAttributesResponse about =
        S3.getObjectAttributes(
            b -> b.bucket(BUCKET).key(KEY).objectAttributes(ObjectAttributes.CHECKSUM));
    assertThat(about.checksum().checksumCRC64NVME()).isEqualTo(sum(bytes));
    assertThat(about.checksum().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    var copy =
        S3.copyObject(b ->
            b.sourceBucket(BUCKET).sourceKey(KEY).destinationBucket(BUCKET).destinationKey("copy"));
    assertThat(copy.copyObjectResult().checksumCRC64NVME()).isEqualTo(sum(bytes));
  }

  @Test
  void header_wrong_isRefusedAndNothingIsStored() {
    byte[] bytes = bytes(1, 100);
    assertFails(
        "BadDigest",
        400,
        () ->
            S3.putObject(
                b -> b.bucket(BUCKET).key(KEY).checksumCRC64NVME(sum(bytes)),
                RequestBody.fromBytes(bytes(2, 100))));
    for (String wrong : List.of("AAAA", "AAAAAAAAAAAAAAAA", "no base64!")) {
      assertFails(
          "InvalidRequest",
          400,
          () ->
              S3.putObject(
                  b -> b.bucket(BUCKET).key(KEY).checksumCRC64NVME(wrong),
                  RequestBody.fromBytes(bytes)));
    }
    assertThat(CLOUD.store().count()).isZero();
  }

  @Test
  void trailer_rightOrWrong_isCheckedAgainstTheBody() throws Exception {
    byte[] bytes = bytes(3, 70_000);
    assertThat(trailer(bytes, sum(bytes(4, 5))).body()).contains("<Code>BadDigest</Code>");
    assertThat(CLOUD.store().count()).isZero();
    HttpResponse<String> good = trailer(bytes, sum(bytes));
    assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
    assertThat(good.headers().firstValue("x-amz-checksum-crc64nvme")).contains(sum(bytes));
    assertThat(head().checksumCRC64NVME()).isEqualTo(sum(bytes));
    assertThat(CLOUD.store().bytes(BUCKET, KEY)).isEqualTo(bytes);
  }

  /** As aws-cli does when it streams. */
  private static HttpResponse<String> trailer(byte[] bytes, String sum) throws Exception {
    ByteBuffer body = ByteBuffer.allocate(bytes.length + 200);
    body.put((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    body.put(bytes);
    body.put(
        ("\r\n0\r\nx-amz-checksum-crc64nvme:" + sum + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(CLOUD.s3() + "/" + BUCKET + "/" + KEY))
            .header("Content-Encoding", "aws-chunked")
            .header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .header("x-amz-decoded-content-length", Integer.toString(bytes.length))
            .header("x-amz-trailer", "x-amz-checksum-crc64nvme")
            .PUT(BodyPublishers.ofByteArray(body.array(), 0, body.position()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  void multipart_threeUnequalParts_hasTheSumOfAllBytes() {
    byte[] first = bytes(5, MIN + 1);
    byte[] second = bytes(6, MIN);
    byte[] third = bytes(7, 333);
    CreateMultipartUploadResponse upload =
        S3.createMultipartUpload(
            b -> b.bucket(BUCKET).key(KEY).checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME));
    assertThat(upload.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    String id = upload.uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] part : Arrays.asList(first, second, third)) {
      int number = parts.size() + 1;
      var put =
          S3.uploadPart(
              b ->
                  b.bucket(BUCKET)
                      .key(KEY)
                      .uploadId(id)
                      .partNumber(number)
                      .checksumCRC64NVME(sum(part)),
              RequestBody.fromBytes(part));
      assertThat(put.checksumCRC64NVME()).isEqualTo(sum(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(put.eTag())
              .checksumCRC64NVME(sum(part))
              .build());
    }
    assertFails("BadDigest", 400, () -> complete(id, sum(first), ChecksumType.FULL_OBJECT, parts));
    String whole = sum(first, second, third);
    assertFails("InvalidRequest", 400, () -> complete(id, whole, ChecksumType.COMPOSITE, parts));
    complete(id, whole, ChecksumType.FULL_OBJECT, parts);
    assertThat(head().checksumCRC64NVME()).isEqualTo(whole);
    assertThat(head().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    GetObjectAttributesResponse about =
        S3.getObjectAttributes(b ->
            b.bucket(BUCKET)
                .key(KEY)
                .objectAttributes(ObjectAttributes.CHECKSUM, ObjectAttributes.OBJECT_PARTS));
    assertThat(about.checksum().checksumCRC64NVME()).isEqualTo(whole);
    assertThat(about.objectParts().parts())
        .extracting(part -> part.checksumCRC64NVME())
        .containsExactly(sum(first), sum(second), sum(third));
  }

  private static void complete(
      String id, String sum, ChecksumType type, List<CompletedPart> parts) {
    S3.completeMultipartUpload(b ->
        b.bucket(BUCKET)
            .key(KEY)
            .uploadId(id)
            .checksumCRC64NVME(sum)
            .checksumType(type)
            .multipartUpload(m -> m.parts(parts)));
  }

  /** AWS's table of which sums can be of all bytes, and which of the parts' sums. */
  @ParameterizedTest
  @CsvSource({
    "CRC64_NVME, , FULL_OBJECT",
    "CRC64_NVME, FULL_OBJECT, FULL_OBJECT",
    "CRC64_NVME, COMPOSITE, ",
    "CRC32, , COMPOSITE",
    "CRC32, COMPOSITE, COMPOSITE",
    "CRC32, FULL_OBJECT, FULL_OBJECT",
    "CRC32_C, , COMPOSITE",
    "CRC32_C, COMPOSITE, COMPOSITE",
    "CRC32_C, FULL_OBJECT, FULL_OBJECT",
    "SHA1, , COMPOSITE",
    "SHA1, FULL_OBJECT, ",
    "SHA256, , COMPOSITE",
    "SHA256, FULL_OBJECT, "
  })
  void upload_ofEachKind_isTakenOrRefusedAsAwsDoes(
      ChecksumAlgorithm algorithm, ChecksumType asked, ChecksumType given) {
    if (given == null) {
      assertFails("InvalidRequest", 400, () -> begin(algorithm, asked));
    } else {
      assertThat(begin(algorithm, asked).checksumType()).isEqualTo(given);
    }
  }

  private static CreateMultipartUploadResponse begin(
      ChecksumAlgorithm algorithm, ChecksumType type) {
    return S3.createMultipartUpload(
        b -> b.bucket(BUCKET).key(KEY).checksumAlgorithm(algorithm).checksumType(type));
  }

  private static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
