// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumCombineTest {
  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
  void combine_ofTwoRuns_isThatOfBoth(ChecksumAlgorithm algorithm) {
    Random random = new Random(3);
    byte[] bytes = new byte[100_000];
    random.nextBytes(bytes);
    for (int cut : new int[] {0, 1, 2, 3, 255, 65_536, 99_999, 100_000}) {
      byte[] first = of(algorithm, bytes, 0, cut);
      byte[] second = of(algorithm, bytes, cut, bytes.length - cut);
      assertThat(algorithm.combine(first, second, bytes.length - cut))
          .as("cut at %d", cut)
          .isEqualTo(of(algorithm, bytes, 0, bytes.length));
    }
  }

  private static byte[] of(ChecksumAlgorithm algorithm, byte[] bytes, int offset, int length) {
    ChecksumAlgorithm.Running running = algorithm.start();
    running.update(bytes, offset, length);
    return running.value();
  }
}
