// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.RealCloud;
import io.fractus.web.TestCloud;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Forms whose fields lock an object and seal it with a key of the client. */
@Timeout(120)
class ProtectingFormTest {
  private static final String BUCKET = "box";
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  /** Of 32 zeros. */
  private static final String KEY_MD5 = "cLyPS3KoaSFGi/joRB3OUQ==";

  @Test
  void form_withALockAndAKey_isStoredSo(@TempDir Path directory) throws Exception {
    String id = TestCloud.CREDENTIALS.accessKeyId();
    String secret = TestCloud.CREDENTIALS.secretAccessKey();
    Instant until = Instant.parse("2099-01-02T03:04:05Z");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", "k");
    fields.put("x-amz-object-lock-mode", "GOVERNANCE");
    fields.put("x-amz-object-lock-retain-until-date", until.toString());
    fields.put("x-amz-object-lock-legal-hold", "ON");
    fields.put("x-amz-server-side-encryption-customer-algorithm", "AES256");
    fields.put("x-amz-server-side-encryption-customer-key", KEY);
    fields.put("x-amz-server-side-encryption-customer-key-MD5", KEY_MD5);
    String conditions =
        fields.keySet().stream()
                .map(name -> "[\"starts-with\", \"$" + name + "\", \"\"]")
                .collect(Collectors.joining(", "))
            + ", {\"bucket\": \"box\"}";
    fields.putAll(SignedForm.fields(id, secret, conditions, Instant.now()));
    try (RealCloud cloud = new RealCloud(directory);
        S3Client s3 = SdkClients.of(cloud.s3(), id, secret)) {
      s3.createBucket(b -> b.bucket(BUCKET).objectLockEnabledForBucket(true));
      HttpResponse<String> answer = SignedForm.send(cloud.s3(), BUCKET, fields);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
      assertThat(answer.headers().firstValue("x-amz-server-side-encryption-customer-key-MD5"))
          .contains(KEY_MD5);
      HeadObjectResponse head =
          s3.headObject(b ->
              b.bucket(BUCKET)
                  .key("k")
                  .sseCustomerAlgorithm("AES256")
                  .sseCustomerKey(KEY)
                  .sseCustomerKeyMD5(KEY_MD5));
      assertThat(head.contentLength()).isEqualTo(5);
      assertThat(head.objectLockRetainUntilDate()).isEqualTo(until);
      assertThat(head.objectLockLegalHoldStatusAsString()).isEqualTo("ON");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, 127.0.0.1, true",
    "false, 127.1.2.3, true",
    "false, 0:0:0:0:0:0:0:1, true",
    "false, 192.168.1.7, false",
    "false, 2001:db8:0:0:0:0:0:1, false",
    "true, 192.168.1.7, true",
  })
  void key_inTheOpen_isSafeOnThisMachineOnly(boolean tls, String address, boolean safe) {
    assertThat(Encryption.isSafe(tls, address)).isEqualTo(safe);
  }
}
