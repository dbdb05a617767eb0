// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VectorShapeTest {
  @Test
  void preferredBits_anyMachine_isAPowerOfTwo() {
    assertThat(VectorShape.preferredBits()).isBetween(64, 2_048);
    assertThat(Integer.bitCount(VectorShape.preferredBits())).isEqualTo(1);
  }
}
