// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of its own for each test, on whichever server. */
abstract class Subject {
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private final Server server;
  final S3Client s3;
  final String bucket = "contract-" + BUCKETS.incrementAndGet();

  Subject(Server server) {
    this.server = server;
    this.s3 = server.client();
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(make -> make.bucket(bucket));
  }

  @AfterEach
  void closeClient() {
    s3.close();
  }

  final Server server() {
    return server;
  }

  PutObjectResponse put(String key, byte[] body) {
    return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(body));
  }

  byte[] get(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Has a call refused with a status and a code; the code is not there without a body. */
  static void refused(int status, String code, Runnable call) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call::run);
    assertThat(refusal).as("a refusal with " + status).isNotNull();
    assertThat(refusal.statusCode()).isEqualTo(status);
    if (!code.isEmpty()) {
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    }
  }
}
