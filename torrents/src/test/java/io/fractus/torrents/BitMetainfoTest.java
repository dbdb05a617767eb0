// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.Bencode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BitMetainfoTest {
  private static final String NAME = "0123456789abcdef0123456789abcdef";

  @Test
  void parse_created_isEqual() {
    BitMetainfo bit = TestBit.random(1, 300_000).metainfo();

    BitMetainfo parsed = BitMetainfo.parse(bit.info());

    assertThat(parsed).isEqualTo(bit).hasSameHashCodeAs(bit);
    assertThat(parsed.infoHash()).isEqualTo(InfoHash.ofInfo(bit.info()));
    assertThat(parsed.source()).isEqualTo("test-cloud");
    assertThat(parsed.length()).isEqualTo(300_000);
    // 300,000 = 4 * 65,536 + 37,856
    assertThat(parsed.pieceCount()).isEqualTo(5);
    assertThat(parsed.pieceLength(4)).isEqualTo(37_856);
    assertThat(TestBit.random(2, 300_000).metainfo()).isNotEqualTo(bit);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 65536",
    "1048576, 65536",
    "4194304, 65536",
    "8388607, 65536",
    "8388608, 131072",
    "16777216, 262144"
  })
  void pieceLengthFor_length_isTheOneOfTheDesign(long length, int expected) {
    assertThat(BitMetainfo.pieceLengthFor(length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "../../../../../../../etc/passwd0",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef0",
        "0123456789abcdef/123456789abcdef",
        "0123456789abcdef\u0000123456789abcdef"
      })
  void create_nameThatCouldBeAPath_isRefused(String name) {
    assertThatThrownBy(() -> BitMetainfo.create("c", name, 10, 65_536, new byte[20]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  static Stream<BValue.Builder> otherThanABit() {
    return Stream.of(
        valid().put("length", 0),
        valid().put("length", -1),
        valid().put("length", (16L << 20) + 1),
        valid().put("length", "10"),
        valid().put("piece length", 65_535),
        valid().put("piece length", 32_768),
        valid().put("piece length", 2 << 20),
        valid().put("pieces", new byte[19]),
        valid().put("pieces", new byte[40]),
        valid().put("pieces", new byte[0]),
        valid().put("private", 0),
        valid().put("private", "1"),
        valid().put("source", ""),
        valid().put("source", "x".repeat(65)),
        valid().put("comment", "a seventh key"),
        valid().put("files", BValue.list(List.of())),
        valid().put("name.utf-8", "../x"),
        BValue.dictionary().put("length", 10));
  }

  @ParameterizedTest
  @MethodSource("otherThanABit")
  void parse_otherThanABit_isRefused(BValue.Builder info) {
    byte[] bytes = Bencode.encode(info.build());
    assertThatThrownBy(() -> BitMetainfo.parse(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_noDictionaryOrTooLong_isRefused() {
    assertThatThrownBy(() -> BitMetainfo.parse("le".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BitMetainfo.parse(new byte[BitMetainfo.INFO_LENGTH_MAX + 1]))
        .hasMessageContaining("at most");
  }

  @Test
  void parse_anyByteChanged_isRefusedOrAnotherBit() {
    BitMetainfo bit = TestBit.random(3, 200_000).metainfo();
    Random random = new Random(4);
    for (int i = 0; i < bit.info().length; i++) {
      byte[] info = bit.info();
      info[i] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(BitMetainfo.parse(info).infoHash()).isNotEqualTo(bit.infoHash());
      } catch (IllegalArgumentException _) {
        // Refused, which is as good.
      }
    }
  }

  @Test
  void pieceHasher_anySteps_isTheSame() {
    TestBit bit = TestBit.random(5, 300_001);
    Random random = new Random(6);
    PieceHasher hasher = new PieceHasher(bit.metainfo().pieceLength());
    int at = 0;
    while (at < bit.bytes().length) {
      int step = Math.min(random.nextInt(100_000), bit.bytes().length - at);
      hasher.update(bit.bytes(), at, step);
      at += step;
    }
    assertThat(
            BitMetainfo.create(
                "test-cloud",
                bit.metainfo().name(),
                bit.metainfo().length(),
                bit.metainfo().pieceLength(),
                hasher.finish()))
        .isEqualTo(bit.metainfo());
  }

  @Test
  void infoHash_textAndBytes_roundTripAndOrderByUnsignedBytes() {
    InfoHash low = InfoHash.parse("7f".repeat(20));
    InfoHash high = InfoHash.parse("80".repeat(20));
    assertThat(low).isLessThan(high).hasToString("7f".repeat(20));
    assertThat(InfoHash.of(high.bytes())).isEqualTo(high);
    assertThat(InfoHash.parse("AB".repeat(20))).isEqualTo(InfoHash.parse("ab".repeat(20)));
    assertThatThrownBy(() -> InfoHash.parse("ab")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InfoHash.parse("x".repeat(40)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BValue.Builder valid() {
    return BValue.dictionary()
        .put("length", 10)
        .put("name", NAME)
        .put("piece length", 65_536)
        .put("pieces", new byte[20])
        .put("private", 1)
        .put("source", "cloud");
  }
}
