// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "10MB, 10000000",
    "10 mb, 10000000",
    "1.5GiB, 1610612736",
    "64KiB, 65536",
    "64k, 64000",
    "2TB, 2000000000000",
    "7B, 7"
  })
  void parse_asPeopleWriteIt_givesBytes(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "ten", "10XB", "1e9", "1,5GB", "9999999999999999TB"})
  void parse_anythingElse_isRefusedWithTheSyntax(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10MB");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.00 kB", "12345, 12.3 kB", "999999, 1.00 MB"})
  void toString_forPeople_hasThreeDigits(long bytes, String text) {
    assertThat(new ByteSize(bytes)).hasToString(text);
  }
}
