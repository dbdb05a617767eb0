// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentCodingTest {
  @Test
  void decode_escapes_onceAsUtf8() {
    assertThat(PercentCoding.decode("a%2Fb//c+d%2525/%C3%A9é%F0%9F%98%80/"))
        .isEqualTo("a/b//c+d%25/éé😀/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%2", "%zz", "%C3", "%FF", "%C0%AF", "%ED%A0%80", "a%+1"})
  void decode_brokenEscapeOrBytes_refused(String raw) {
    assertThatIllegalArgumentException().isThrownBy(() -> PercentCoding.decode(raw));
  }

  @Test
  void encode_all_reservedAndNothingElse() {
    assertThat(PercentCoding.encode("aZ09-._~ /+é")).isEqualTo("aZ09-._~%20%2F%2B%C3%A9");
    assertThat(PercentCoding.encodePath("a/b c")).isEqualTo("a/b%20c");
  }

  @Test
  void parse_query_keepsOrderAndDuplicates() {
    assertThat(RawQuery.parse("b=2&a&b=1&c=x%26y+z&&").parameters())
        .extracting(RawQuery.Parameter::name, RawQuery.Parameter::value)
        .hasToString("[(\"b\", \"2\"), (\"a\", \"\"), (\"b\", \"1\"), (\"c\", \"x&y z\")]");
  }
}
