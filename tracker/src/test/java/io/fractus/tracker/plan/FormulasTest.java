// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formulas against tables that were computed apart from them, within their rounding. */
class FormulasTest {
  @Test
  void budget_ofANode_isWhatTheTableSays() {
    assertThat(Budget.of(0.99)).isEqualTo(4.61, within(0.005));
    assertThat(Budget.of(0.95)).isEqualTo(3.00, within(0.005));
    assertThat(Budget.of(0.5)).isEqualTo(0.69, within(0.005));
    assertThat(Budget.of(0.13)).isEqualTo(0.14, within(0.005));
    assertThat(Budget.miss(Budget.of(0.7) + Budget.of(0.9))).isEqualTo(0.03, within(1e-12));
    assertThat(Budget.of(1)).isInfinite();
    assertThatThrownBy(() -> Budget.of(1.01)).hasMessageContaining("1.01");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, 4.60, 5.75, 8.06",
    "8, 2, 3.86, 4.65, 6.20",
    "8, 3, 3.11, 3.72, 4.89",
  })
  void budget_needed_isWhatTheTableSays(int k, int m, double three, double four, double six) {
    assertThat(Budget.needed(k, m, 1e-3)).isEqualTo(three, within(0.006));
    assertThat(Budget.needed(k, m, 1e-4)).isEqualTo(four, within(0.006));
    assertThat(Budget.needed(k, m, 1e-6)).isEqualTo(six, within(0.006));
    assertThat(MissTail.over(m, k + m, Budget.miss(Budget.needed(k, m, 1e-6))))
        .isLessThanOrEqualTo(1e-6);
  }

  /** Copies needed: replication, raid5 4+1, raid6 8+2, raid7 8+3; then bits of rs 8, 16, 32. */
  @ParameterizedTest
  @CsvSource({
    ".30, 99.9, 20, 13, 11, 9, 59, 96, 164",
    ".30, 99.99, 26, 17, 14, 11, 69, 107, 178",
    ".30, 99.9999, 39, 23, 18, 14, 86, 128, 203",
    ".50, 99.9, 10, 7, 6, 5, 33, 54, 93",
    ".50, 99.99, 14, 9, 7, 6, 37, 60, 100",
    ".50, 99.9999, 20, 12, 9, 8, 46, 70, 113",
    ".70, 99.9, 6, 4, 4, 3, 21, 35, 62",
    ".70, 99.99, 8, 5, 4, 4, 24, 38, 66",
    ".70, 99.9999, 12, 7, 6, 5, 29, 44, 73",
    ".90, 99.9, 3, 2, 2, 2, 13, 24, 43",
    ".90, 99.99, 4, 3, 3, 2, 15, 25, 45",
    ".90, 99.9999, 6, 4, 3, 3, 17, 28, 49",
    ".99, 99.9, 2, 1, 1, 1, 10, 18, 35",
    ".99, 99.99, 2, 2, 2, 1, 11, 19, 36",
    ".99, 99.9999, 3, 2, 2, 2, 12, 21, 38",
  })
  void copiesNeeded_onLikeNodes_areWhatTheTableSays(
      double p, double percent, int mirror, int r5, int r6, int r7, int rs8, int rs16, int rs32) {
    double target = 1 - percent / 100;
    assertThat(copies(1, 0, p, target)).isEqualTo(mirror);
    assertThat(copies(4, 1, p, target)).isEqualTo(r5);
    assertThat(copies(8, 2, p, target)).isEqualTo(r6);
    assertThat(copies(8, 3, p, target)).isEqualTo(r7);
    assertThat(bits(8, p, target)).isEqualTo(rs8);
    assertThat(bits(16, p, target)).isEqualTo(rs16);
    assertThat(bits(32, p, target)).isEqualTo(rs32);
  }

  /** 1 - 99.9 / 100 is above 0.001 by its rounding. */
  private static final double ROUNDING = 1 + 1e-9;

  private static int copies(int k, int m, double p, double target) {
    return (int) Math.ceil(Budget.needed(k, m, target * ROUNDING) / Budget.of(p) - 1e-9);
  }

  private static int bits(int k, double p, double target) {
    int n = k + 1;
    while (MissTail.over(n - k, n, 1 - p) > target * ROUNDING) {
      n++;
    }
    return n;
  }

  /** One copy of some of the bits on a reliable node: raid6 8+2, without, with 5, 8, 10 of 10. */
  @ParameterizedTest
  @CsvSource({
    ".3, .95, .94, .54, 7.5e-2, 4.3e-3",
    ".3, .99, .94, .49, 1.4e-2, 4.0e-5",
    ".5, .95, .47, .14, 1.8e-2, 1.6e-3",
    ".5, .99, .47, .11, 2.7e-3, 1.5e-5",
    ".5, .999, .47, .10, 2.5e-4, 1.5e-8",
    ".7, .99, 5.4e-2, 7.3e-3, 2.3e-4, 3.2e-6",
  })
  void anchors_ofSomeBits_giveWhatTheTableSays(
      double p, double anchor, double none, double five, double eight, double ten) {
    assertRounded(anchored(0, p, anchor), none);
    assertRounded(anchored(5, p, anchor), five);
    assertRounded(anchored(8, p, anchor), eight);
    assertRounded(anchored(10, p, anchor), ten);
  }

  private static double anchored(int anchors, double p, double anchor) {
    double[] misses = new double[10];
    for (int bit = 0; bit < 10; bit++) {
      misses[bit] = (1 - p) * (bit < anchors ? 1 - anchor : 1 - p);
    }
    return MissTail.over(2, misses);
  }

  /** Two digits were printed. */
  private static void assertRounded(double value, double printed) {
    double unit = Math.pow(10, Math.floor(Math.log10(printed)) - 1);
    assertThat(value).isEqualTo(printed, within(unit * 0.51));
  }

  /** Nines a year: r5x1, r5x2, r6x1, r6x2, r7x2, r6x4, three and four mirrors. */
  @ParameterizedTest
  @CsvSource({
    "290, 1, 1.4, 6.3, 2.8, 10.1, 14.6, 24.9, 4.8, 7.3, 48",
    "290, 3, .9, 4.9, 1.8, 7.8, 11.3, 19.7, 3.9, 5.9, 37",
    "290, 7, .5, 3.8, 1.1, 5.9, 8.7, 15.7, 3.2, 4.8, 28",
    "290, 30, 0, 2.0, .1, 2.9, 4.5, 8.9, 1.9, 2.9, 14",
    "89.5, 1, .4, 4.3, 1.2, 7.1, 10.6, 18.8, 3.3, 5.3, 36",
    "89.5, 3, -1, 2.8, .4, 4.7, 7.3, 13.6, 2.4, 3.8, 25",
    "89.5, 7, -1, 1.8, -1, 3.0, 4.8, 9.7, 1.7, 2.8, 16",
  })
  void durability_byWindows_isWhatTheTableSays(
      double life,
      double window,
      double r5,
      double r5x2,
      double r6,
      double r6x2,
      double r7x2,
      double r6x4,
      double three,
      double four,
      double wide) {
    assertNines(nines(4, 1, 1, window, life), r5);
    assertNines(nines(4, 1, 2, window, life), r5x2);
    assertNines(nines(8, 2, 1, window, life), r6);
    assertNines(nines(8, 2, 2, window, life), r6x2);
    assertNines(nines(8, 3, 2, window, life), r7x2);
    assertNines(nines(8, 2, 4, window, life), r6x4);
    assertNines(nines(1, 0, 3, window, life), three);
    assertNines(nines(1, 0, 4, window, life), four);
    assertThat(nines(16, 24, 1, window, life)).isEqualTo(wide, within(0.51));
  }

  private static double nines(int k, int m, int copies, double window, double life) {
    return Nines.of(Durability.lossesPerYear(k, m, copies, window, life));
  }

  /** One digit was printed, and only the sign of what is below 0. */
  private static void assertNines(double nines, double printed) {
    if (printed < 0) {
      assertThat(nines).isNegative();
    } else {
      assertThat(nines).isEqualTo(printed, within(0.051));
    }
  }

  @Test
  void repairTraffic_perYear_isWhatTheTableSays() {
    assertThat(RepairTraffic.copying(2.5, 290)).isEqualTo(3.1, within(0.05));
    assertThat(RepairTraffic.copying(2.5, 89.5)).isEqualTo(10.2, within(0.05));
    assertThat(RepairTraffic.copying(5, 89.5)).isEqualTo(20.4, within(0.05));
    assertThat(RepairTraffic.copying(3, 290)).isEqualTo(3.8, within(0.05));
    assertThat(RepairTraffic.decoding(16, 2.5, 290)).isEqualTo(50, within(0.5));
    assertThat(RepairTraffic.decoding(16, 2.5, 89.5)).isEqualTo(163, within(0.5));
    assertThat(RepairTraffic.lazy(40, 16, 24, 290)).isEqualTo(4.9, within(0.05));
    assertThat(RepairTraffic.lazy(40, 16, 24, 89.5)).isEqualTo(16, within(0.5));
    assertThat(RepairTraffic.lazy(80, 29, 35, 290)).isEqualTo(3.9, within(0.05));
    assertThat(RepairTraffic.lazy(80, 29, 35, 89.5)).isEqualTo(12.6, within(0.05));
    assertThat(RepairTraffic.lazy(80, 29, 52, 290)).isEqualTo(5.7, within(0.05));
    assertThat(RepairTraffic.lazy(80, 29, 52, 89.5)).isEqualTo(18.6, within(0.06));
  }

  @Test
  void repairTraffic_expected_isBetweenCopyingAndDecoding() {
    double departure = Durability.departure(3, 290);
    assertThat(RepairTraffic.expected(8, 1, 1.25, departure, 290))
        .isEqualTo(RepairTraffic.decoding(8, 1.25, 290), within(1e-12));
    // One in 97 siblings leaves in the window as well, and then 8 bits are read for one.
    assertThat(RepairTraffic.expected(8, 2, 2.5, departure, 290) / RepairTraffic.copying(2.5, 290))
        .isEqualTo(1 + 7 * departure, within(1e-12));
  }

  /** PlanetLab as in Carbonite: 150 KB/s, 500 GB in three copies a node, .439 failures a year. */
  @Test
  void theta_ofPlanetLab_isAsPublished() {
    double theta = RepairTraffic.theta(150e3, 1.5e12, Durability.YEAR_DAYS / 0.439);

    // 6.85 was published for 3 copies a year, rounded down from 3.15.
    assertThat(theta).isEqualTo(6.85 * 3.15 / 3, within(0.05));
  }

  @Test
  void nines_andBack_areTheSame() {
    assertThat(Nines.of(1e-4)).isEqualTo(4, within(1e-12));
    assertThat(Nines.failure(Nines.of(0.037))).isEqualTo(0.037, within(1e-12));
    assertThat(Nines.of(0)).isEqualTo(Nines.MAX);
    assertThat(Nines.of(10)).isEqualTo(-1, within(1e-12));
  }
}
