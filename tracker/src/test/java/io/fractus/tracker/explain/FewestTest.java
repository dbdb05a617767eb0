// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewestTest {
  /** All sets of holders, smallest first: what a stripe can bear, by its definition. */
  private static int bruteForce(int parityBits, List<Set<String>> bits) {
    List<String> names =
        List.copyOf(bits.stream().collect(TreeSet::new, TreeSet::addAll, TreeSet::addAll));
    int fewest = Integer.MAX_VALUE;
    for (int choice = 0; choice < 1 << names.size(); choice++) {
      Set<String> gone = new HashSet<>();
      for (int i = 0; i < names.size(); i++) {
        if (((choice >> i) & 1) == 1) {
          gone.add(names.get(i));
        }
      }
      if (bits.stream().filter(gone::containsAll).count() > parityBits) {
        fewest = Math.min(fewest, gone.size());
      }
    }
    return fewest;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void of_randomStripes_isWhatBruteForceFinds(long seed) {
    Random chance = new Random(seed);
    for (int i = 0; i < 300; i++) {
      int n = 1 + chance.nextInt(9);
      int parityBits = chance.nextInt(n);
      int names = 1 + chance.nextInt(9);
      List<Set<String>> bits = new ArrayList<>();
      for (int bit = 0; bit < n; bit++) {
        Set<String> holders = new TreeSet<>();
        for (int copies = chance.nextInt(4); copies > 0; copies--) {
          holders.add("s" + chance.nextInt(names));
        }
        bits.add(holders);
      }

      Fewest fewest = Fewest.of(parityBits, bits);

      String which = "seed %d, stripe %d: %d of %s".formatted(seed, i, parityBits, bits);
      assertThat(fewest.isExact()).as(which).isTrue();
      assertThat(fewest.atLeast()).as(which).isEqualTo(bruteForce(parityBits, bits));
      assertThat(fewest.some()).as(which).hasSize(fewest.atLeast()).doesNotHaveDuplicates();
      assertThat(bits.stream().filter(bit -> fewest.some().containsAll(bit)).count())
          .as(which)
          .isGreaterThan(parityBits);
    }
  }

  /** 16+8 with two copies on 48 nodes: nine bits with two holders each. */
  @Test
  void of_holdersOfOneBitEach_isTheSumOfTheSmallest() {
    List<Set<String>> bits =
        IntStream.range(0, 24).mapToObj(bit -> Set.of("a" + bit, "b" + bit)).toList();

    Fewest fewest = Fewest.of(8, bits);

    assertThat(fewest.atLeast()).isEqualTo(18);
    assertThat(fewest.isExact()).isTrue();
  }

  /** Sites that share bits in a thousand ways: what is said is a bound, and is proven. */
  @Test
  void of_tooManyToTry_saysAtLeast() {
    Random chance = new Random(5);
    List<Set<String>> bits =
        IntStream.range(0, 200)
            .mapToObj(_ -> Set.of("s" + chance.nextInt(60), "t" + chance.nextInt(60)))
            .toList();

    Fewest fewest = Fewest.of(100, bits);

    assertThat(fewest.isExact()).isFalse();
    assertThat(fewest.atLeast()).isPositive().isLessThan(fewest.some().size());
    assertThat(bits.stream().filter(bit -> fewest.some().containsAll(bit)).count())
        .isGreaterThan(100);
  }

  @Test
  void of_bitsWithoutHolders_needNoLoss() {
    assertThat(Fewest.of(1, List.of(Set.of(), Set.of(), Set.of("a"))))
        .isEqualTo(new Fewest(0, true, List.of()));
    assertThat(Fewest.of(1, List.of(Set.of(), Set.of("a"), Set.of("b", "c"))).some())
        .containsExactly("a");
  }

  @Test
  void of_moreParityThanBits_isRefused() {
    assertThatThrownBy(() -> Fewest.of(2, List.of(Set.of("a"), Set.of("b"))))
        .hasMessageContaining("2 bits");
  }
}
