// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {
  @ParameterizedTest
  @CsvSource({
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "CRC64NVME, ae8b14860a799888",
    "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
  })
  void value_digitsOneToNine_publishedCheck(ChecksumAlgorithm algorithm, String expected) {
    ChecksumAlgorithm.Running running = algorithm.start();
    running.update("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9);
    assertThat(HexFormat.of().formatHex(running.value())).isEqualTo(expected);
  }

  @Test
  void crc64_inPieces_asByteByByte() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    byte[] bytes = new byte[10_007];
    random.nextBytes(bytes);
    Crc64Nvme slow = new Crc64Nvme();
    for (byte b : bytes) {
      slow.update(b);
    }
    Crc64Nvme fast = new Crc64Nvme();
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
      fast.update(bytes, at, length);
      at += length;
    }
    assertThat(fast.getValue()).as("seed %d", seed).isEqualTo(slow.getValue());
  }
}
