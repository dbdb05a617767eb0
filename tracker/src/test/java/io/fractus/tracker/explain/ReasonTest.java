// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private static final Member SERVER = TestNodes.node("server", "s1", _ -> 0.95);
  private static final Member OTHER_SERVER = TestNodes.node("other", "s2", _ -> 0.97);
  private static final Member DAYS =
      TestNodes.node("days", "s3", hour -> hour % 24 >= 8 && hour % 24 < 20 ? 0.9 : 0.1);
  private static final Member NIGHTS =
      TestNodes.node("nights", "s4", hour -> hour % 24 >= 8 && hour % 24 < 20 ? 0.1 : 0.9);

  private static List<Role> roles(int wanted, Holding... copies) {
    return Reason.of(wanted, List.of(copies)).stream().map(Reason::role).toList();
  }

  private static Holding on(Member node, CopyState state, Trust trust) {
    return new Holding(node, state, true, trust);
  }

  @Test
  void of_firstReliableNode_isTheAnchorAndTheNextAFurtherOne() {
    assertThat(
            roles(
                3,
                TestNodes.complete(DAYS),
                TestNodes.complete(SERVER),
                TestNodes.complete(OTHER_SERVER)))
        .containsExactly(Role.PLAIN, Role.ANCHOR, Role.FURTHER_ANCHOR);
  }

  @Test
  void of_nodesOfOtherHours_complementEachOther() {
    List<Reason> reasons =
        Reason.of(2, List.of(TestNodes.complete(DAYS), TestNodes.complete(NIGHTS)));

    assertThat(reasons).extracting(Reason::role).containsOnly(Role.COMPLEMENT);
    // Missed by day with 0.9 and by night with 0.1, together with 0.09 always.
    assertThat(reasons.getLast().why())
        .isEqualTo(
            "complements the hours of the others: here at least 89 % of Mon 00:00 UTC, when the"
                + " others miss most: with it the bit has 1.0 nines in its worst hour, without it"
                + " 0.0");
  }

  @Test
  void of_moreAreHereThanWanted_theOneThatIsMissedLeastIsInReserve() {
    Member spare = TestNodes.node("spare", "s5", _ -> 0.2);
    Holding away = new Holding(NIGHTS, CopyState.COMPLETE, false, Trust.VETTED);

    List<Reason> reasons =
        Reason.of(
            2,
            List.of(
                TestNodes.complete(SERVER),
                TestNodes.complete(spare),
                TestNodes.complete(OTHER_SERVER)));

    assertThat(reasons)
        .extracting(Reason::role)
        .containsExactly(Role.ANCHOR, Role.RESERVE, Role.FURTHER_ANCHOR);
    assertThat(reasons.get(1).why())
        .isEqualTo(
            "in reserve, more than the 2 wanted: it counts when another goes, and goes when space"
                + " is wanted");
    // Who is away may be lost, and does not make another one more than wanted.
    assertThat(roles(2, TestNodes.complete(SERVER), TestNodes.complete(spare), away))
        .doesNotContain(Role.RESERVE);
  }

  /** Both are off at night: a second one helps, but not when it is needed. */
  @Test
  void of_nodesOfTheSameHours_areNoComplement() {
    Member same = TestNodes.node("same", "s5", DAYS.week()::at);

    assertThat(roles(2, TestNodes.complete(DAYS), TestNodes.complete(same)))
        .containsOnly(Role.PLAIN);
  }

  @Test
  void of_theOnlyCompleteCopyOfTwo_isTheLast() {
    List<Reason> reasons =
        Reason.of(2, List.of(TestNodes.complete(SERVER), on(DAYS, CopyState.WANTED, Trust.VETTED)));

    assertThat(reasons).extracting(Reason::role).containsExactly(Role.LAST, Role.COMING);
    assertThat(reasons.getFirst().why()).contains("only complete copy of 2").contains("anchor");
  }

  @Test
  void of_theOneCopyAskedFor_isNotCalledTheLast() {
    assertThat(roles(1, TestNodes.complete(DAYS))).containsExactly(Role.PLAIN);
    assertThat(roles(1, TestNodes.complete(SERVER))).containsExactly(Role.ANCHOR);
  }

  /** A server that nobody vetted yet is no anchor, however good its class is. */
  @Test
  void of_nodesWithoutTrust_areNewcomersOrDoubted() {
    assertThat(
            roles(
                3,
                TestNodes.complete(DAYS),
                on(SERVER, CopyState.COMPLETE, Trust.NEW),
                on(OTHER_SERVER, CopyState.COMPLETE, Trust.DOUBTED)))
        .containsExactly(Role.PLAIN, Role.NEWCOMER, Role.DOUBTED);
  }

  @Test
  void of_unfinishedCopies_saysWhatIsAwaited() {
    assertThat(
            Reason.of(
                2,
                List.of(
                    on(DAYS, CopyState.SUSPECT, Trust.VETTED),
                    new Holding(NIGHTS, CopyState.WANTED, false, Trust.VETTED))))
        .extracting(Reason::role, Reason::why)
        .containsExactly(
            tuple(Role.UNSURE, "is being verified and does not count until it is found right"),
            tuple(Role.COMING, "the node was chosen, has yet to fetch it, and is away"));
  }
}
