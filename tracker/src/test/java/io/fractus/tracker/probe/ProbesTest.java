// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.history.ProbeVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom the scheduler asks, and when. */
class ProbesTest extends ProbeScene {
  @Test
  void round_neverAskedNodes_allAreAskedOnce() {
    for (int port = 1; port <= 20; port++) {
      join(port, "site" + port);
    }

    probes.round();
    probes.round();

    assertThat(asked).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void round_anHourOfAStockNode_keepsItHere() {
    long node = join(1, "site");

    for (int minute = 0; minute < 60; minute++) {
      pass(Duration.ofMinutes(1));
      assertThat(history.isHere(node)).isTrue();
    }

    // Every five minutes.
    assertThat(asked).hasSizeBetween(12, 13);
  }

  @Test
  void hint_ofANodeThatIsGone_isKnownInTheNextRound() {
    long node = join(1, "site");
    probes.round();
    assertThat(history.isHere(node)).isTrue();
    wire.put(1, ProbeVerdict.UNREACHABLE);

    hints.hint(node);
    probes.round();

    assertThat(history.isHere(node)).isFalse();
    assertThat(history.asked(node).failures()).isEqualTo(1);
    assertThat(registry.read(rows -> rows.events().of(node)).stream().map(NodeEvent::kind))
        .containsExactly("absent", "online");
  }

  @Test
  void round_nodeComesBack_isFoundByProbesThatWereEverRarer() {
    long node = join(1, "site");
    wire.put(1, ProbeVerdict.UNREACHABLE);
    pass(Duration.ofHours(5));
    // 30 s, 1, 2, 4, 8, 16, 32 min, and then once an hour.
    assertThat(asked).hasSizeBetween(9, 13);

    wire.put(1, ProbeVerdict.SERVED);
    pass(Duration.ofMinutes(61));
    assertThat(history.isHere(node)).isTrue();
  }

  @Test
  void hint_again_waitsForThePaceAndIsNotForgotten() {
    long node = join(1, "site");
    for (int i = 0; i < Limits.PROBE_OF_NODE_BURST + 2; i++) {
      hints.hint(node);
      probes.round();
    }
    assertThat(asked).hasSize(Limits.PROBE_OF_NODE_BURST);

    pass(Duration.ofSeconds(10));

    assertThat(asked).hasSize(Limits.PROBE_OF_NODE_BURST + 1);
  }

  @Test
  void hint_ofANodeThatIsBeingProbed_waitsForThatToEnd() {
    long node = join(1, "site");
    holding = true;
    probes.round();
    hints.hint(node);
    probes.round();
    assertThat(held).hasSize(1);

    // It may have begun before there was what the hint is of.
    held.remove().run();
    probes.round();

    assertThat(held).hasSize(1);
  }

  @Test
  void round_probesThatHang_areBounded() {
    for (int port = 1; port <= 300; port++) {
      join(port, "site" + port);
    }
    holding = true;

    pass(Duration.ofSeconds(20));

    assertThat(held).hasSize(Limits.PROBES_CONCURRENT_MAX);
    held.forEach(Runnable::run);
    pass(Duration.ofSeconds(20));
    assertThat(held).hasSizeGreaterThan(Limits.PROBES_CONCURRENT_MAX);
  }

  @Test
  void round_ofANodeWithBits_asksForPiecesByChance() {
    long node = join(1, "site");
    copy(node, 1);
    copy(node, 2);

    pass(Duration.ofHours(4));

    assertThat(pieces).hasSizeGreaterThan(40).contains(0, 1, 2, 3);
    assertThat(history.detail("n1").orElseThrow().hours().getFirst().totals().upBytes())
        .isPositive();
  }

  @Test
  void round_audits_reachEveryCopyAndPreferWhatWasNotAudited() {
    long node = join(1, "site");
    List<InfoHash> bits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bits.add(copy(node, i));
    }

    pass(Duration.ofHours(6));

    assertThat(questions.stream().map(one -> one.bit().infoHash()).distinct())
        .containsExactlyInAnyOrderElementsOf(bits);
    assertThat(questions).anyMatch(one -> one.count() > 1).anyMatch(one -> one.count() == 1);
  }

  @Test
  void hintLoaded_ofASlowNode_isALongAudit() {
    long node = join(1, "site");
    copy(node, 1);
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(20));
      questions.clear();
      hints.hintLoaded(node);
      probes.round();

      // Up to the end of the bit, which has four pieces.
      assertThat(questions)
          .singleElement()
          .satisfies(one -> assertThat(one.first() + one.count()).isEqualTo(4));
    }
  }

  @Test
  void round_silentForOneBitAndNotForOthers_isAPieceThatIsMissing() {
    long node = join(1, "site");
    InfoHash hidden = copy(node, 1);
    for (int i = 2; i < 6; i++) {
      copy(node, i);
    }
    silentFor.add(hidden);

    pass(Duration.ofHours(12));

    assertThat(doubted).isNotEmpty().allMatch(one -> one.equals(node + " missing " + hidden));
    assertThat(history.detail("n1").orElseThrow().hours().getFirst().totals().missing())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void round_silentForAll_isIllAndNoLiar() {
    long node = join(1, "site");
    copy(node, 1);
    copy(node, 2);
    wire.put(1, ProbeVerdict.STALLED);

    pass(Duration.ofHours(12));

    assertThat(doubted).isEmpty();
    assertThat(history.asked(node).failures()).isGreaterThan(5);
  }

  @Test
  void round_copyReleasedWhileItIsAskedFor_isNoFault() {
    long node = join(1, "site");
    InfoHash bit = copy(node, 1);
    wire.put(1, ProbeVerdict.MISSING);
    meanwhile = () -> registry.write(rows -> rows.copies().release(List.of(bit)));

    probes.round();

    assertThat(asked).hasSize(1);
    assertThat(doubted).isEmpty();
    assertThat(history.asked(node).at()).isZero();
  }

  @Test
  void fetches_claimedByANode_countOnlyWhenAProbeFindsTheLastOfThem() {
    long node = join(1, "site");
    copy(node, 1);
    InfoHash last = copy(node, 2);
    hints.fetches().claim(node, last, 1 << 20, 500);
    hints.fetches().claim(node, last, 1 << 20, 1_500);
    wire.put(1, ProbeVerdict.MISSING);
    probes.round();
    assertThat(doubted).containsExactly(node + " missing " + last);
    assertThat(history.summaries().getFirst().downBytesPerSecond()).isNull();

    wire.put(1, ProbeVerdict.SERVED);
    hints.fetches().claim(node, last, 1 << 20, 500);
    hints.fetches().claim(node, last, 1 << 20, 1_500);
    pass(Duration.ofMinutes(6));

    assertThat(history.summaries().getFirst().downBytesPerSecond()).isEqualTo(1 << 20);
  }

  @Test
  void address_announcedByAStockClient_isWhereItIsProbed() {
    long node = join(1, "site");
    history.recordAnnounce(node, () -> new PeerAddress("127.0.0.1", 99));

    probes.round();

    assertThat(asked).containsExactly(99);
  }
}
