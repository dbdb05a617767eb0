// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;
import io.fractus.tracker.plan.Nines;
import io.fractus.tracker.plan.Stripe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountTest {
  /** Doubles lose 4 n units in the last place, and the table of availabilities a few more. */
  private static final Percentage PRECISION = Percentage.withPercentage(1e-9);

  private static final double NINES = 1e-10;

  static Stream<String> reference() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(AccountTest.class.getResourceAsStream("stripes.csv")),
                StandardCharsets.UTF_8))) {
      return in.readAllLines().stream();
    }
  }

  private static Holding holding(String text) {
    String[] of = text.split("/", -1);
    int base = Integer.parseInt(of[3]);
    int stride = Integer.parseInt(of[4]);
    int phase = Integer.parseInt(of[5]);
    int span = Integer.parseInt(of[6]);
    WeekAvailability week =
        WeekAvailability.of(hour -> {
          double odds = Math.exp((base + (hour * stride + phase) % span) / 16.0 - 7);
          return odds / (1 + odds);
        });
    return new Holding(
        new Member(of[0], NodeClass.of(of[1]), of[2], week, Double.parseDouble(of[7]), 0),
        CopyState.COMPLETE,
        of[8].equals("True"),
        Trust.VETTED);
  }

  /** Against 60 digits, computed by explain-reference.py. */
  @ParameterizedTest
  @MethodSource("reference")
  void of_randomStripe_isWhatSixtyDigitsSay(String line) {
    String[] cells = line.split(",", -1);
    int needed = Integer.parseInt(cells[0]);
    List<List<Holding>> bits =
        Arrays.stream(cells[11].split(" ", -1))
            .map(bit -> Arrays.stream(bit.split("\\+", -1)).map(AccountTest::holding).toList())
            .toList();

    Account account = Account.of(needed, bits, Integer.parseInt(cells[1]));

    Stripe.Outlook week = account.outlook();
    assertThat(week.unavailableMean()).isCloseTo(Double.parseDouble(cells[2]), PRECISION);
    assertThat(week.worstHour()).isEqualTo(Integer.parseInt(cells[3]));
    assertThat(week.unavailableWorstHour()).isCloseTo(Double.parseDouble(cells[4]), PRECISION);
    assertThat(week.worstSite()).isEqualTo(cells[5]);
    assertThat(week.unavailableAfterSite()).isCloseTo(Double.parseDouble(cells[6]), PRECISION);
    assertThat(account.unavailableSoon()).isCloseTo(Double.parseDouble(cells[7]), PRECISION);
    assertThat(account.durability())
        .isEqualTo(-Math.log10(Double.parseDouble(cells[8])), within(NINES));
    Account.Loss loss =
        Account.without(
            node -> node.id().equals("n000"), Account.stripe(needed, bits), week.worstHour());
    assertThat(loss.unavailableWorstHour()).isCloseTo(Double.parseDouble(cells[9]), PRECISION);
    assertThat(loss.durability())
        .isEqualTo(-Math.log10(Double.parseDouble(cells[10])), within(NINES));
  }

  /** All ways in which nodes may be here and not, added up. */
  private static double bruteForce(int needed, List<List<Member>> bits, int hour, String awaySite) {
    List<Member> nodes = bits.stream().flatMap(List::stream).distinct().toList();
    double unavailable = 0;
    for (int here = 0; here < 1 << nodes.size(); here++) {
      int present = here;
      double chance = 1;
      for (int i = 0; i < nodes.size(); i++) {
        double a = nodes.get(i).site().equals(awaySite) ? 0 : nodes.get(i).week().at(hour);
        chance *= ((present >> i) & 1) == 1 ? a : 1 - a;
      }
      long readable =
          bits.stream()
              .filter(bit -> bit.stream().anyMatch(n -> ((present >> nodes.indexOf(n)) & 1) == 1))
              .count();
      unavailable += readable < needed ? chance : 0;
    }
    return unavailable;
  }

  @Test
  void of_smallStripes_isWhatAllCasesTogetherSay() {
    Random chance = new Random(3);
    for (int i = 0; i < 20; i++) {
      int n = 2 + chance.nextInt(4);
      int needed = 1 + chance.nextInt(n);
      List<List<Holding>> bits = new ArrayList<>();
      int number = 0;
      for (int bit = 0; bit < n; bit++) {
        List<Holding> copies = new ArrayList<>();
        for (int copy = 0; copy <= chance.nextInt(2); copy++) {
          double[] week = chance.doubles(168).toArray();
          String name = "n" + number++;
          Member node = TestNodes.node(name, "s" + chance.nextInt(3), hour -> week[hour]);
          copies.add(TestNodes.complete(node));
        }
        bits.add(copies);
      }

      Stripe.Outlook week = Account.of(needed, bits, 0).outlook();

      List<List<Member>> nodes =
          bits.stream().map(bit -> bit.stream().map(Holding::node).toList()).toList();
      assertThat(week.unavailableWorstHour())
          .isEqualTo(bruteForce(needed, nodes, week.worstHour(), ""), within(1e-12));
      assertThat(week.unavailableAfterSite())
          .isEqualTo(bruteForce(needed, nodes, week.worstHour(), week.worstSite()), within(1e-12));
      for (int hour = 0; hour < 168; hour += 7) {
        assertThat(bruteForce(needed, nodes, hour, ""))
            .isLessThanOrEqualTo(week.unavailableWorstHour() + 1e-12);
      }
    }
  }

  @Test
  void of_copiesThatAreNotComplete_countForNothing() {
    Member a = TestNodes.node("a", "s1", _ -> 0.9);
    Member b = TestNodes.node("b", "s2", _ -> 0.9);
    List<List<Holding>> bits =
        List.of(
            List.of(TestNodes.complete(a), new Holding(b, CopyState.WANTED, true, Trust.VETTED)),
            List.of(new Holding(b, CopyState.SUSPECT, true, Trust.VETTED)));

    Account account = Account.of(1, bits, 0);

    assertThat(account.reachable()).isOne();
    assertThat(account.outlook().unavailableWorstHour()).isEqualTo(0.1, within(0.01));
    assertThat(account.nodes()).isEqualTo(new Fewest(1, true, List.of("a")));
  }

  /** Who is away is away: only the others are counted now, and all of them for good. */
  @Test
  void of_nodesThatAreAway_bearNothingNow() {
    Member a = TestNodes.node("a", "s1", _ -> 0.9);
    Member b = TestNodes.node("b", "s2", _ -> 0.9);
    Holding away = new Holding(b, CopyState.COMPLETE, false, Trust.VETTED);

    Account account = Account.of(1, List.of(List.of(TestNodes.complete(a), away)), 0);

    assertThat(account.nodesHere()).isEqualTo(new Fewest(1, true, List.of("a")));
    assertThat(account.nodes().atLeast()).isEqualTo(2);
    // A home is here in an hour with 2/3 + 1/3 * 0.9.
    assertThat(account.unavailableSoon()).isEqualTo(1.0 / 3 * 0.1, within(0.003));
    Account gone = Account.of(1, List.of(List.of(away)), 0);
    assertThat(gone.reachable()).isZero();
    assertThat(gone.unavailableSoon()).isEqualTo(1);
    assertThat(gone.nodesHere().atLeast()).isZero();
  }

  @Test
  void of_bitsNobodyHas_isUnreadableAndSaysSo() {
    Account account = Account.of(1, List.of(List.of(), List.of()), 0);

    assertThat(account.outlook().unavailableWorstHour()).isEqualTo(1);
    assertThat(account.outlook().survivesSite()).isFalse();
    assertThat(account.outlook().worstSite()).isEmpty();
    assertThat(account.nodes().atLeast()).isZero();
    assertThat(account.durability()).isLessThan(Nines.of(1));
  }
}
