// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bt.bencoding.model.BEObject;
import bt.bencoding.serializers.BEParser;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BInteger;
import io.fractus.torrents.bencode.BValue.BList;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.torrents.bencode.BencodeException;
import io.fractus.torrents.bencode.RandomValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.libtorrent4j.TorrentInfo;
import org.libtorrent4j.Vectors;
import org.libtorrent4j.swig.byte_vector;
import org.libtorrent4j.swig.entry;

/**
 * Our codec beside those of libtorrent and bt. Wherever we accept, they agree to the byte. Both are
 * laxer: they take bytes after the value, keys in any order and keys twice, and nest deeper.
 * libtorrent also takes -0 and leading zeros, and reads 2^63 as another number; bt has no bound on
 * integers and takes keys for text.
 */
final class CrossCheckTest {
  private static final int VALUES = 1_000;

  @BeforeAll
  static void load() {
    NativeLibrary.load();
  }

  @Test
  void decode_validAndMutated_libtorrentAgreesWhereWeAccept() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < VALUES; i++) {
      byte[] valid = Bencode.encode(RandomValues.value(random, 4));
      assertThat(byLibtorrent(valid)).as("seed=%d i=%d", seed, i).isEqualTo(valid);
      byte[] mutated = RandomValues.mutated(valid, random);
      if (accepts(mutated)) {
        assertThat(byLibtorrent(mutated)).as("seed=%d i=%d", seed, i).isEqualTo(mutated);
      } else {
        refused++;
      }
    }
    assertThat(refused).as("seed=%d", seed).isBetween(VALUES / 10, VALUES);
  }

  @Test
  void decode_validAndMutated_btAgreesWhereWeAccept() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < VALUES; i++) {
      byte[] valid = Bencode.encode(RandomValues.value(random, 4));
      assertThat(byBt(valid)).as("seed=%d i=%d", seed, i).isEqualTo(valid);
      byte[] mutated = RandomValues.mutated(valid, random);
      if (accepts(mutated) && hasTextKeys(Bencode.decode(mutated))) {
        assertThat(byBt(mutated)).as("seed=%d i=%d", seed, i).isEqualTo(mutated);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"i1ei1e", "lee", "d1:bi1e1:ai1ee", "d1:ai1e1:ai1ee"})
  void decode_notCanonical_isRefusedByUsAlone(String text) throws IOException {
    byte[] input = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(accepts(input)).isFalse();
    assertThat(byLibtorrent(input)).isNotEqualTo(input);
    assertThat(byBt(input)).isNotEqualTo(input);
  }

  @ParameterizedTest
  @ValueSource(strings = {"i-0e", "i01e", "01:a", "i9223372036854775808e"})
  void decode_oddNumber_isRefusedByUsAndMisreadByLibtorrent(String text) {
    byte[] input = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(accepts(input)).isFalse();
    assertThat(byLibtorrent(input)).isNotEqualTo(input);
  }

  @Test
  void toTorrent_anyLength_libtorrentReadsTheSame() {
    for (int length : new int[] {1, 65_536, 65_537, 1 << 20, (4 << 20) - 1, 16 << 20}) {
      BitMetainfo bit = TestBit.random(length, length).metainfo();

      TorrentInfo info = new TorrentInfo(bit.toTorrent("http://127.0.0.1/announce?passkey=k"));

      assertThat(info.infoHash().toHex()).isEqualTo(bit.infoHash().toString());
      assertThat(info.name()).isEqualTo(bit.name());
      assertThat(info.totalSize()).isEqualTo(length);
      assertThat(info.numPieces()).isEqualTo(bit.pieceCount());
      assertThat(info.pieceLength()).isEqualTo(bit.pieceLength());
      assertThat(info.pieceSize(bit.pieceCount() - 1))
          .isEqualTo(bit.pieceLength(bit.pieceCount() - 1));
      assertThat(info.isPrivate()).isTrue();
      assertThat(info.numFiles()).isEqualTo(1);
      for (int piece = 0; piece < bit.pieceCount(); piece++) {
        byte[] hash = HexFormat.of().parseHex(info.hashForPiece(piece).toHex());
        assertThat(bit.verifies(piece, hash)).isTrue();
      }
    }
  }

  private static boolean accepts(byte[] input) {
    try {
      Bencode.decode(input);
      return true;
    } catch (BencodeException _) {
      return false;
    }
  }

  /** A list that was turned into a dictionary may have keys that bt, which reads text, changes. */
  private static boolean hasTextKeys(BValue value) {
    return switch (value) {
      case BInteger _, BString _ -> true;
      case BList(var values) -> values.stream().allMatch(CrossCheckTest::hasTextKeys);
      case BDictionary(var entries) ->
          entries.keySet().stream().allMatch(key -> BValue.string(key.text()).equals(key))
              && entries.values().stream().allMatch(CrossCheckTest::hasTextKeys);
    };
  }

  private static byte[] byLibtorrent(byte[] input) {
    byte_vector bytes = Vectors.bytes2byte_vector(input);
    entry value = entry.bdecode(bytes);
    byte_vector encoded = value.bencode();
    byte[] output = Vectors.byte_vector2bytes(encoded);
    encoded.delete();
    value.delete();
    bytes.delete();
    return output;
  }

  private static byte[] byBt(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BEParser parser = new BEParser(input)) {
      BEObject<?> value =
          switch (parser.readType()) {
            case INTEGER -> parser.readInteger();
            case STRING -> parser.readString();
            case LIST -> parser.readList();
            case MAP -> parser.readMap();
          };
      value.writeTo(out);
    }
    return out.toByteArray();
  }
}
