// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Choice;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Shortfall;
import io.fractus.protocol.plan.Wish;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final long SEED = Long.getLong("fractus.seed", 20_261_128L);

  private static Choice choice(List<Member> nodes, String layout) {
    return new Planner(nodes, SEED).choice(Layout.parse(layout)).orElseThrow();
  }

  @Test
  void choice_onLikeNodes_isWhatTheFormulasSay() {
    List<Member> nodes = Clouds.flat(40, NodeClass.HOME, 0.6);
    double a = nodes.getFirst().week().at(0);

    Choice choice = choice(nodes, "raid6:8+2x2");

    double expected = MissTail.over(2, 10, (1 - a) * (1 - a));
    assertThat(choice.unavailableWorstHour()).isEqualTo(expected, within(1e-12));
    assertThat(choice.unavailableMean()).isEqualTo(expected, within(1e-12));
    assertThat(choice.overhead()).isEqualTo(2.5);
    assertThat(choice.anchored()).isZero();
    assertThat(choice.survivesSite()).isTrue();
    // A home 100 days old leaves within 3 days with 1 - (280 / 283)^2, and both holders must.
    double departure = 1 - Math.pow(280.0 / 283, 2);
    double losses = MissTail.over(2, 10, departure * departure) * 365 / 3;
    assertThat(choice.durability()).isEqualTo(Nines.of(losses), within(1e-9));
    double leaving = 2.0 / 280 * 365;
    assertThat(choice.repairPerYear()).isEqualTo(2.5 * leaving * (1 + 7 * departure), within(1e-9));
  }

  @Test
  void choice_withAnchors_putsThemUnderEachBit() {
    List<Member> nodes = Clouds.flat(40, NodeClass.HOME, 0.5);
    nodes.addAll(Clouds.flat(60, NodeClass.SERVER, 0.99));

    Choice choice = choice(nodes, "raid6:8+2x2");

    // All ten anchored: the table says 1.5e-5 for 0.5 and 0.99.
    assertThat(choice.anchored()).isEqualTo(1);
    assertThat(choice.unavailableWorstHour()).isLessThan(2e-5);
  }

  @Test
  void choice_onOneSite_doesNotSurviveIt() {
    WeekAvailability week = WeekAvailability.of(hour -> 0.99);
    List<Member> nodes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      nodes.add(new Member("n" + i, NodeClass.SERVER, "cellar", week, 10, 1_000_000));
    }

    Choice choice = choice(nodes, "raid6:8+2");

    assertThat(choice.survivesSite()).isFalse();
    assertThat(choice.unavailableAfterSite()).isEqualTo(1);
  }

  @Test
  void choice_ofNodesWithOppositeHours_putsThemTogether() {
    List<Member> nodes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean byDay = i % 2 == 0;
      WeekAvailability week = WeekAvailability.of(hour -> hour % 24 >= 12 == byDay ? 0.85 : 0.10);
      nodes.add(new Member("n" + i, NodeClass.LAB, "s" + i, week, 10, 1_000_000));
    }

    Choice choice = choice(nodes, "raid6:4+2x2");

    // Six bits with holders of both kinds miss with 0.15 * 0.9; of one kind with 0.81 half the day.
    assertThat(choice.unavailableWorstHour()).isLessThan(MissTail.over(2, 6, 0.15 * 0.9) * 1.3);
  }

  @Test
  void place_onRandomClouds_neverBreaksARuleUnsaid() {
    Random clouds = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      List<Member> nodes = Clouds.random(clouds, 4 + clouds.nextInt(40));
      List<Layout> menu = Menu.within(nodes.size());
      Layout layout = menu.get(clouds.nextInt(menu.size()));
      List<Stripe> stripes = new TrialPlacement(nodes, layout, new Random(i)).place();
      for (Stripe stripe : stripes) {
        Set<Member> holders = new HashSet<>();
        for (int bit = 0; bit < layout.bits(); bit++) {
          assertThat(stripe.holders().get(bit)).hasSize(layout.copies().get(bit));
          holders.addAll(stripe.holders().get(bit));
        }
        assertThat(holders)
            .as("seed %d cloud %d: one bit a node", SEED, i)
            .hasSize(layout.copiesTotal());
      }
      if (!stripes.isEmpty()) {
        Choice choice = Assessment.of(layout, stripes);
        boolean survives =
            stripes.stream().allMatch(stripe -> stripe.sites().stream().allMatch(stripe::survives));
        assertThat(choice.survivesSite()).isEqualTo(survives);
        assertThat(choice.unavailableMean()).isLessThanOrEqualTo(choice.unavailableWorstHour());
        assertThat(choice.unavailableWorstHour()).isBetween(0.0, 1.0);
        assertThat(choice.unavailableAfterSite()).isBetween(choice.unavailableMean(), 1.0);
      }
    }
  }

  @Test
  void place_onManySites_survivesEach() {
    for (String layout : List.of("raid6:8+2x2", "raid5:4+1x2", "rs:8+4", "raid7:8+3", "raid1x3")) {
      List<Member> nodes = Clouds.flat(80, NodeClass.OFFICE, 0.8);
      assertThat(choice(nodes, layout).survivesSite()).as(layout).isTrue();
    }
  }

  @Test
  void plan_ofTheSameNodesInAnyOrder_isTheSame() {
    Random clouds = new Random(SEED);
    for (int i = 0; i < 4; i++) {
      List<Member> nodes = Clouds.random(clouds, 20 + 80 * i);
      Wish wish = new Wish(0.99, 3, 6);
      Plan plan = new Planner(nodes, SEED).plan(wish);
      Collections.shuffle(nodes, clouds);

      assertThat(new Planner(nodes, SEED).plan(wish)).isEqualTo(plan);
    }
  }

  @Test
  void plan_onRandomClouds_fitsOrSaysWhyNot() {
    Random clouds = new Random(SEED);
    int fitting = 0;
    for (int i = 0; i < 40; i++) {
      List<Member> nodes = Clouds.random(clouds, 2 + clouds.nextInt(40));
      Wish wish =
          new Wish(1 - Math.pow(10, -4 * clouds.nextDouble()), clouds.nextInt(8), 1.2 + i % 7);
      Plan plan = new Planner(nodes, SEED).plan(wish);

      if (plan.fits()) {
        fitting++;
        assertThat(plan.shortfalls()).isEmpty();
        assertThat(plan.choices()).isNotEmpty().allMatch(wish::isMetBy);
        assertThat(plan.choices())
            .isSortedAccordingTo((a, b) -> Double.compare(a.overhead(), b.overhead()));
      } else {
        assertThat(plan.shortfalls()).as("seed %d cloud %d", SEED, i).isNotEmpty();
        assertThat(plan.choices()).noneMatch(wish::isMetBy);
        assertThat(plan.shortfalls())
            .allSatisfy(shortfall -> assertThat(shortfall.mend()).isNotBlank());
      }
    }
    assertThat(fitting).as("both happen, seed %d", SEED).isBetween(3, 37);
  }

  @Test
  void plan_forFourNinesOnServers_isCheap() {
    Plan plan =
        new Planner(Clouds.flat(30, NodeClass.SERVER, 0.99), SEED).plan(new Wish(0.9999, 6, 3));

    assertThat(plan.fits()).isTrue();
    assertThat(plan.choices().getFirst().overhead()).isLessThanOrEqualTo(1.5);
  }

  @Test
  void plan_beyondTheCloud_saysWhatFailedAndTheMendIsOne() {
    List<Member> nodes = Clouds.flat(24, NodeClass.HOME, 0.5);
    Wish wish = new Wish(0.9999, 2, 3);

    Plan plan = new Planner(nodes, SEED).plan(wish);

    assertThat(plan.fits()).isFalse();
    Shortfall first = plan.shortfalls().getFirst();
    assertThat(first.constraint()).isEqualTo("availability");
    assertThat(first.wanted()).isEqualTo(4, within(1e-6));
    assertThat(first.reached()).isLessThan(4);
    String mend = first.mend();
    assertThat(mend).matches("\\d+ more nodes? of class server .*");
    int servers = Integer.parseInt(mend.replaceFirst(" .*", ""));
    nodes.addAll(Clouds.flat(servers, NodeClass.SERVER, 0.98));
    assertThat(new Planner(nodes, SEED).plan(wish).fits()).isTrue();
  }

  @Test
  void plan_tooCheap_saysWhatOverheadWouldDo() {
    List<Member> nodes = Clouds.flat(60, NodeClass.OFFICE, 0.8);

    Plan plan = new Planner(nodes, SEED).plan(new Wish(0.999, 3, 1.3));

    assertThat(plan.fits()).isFalse();
    Shortfall overhead = plan.shortfalls().getLast();
    assertThat(overhead.constraint()).isEqualTo("overhead");
    assertThat(overhead.wanted()).isEqualTo(1.3);
    assertThat(new Planner(nodes, SEED).plan(new Wish(0.999, 3, overhead.reached())).fits())
        .isTrue();
  }

  @Test
  void plan_ofALayoutForMoreNodesThanThereAre_saysHowManyMore() {
    Plan plan =
        new Planner(Clouds.flat(9, NodeClass.SERVER, 0.99), SEED).plan(Layout.parse("raid6:8+2"));

    assertThat(plan.fits()).isFalse();
    assertThat(plan.choices()).isEmpty();
    assertThat(plan.shortfalls().getFirst().mend()).contains("1 more node");
  }

  @Test
  void plan_ofPhones_countsThemForNothing() {
    Plan plan =
        new Planner(Clouds.flat(50, NodeClass.PHONE, 0.9), SEED).plan(Layout.parse("raid1x2"));

    assertThat(plan.fits()).isFalse();
    assertThat(plan.shortfalls().getFirst().reached()).isZero();
  }
}
