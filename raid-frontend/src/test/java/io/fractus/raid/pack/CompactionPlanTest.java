// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.catalog.StoredPack;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionPlanTest {
  private static final long FULL = 1_000_000;

  @Test
  void choose_moreHolesThanObjects_isRewritten() {
    StoredPack hollow = pack("a", 1_000, 499);
    assertThat(choose(List.of(hollow, pack("b", 1_000, 500)))).containsExactly(hollow);
  }

  @Test
  void choose_aFewSmallPacks_areLeft() {
    List<StoredPack> packs = new ArrayList<>();
    for (int i = 0; i < PackLimits.MERGE_MIN - 1; i++) {
      packs.add(pack("p" + i, 1_000, 1_000));
    }
    packs.add(pack("larger", 100_000, 100_000));
    assertThat(choose(packs)).isEmpty();
    packs.add(pack("one more", 1_001, 1_001));
    assertThat(choose(packs)).hasSize(PackLimits.MERGE_MIN).noneMatch(p -> p.id().equals("larger"));
  }

  @Test
  void choose_otherLayouts_areNotMixed() {
    List<StoredPack> packs = new ArrayList<>();
    for (int i = 0; i < PackLimits.MERGE_MIN; i++) {
      packs.add(new StoredPack("p" + i, i % 2 == 0 ? "raid0:1" : "raid0:2", 10, 10));
    }
    assertThat(choose(packs)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void choose_roundAfterRound_losesNothingAndEnds(long seed) {
    Random random = new Random(seed);
    List<StoredPack> packs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long length = 1 + random.nextLong(FULL);
      packs.add(pack("p" + i, length, 1 + random.nextLong(length)));
    }
    long live = packs.stream().mapToLong(StoredPack::live).sum();
    int rounds = 0;
    for (List<StoredPack> some = choose(packs); !some.isEmpty(); some = choose(packs)) {
      long together = some.stream().mapToLong(StoredPack::live).sum();
      assertThat(together).as("seed %d", seed).isLessThanOrEqualTo(FULL);
      packs.removeAll(some);
      packs.add(pack("made" + rounds, together, together));
      // Each round leaves one pack fewer, or one with holes fewer.
      assertThat(++rounds).as("seed %d", seed).isLessThanOrEqualTo(400);
    }
    assertThat(packs.stream().mapToLong(StoredPack::live).sum()).isEqualTo(live);
    assertThat(packs).noneMatch(pack -> pack.live() * 2 < pack.sealedLength());
  }

  private static List<StoredPack> choose(List<StoredPack> packs) {
    return CompactionPlan.choose(packs, layout -> FULL);
  }

  private static StoredPack pack(String id, long sealed, long live) {
    return new StoredPack(id, "raid0:1", sealed, live);
  }
}
