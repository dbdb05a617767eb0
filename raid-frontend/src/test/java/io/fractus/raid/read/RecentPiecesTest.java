// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.catalog.StoredBit;
import io.fractus.torrents.BitMetainfo;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentPiecesTest {
  private static final int PIECE = 64 << 10;
  private static final int PIECES = 64;
  private static final long SIZE = PIECE + ReadLimits.PIECE_OVERHEAD;

  private final Random random = new Random(4);

  @Test
  void find_keptPiece_isItsOwnAndNoOthers() {
    RecentPieces recent = new RecentPieces(10 * SIZE);
    StoredBit one = bit();
    StoredBit other = bit();
    byte[] piece = new byte[PIECE];
    recent.keep(one, window(3, 1), piece);

    assertThat(recent.find(one, window(3, 1))).isSameAs(piece);
    assertThat(recent.find(one, window(2, 1))).isNull();
    assertThat(recent.find(one, window(2, 2))).isNull();
    assertThat(recent.find(other, window(3, 1))).isNull();
  }

  @Test
  void find_windowOfManyPieces_isPutTogetherFromPieces() {
    RecentPieces recent = new RecentPieces(10 * SIZE);
    StoredBit bit = bit();
    byte[] three = new byte[3 * PIECE];
    random.nextBytes(three);
    recent.keep(bit, window(5, 3), three);

    assertThat(recent.find(bit, window(5, 3))).isEqualTo(three);
    assertThat(recent.find(bit, window(6, 1)))
        .isEqualTo(Arrays.copyOfRange(three, PIECE, 2 * PIECE));
    assertThat(recent.totals().bytes()).isEqualTo(3 * SIZE);
  }

  @Test
  void keep_moreThanItHolds_staysWithinItsBoundAndKeepsTheNewest() {
    RecentPieces recent = new RecentPieces(4 * SIZE);
    StoredBit bit = bit();
    for (int piece = 0; piece < PIECES; piece++) {
      recent.keep(bit, window(piece, 1), new byte[PIECE]);
      assertThat(recent.totals().bytes()).isLessThanOrEqualTo(4 * SIZE);
    }
    assertThat(recent.totals().bytes()).isEqualTo(4 * SIZE);
    assertThat(recent.find(bit, window(PIECES - 5, 1))).isNull();
    assertThat(recent.find(bit, window(PIECES - 4, 1))).isNotNull();
  }

  @Test
  void keep_crowdOfNewcomers_doesNotPushOutWhatIsReadAgain() {
    RecentPieces recent = new RecentPieces(10 * SIZE);
    StoredBit popular = bit();
    for (int piece = 0; piece < 6; piece++) {
      recent.keep(popular, window(piece, 1), new byte[PIECE]);
      assertThat(recent.find(popular, window(piece, 1))).isNotNull();
    }
    StoredBit scanned = bit();
    for (int piece = 0; piece < PIECES; piece++) {
      recent.keep(scanned, window(piece, 1), new byte[PIECE]);
    }
    for (int piece = 0; piece < 6; piece++) {
      assertThat(recent.find(popular, window(piece, 1))).as("piece %d", piece).isNotNull();
    }
    assertThat(recent.totals().bytes()).isEqualTo(10 * SIZE);
  }

  @Test
  void find_allAreReadAgain_whatWasReadLastStays() {
    RecentPieces recent = new RecentPieces(10 * SIZE);
    StoredBit bit = bit();
    for (int piece = 0; piece < PIECES; piece++) {
      recent.keep(bit, window(piece, 1), new byte[PIECE]);
      assertThat(recent.find(bit, window(piece, 1))).isNotNull();
      assertThat(recent.totals().bytes()).isLessThanOrEqualTo(10 * SIZE);
    }
    assertThat(recent.find(bit, window(0, 1))).isNull();
    assertThat(recent.find(bit, window(PIECES - 8, 1))).isNotNull();
  }

  @Test
  void keeps_withoutMemoryOrOfLargeWindows_isFalse() {
    assertThat(new RecentPieces(0).keeps(1)).isFalse();
    RecentPieces recent = new RecentPieces(10 * SIZE);
    assertThat(recent.keeps(ReadLimits.KEPT_WINDOW_BYTES)).isTrue();
    assertThat(recent.keeps(ReadLimits.KEPT_WINDOW_BYTES + 1)).isFalse();
  }

  private StoredBit bit() {
    byte[] name = new byte[16];
    random.nextBytes(name);
    byte[] hashes = new byte[PIECES * 20];
    random.nextBytes(hashes);
    String hex = HexFormat.of().formatHex(name);
    BitMetainfo metainfo = BitMetainfo.create("cloud", hex, (long) PIECES * PIECE, PIECE, hashes);
    return new StoredBit(0, metainfo, 1, false);
  }

  private static Window window(int first, int pieces) {
    return new Window(0, 0, first, pieces);
  }
}
