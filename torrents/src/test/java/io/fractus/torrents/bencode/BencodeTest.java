// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.bencode.BValue.BDictionary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BencodeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i0e",
        "i-1e",
        "i9223372036854775807e",
        "i-9223372036854775808e",
        "0:",
        "3:a:e",
        "le",
        "de",
        "ld1:ali1eeee",
        "d0:i1e1:ai2e2:aa0:e"
      })
  void decode_canonical_encodesToTheSameBytes(String text) {
    assertThat(Bencode.encode(Bencode.decode(ascii(text)))).isEqualTo(ascii(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "i",
        "ie",
        "i-e",
        "i-0e",
        "i00e",
        "i01e",
        "i-01e",
        "i+1e",
        "i 1e",
        "i1",
        "i1.0e",
        "i9223372036854775808e",
        "i-9223372036854775809e",
        "i99999999999999999999999e",
        ":",
        "1:",
        "2:a",
        "01:a",
        "00:",
        "-1:a",
        "+1:a",
        "1",
        "99999999999:a",
        "9223372036854775808:a",
        "l",
        "li1e",
        "lli1ee",
        "d",
        "d1:ae",
        "d1:a",
        "d1:ai1e",
        "di1ei1ee",
        "dlee",
        "d1:bi1e1:ai1ee",
        "d1:ai1e1:ai1ee",
        "d2:aai1e1:bi1e1:ai1ee",
        "e",
        "x",
        "i1ei1e",
        "lee",
        "i1e ",
        " i1e",
        "n",
        "t",
        "\u00001:a"
      })
  void decode_malformedOrNotCanonical_isRefused(String text) {
    assertThatThrownBy(() -> Bencode.decode(ascii(text)))
        .isInstanceOfSatisfying(
            BencodeException.class, e -> assertThat(e.offset()).isBetween(0, text.length()));
  }

  @Test
  void decode_depthAtTheLimit_isTakenAndOneMoreRefused() {
    String deepest = "l".repeat(Bencode.DEPTH_MAX) + "e".repeat(Bencode.DEPTH_MAX);
    assertThat(Bencode.encode(Bencode.decode(ascii(deepest)))).isEqualTo(ascii(deepest));
    assertThatThrownBy(() -> Bencode.decode(ascii("l" + deepest + "e")))
        .hasMessageContaining("nested deeper than 32");
    // A bomb must be refused before the stack ends.
    assertThatThrownBy(() -> Bencode.decode(ascii("l".repeat(10_000_000))))
        .isInstanceOf(BencodeException.class);
  }

  @Test
  void decode_tooManyValues_isRefused() {
    assertThatThrownBy(() -> Bencode.decode(ascii("l" + "le".repeat(Bencode.VALUES_MAX) + "e")))
        .hasMessageContaining("too many values");
  }

  @Test
  void decode_keysByUnsignedBytes_areInOrder() {
    byte[] input = {'d', '1', ':', 0x7f, '0', ':', '1', ':', (byte) 0x80, '0', ':', 'e'};
    assertThat(Bencode.encode(Bencode.decode(input))).isEqualTo(input);
  }

  @Test
  void decode_randomValues_roundTrip() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      BValue value = RandomValues.value(random, 4);
      assertThat(Bencode.decode(Bencode.encode(value)))
          .as("seed=%d i=%d", seed, i)
          .isEqualTo(value);
    }
  }

  @Test
  void get_wrongKindOrTooLong_isNull() {
    BDictionary dictionary =
        BValue.dictionary().put("i", 1).put("s", "text").put("l", BValue.list(List.of())).build();

    assertThat(dictionary.integer("i")).isEqualTo(1);
    assertThat(dictionary.integer("s")).isNull();
    assertThat(dictionary.bytes("i", 10)).isNull();
    assertThat(dictionary.bytes("s", 3)).isNull();
    assertThat(dictionary.bytes("s", 4)).hasToString("text");
    assertThat(dictionary.get("absent")).isNull();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
