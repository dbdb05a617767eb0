// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Encryption that clients ask for: the one that there is, and no other in silence. */
class EncryptionTest {
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

  @Test
  void put_withAes256OrNothing_isSaidToBeEncrypted() {
    assertThat(
            S3.putObject(
                    b ->
                        b.bucket(BUCKET)
                            .key("asked")
                            .serverSideEncryption(ServerSideEncryption.AES256),
                    RequestBody.fromString("hello"))
                .serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
    S3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
    assertThat(S3.headObject(b -> b.bucket(BUCKET).key("k")).serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
    assertThat(
            S3.getBucketEncryption(b -> b.bucket(BUCKET))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst()
                .applyServerSideEncryptionByDefault()
                .sseAlgorithm())
        .isEqualTo(ServerSideEncryption.AES256);
  }

  @Test
  void put_withKeysOfAService_isRefusedAndNothingStored() {
    assertFails(
        "NotImplemented",
        501,
        () ->
            S3.putObject(
                b ->
                    b.bucket(BUCKET)
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("key"),
                RequestBody.fromString("hello")));
    assertFails(
        "InvalidEncryptionAlgorithmError",
        400,
        () ->
            S3.putObject(
                b -> b.bucket(BUCKET).key("k").serverSideEncryption("ROT13"),
                RequestBody.fromString("hello")));
    assertThat(S3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
  }
}
