// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.Limits;
import io.fractus.tracker.probe.ProbeOrder.Candidate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbeOrderTest {
  private static final long NOW = 1_000_000_000_000L;

  private static Candidate candidate(long node, boolean channel, Duration ago, int failures) {
    return new Candidate(node, "site", channel, NOW - ago.toMillis(), failures, 100);
  }

  private static List<Long> due(Candidate... candidates) {
    return ProbeOrder.due(Stream.of(candidates), NOW, 10).stream().map(Candidate::node).toList();
  }

  @Test
  void due_withAndWithoutAChannel_isLateAndEarly() {
    Duration tenMinutes = Duration.ofMinutes(10);

    assertThat(due(candidate(1, true, tenMinutes, 0), candidate(2, false, tenMinutes, 0)))
        .containsExactly(2L);
  }

  @Test
  void due_theOldestByWhatItIsGoodFor_isFirst() {
    // Twice, three times and one and a half times as old as it is good for.
    assertThat(
            due(
                candidate(1, true, Duration.ofMinutes(30), 0),
                candidate(2, false, Duration.ofMinutes(15), 0),
                candidate(3, false, Duration.ofSeconds(45), 1)))
        .containsExactly(2L, 1L, 3L);
  }

  @Test
  void due_moreThanAreWanted_areTheMostUrgent() {
    List<Candidate> candidates =
        IntStream.range(0, 1_000)
            .mapToObj(i -> candidate(i, false, Duration.ofMinutes(5 + i * 7 % 1_000), 0))
            .toList();

    List<Candidate> due = ProbeOrder.due(candidates.stream(), NOW, 50);

    assertThat(due)
        .isEqualTo(
            candidates.stream()
                .sorted(Comparator.comparingLong(Candidate::asked))
                .limit(50)
                .toList());
  }

  @Test
  void due_neverAsked_isBeforeAll() {
    assertThat(
            due(
                candidate(1, false, Duration.ofDays(9), 0),
                new Candidate(2, "site", true, 0, 0, 0)))
        .containsExactly(2L, 1L);
  }

  @Test
  void due_failedAgainAndAgain_isAskedEverLessOftenButOnceAnHour() {
    assertThat(due(candidate(1, false, Duration.ofSeconds(30), 1))).hasSize(1);
    assertThat(due(candidate(1, false, Duration.ofSeconds(30), 2))).isEmpty();
    assertThat(due(candidate(1, false, Duration.ofMinutes(59), 1_000_000))).isEmpty();
    assertThat(due(candidate(1, false, Duration.ofHours(1), 1_000_000))).hasSize(1);
  }

  @Test
  void due_fewAudits_isAskedThreeTimesAsOften() {
    long asked = NOW - Duration.ofMinutes(5).toMillis();

    assertThat(due(new Candidate(1, "site", true, asked, 0, ProbeOrder.AUDITS_FEW - 1))).hasSize(1);
    assertThat(due(new Candidate(1, "site", true, asked, 0, ProbeOrder.AUDITS_FEW))).isEmpty();
  }

  @Test
  void withoutChannel_isRenewedTwiceBeforeItExpires() {
    assertThat(ProbeOrder.WITHOUT_CHANNEL.multipliedBy(3)).isLessThanOrEqualTo(Limits.SERVED_TTL);
  }
}
