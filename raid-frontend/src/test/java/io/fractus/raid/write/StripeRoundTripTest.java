// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeRoundTripTest {
  private static final long BIT_LENGTH = 256 << 10;
  private static final byte[] OBJECT_ID = new byte[FrameCipher.OBJECT_ID];

  @TempDir Path directory;
  private final Random random = new Random(42);
  private final DataKey key = DataKey.random(random);

  @ParameterizedTest
  @CsvSource({
    "raid0:1, 1",
    "raid1:1x3, 70000",
    "raid5:2+1, 65520",
    "raid5:2+1, 65521",
    "raid6:4+2x2, 1048320",
    "raid6:4+2x2, 1048321",
    "raid6:4+2x2, 3000000",
    "rs:10+4, 123",
    "rs:10+4, 5000000"
  })
  void write_anyLength_everyBitIsAsItsMetainfoSays(String text, int length) throws IOException {
    Layout layout = Layout.parse(text);
    StagingArea staging = StagingArea.open(directory, 1 << 30, List.of());
    byte[] body = randomBytes(length);

    List<StoredStripe> stripes = writeAll(layout, staging, new ByteArrayInputStream(body), length);

    long plain = 0;
    long staged = 0;
    for (StoredStripe stripe : stripes) {
      assertThat(stripe.plainOffset()).isEqualTo(plain);
      plain += stripe.plainLength();
      for (var bit : stripe.bits()) {
        BitMetainfo metainfo = bit.metainfo();
        assertThat(metainfo.length()).isEqualTo(stripe.geometry().bitLength());
        assertThat(metainfo.length()).isLessThanOrEqualTo(BIT_LENGTH);
        byte[] bytes = staging.read(metainfo, 0, (int) metainfo.length());
        for (int piece = 0; piece < metainfo.pieceCount(); piece++) {
          int from = piece * metainfo.pieceLength();
          byte[] hash = PieceHasher.hash(bytes, from, metainfo.pieceLength(piece));
          assertThat(metainfo.verifies(piece, hash)).isTrue();
        }
        staged += metainfo.length();
      }
    }
    assertThat(plain).isEqualTo(length);
    assertThat(staging.reservedBytes()).isEqualTo(staged);
  }

  @Test
  void write_equalPlaintext_leavesNoTraceOfItOnDisk() throws IOException {
    StagingArea staging = StagingArea.open(directory, 1 << 30, List.of());
    byte[] body = "the same words again and again ".repeat(20_000).getBytes(UTF_8);
    writeAll(Layout.parse("raid0:2"), staging, new ByteArrayInputStream(body), body.length);
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String hex = HexFormat.of().formatHex(Files.readAllBytes(file));
        assertThat(hex).doesNotContain(HexFormat.of().formatHex("same words".getBytes(UTF_8)));
      }
    }
  }

  @Test
  void write_stagingTooSmall_throwsAndLeavesNothing() throws IOException {
    StagingArea staging = StagingArea.open(directory, 100_000, List.of());
    byte[] body = randomBytes(300_000);
    assertThatThrownBy(() ->
            writeAll(
                Layout.parse("raid5:2+1"), staging, new ByteArrayInputStream(body), body.length))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.STAGING_FULL));
    assertThat(directory).isEmptyDirectory();
    assertThat(staging.reservedBytes()).isZero();
  }

  @Test
  void write_bodyThrows_leavesNothingOfThatStripe() throws IOException {
    StagingArea staging = StagingArea.open(directory, 1 << 30, List.of());
    InputStream body =
        new FilterInputStream(new ByteArrayInputStream(randomBytes(200_000))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read < 0) {
              throw new IOException("the client went away");
            }
            return read;
          }
        };
    assertThatThrownBy(() -> writeAll(Layout.parse("raid5:2+1"), staging, body, 400_000))
        .isInstanceOf(IOException.class)
        .hasMessage("the client went away");
    assertThat(directory).isEmptyDirectory();
    assertThat(staging.reservedBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1000, 999", "1000, 1001", "0, 1", "1, 0", "70000, 65520", "65520, 65521"})
  void frames_bodyOfAnotherLengthThanDeclared_throws(int length, int declared) {
    assertThatThrownBy(
            () -> {
              PlainFrames frames =
                  new PlainFrames(
                      new ByteArrayInputStream(new byte[length]), OptionalLong.of(declared));
              while (frames.hasNext()) {
                frames.advance();
              }
            })
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.BODY_LENGTH_MISMATCH));
  }

  private List<StoredStripe> writeAll(
      Layout layout, StagingArea staging, InputStream body, long declared) throws IOException {
    PlainFrames frames = new PlainFrames(body, OptionalLong.of(declared));
    StripeWriter writer =
        new StripeWriter(
            layout,
            BIT_LENGTH,
            staging,
            HexFormat.of().formatHex(OBJECT_ID),
            new FrameCipher(key, OBJECT_ID),
            "cloud",
            random,
            RowPipeline.newPool(1 << 20));
    List<StoredStripe> stripes = new ArrayList<>();
    long offset = 0;
    for (int number = 0; frames.hasNext(); number++) {
      StoredStripe stripe = writer.write(frames, number, offset);
      offset += stripe.plainLength();
      stripes.add(stripe);
    }
    return stripes;
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
