// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.control.ReportRequest.Pace;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What reports of slow sources are worth, beside what others did at the same time. */
class OvertakenTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final int PIECE = 64 << 10;

  /** What is said of a node with that speed while others had another, in bytes per second. */
  private static Overtaken overtaken(double own, double others) {
    long millis = Math.round(PIECE * 1000 / others);
    return Overtaken.of(Math.round(own * millis / 1000), millis, new Pace(4, PIECE, millis));
  }

  @Test
  void of_onAGoodLine_weighsByHowMuchSlowerItWas() {
    assertThat(overtaken(1e6, 1e6).weight()).isEqualTo(0, within(0.01));
    assertThat(overtaken(2e6, 1e6).weight()).isZero();
    // The square root of four, in logarithms half of it.
    assertThat(overtaken(5e5, 1e6).weight()).isEqualTo(0.5, within(0.01));
    assertThat(overtaken(2.5e5, 1e6).weight()).isEqualTo(1, within(0.01));
    assertThat(overtaken(1e4, 1e6).weight()).isEqualTo(1);
    assertThat(overtaken(2.5e5, 1e6).bytesPerSecond()).isEqualTo(2.5e5, within(5e3));
    assertThat(overtaken(5e5, 1e6).isBlame()).isTrue();
    assertThat(overtaken(8e5, 1e6).isBlame()).isFalse();
  }

  @Test
  void of_nothingCame_isSlowAsFarAsThatCanBeTold() {
    Overtaken nothing = Overtaken.of(0, 500, new Pace(4, PIECE, 64));

    assertThat(nothing.weight()).isEqualTo(1);
    assertThat(nothing.bytesPerSecond()).isEqualTo(PIECE * 1000.0 / 64 / 64, within(1.0));
  }

  @Test
  void of_othersAreAThousandTimesFaster_isAsSlowAsItWas() {
    // Each of the others took 1 ms for a piece.
    Pace others = new Pace(4, PIECE, 1);

    assertThat(Overtaken.of(PIECE, 1_000, others)).isEqualTo(new Overtaken(PIECE, 1, true));
    assertThat(Overtaken.of(PIECE / 4, 1_000, others).bytesPerSecond())
        .isEqualTo(PIECE / 4, within(1.0));
    // Not even a block of 16 KiB in two seconds.
    assertThat(Overtaken.of(0, 2_000, others).bytesPerSecond()).isEqualTo(8 << 10, within(1.0));
  }

  @Test
  void of_othersAreSlowToo_isTheLine() {
    // Half of what the others got of a line that gives 16 KiB/s to each.
    Overtaken slowLine = overtaken(8 << 10, 16 << 10);

    assertThat(slowLine.weight()).isLessThan(0.01);
    assertThat(slowLine.isBlame()).isFalse();
    assertThat(slowLine.bytesPerSecond()).isEqualTo(128 << 10, within(2_000.0));
  }

  @Test
  void of_nobodyToCompareWith_countsLittle() {
    assertThat(Overtaken.of(PIECE, 64_000, null)).isEqualTo(new Overtaken(1024, 0.25, true));
    assertThat(Overtaken.of(0, 0, null).weight()).isZero();
    assertThat(Overtaken.of(0, 0, null).isBlame()).isTrue();
  }

  /** Reads of a node by a gateway, in each of which it lost against four others. */
  private static Set<String> tags(double own, double others, int reports) {
    long seed = Long.getLong("fractus.seed", 7);
    Random chance = new Random(seed);
    Reputation node = new Reputation();
    for (int i = 0; i < reports; i++) {
      double hour = Math.exp(0.3 * chance.nextGaussian());
      node.overtaken(
          overtaken(own * hour * Math.exp(0.3 * chance.nextGaussian()), others * hour), NOW);
    }
    return Rules.judge(node, new Rules.Facts(0, Crowd.UNKNOWN, Set.of()), NOW).keySet();
  }

  @Test
  void judge_gatewayOnASlowLine_blamesNobody() {
    // A line of a telephone: 100 reports, in each of which the node was half as fast as others.
    assertThat(tags(4 << 10, 8 << 10, 100)).doesNotContain("slow");
    assertThat(tags(20 << 10, 40 << 10, 100)).doesNotContain("slow");
  }

  @Test
  void judge_nodeThatIsSlowWhileOthersAreFast_isSlowAfterAFewReports() {
    assertThat(tags(50 << 10, 5 << 20, 6)).doesNotContain("slow");
    assertThat(tags(50 << 10, 5 << 20, 9)).contains("slow");
    // Fast enough, though always the slowest.
    assertThat(tags(1 << 20, 5 << 20, 100)).doesNotContain("slow");
  }
}
