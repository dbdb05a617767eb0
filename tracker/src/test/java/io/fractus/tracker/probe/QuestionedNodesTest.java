// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.history.ProbeVerdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes that sent a wrong piece or a slow one are asked again. */
class QuestionedNodesTest extends ProbeScene {
  @Test
  void round_wrongPiece_isEvidenceAndDoubt() {
    long node = join(1, "site");
    InfoHash bit = copy(node, 1);
    wire.put(1, ProbeVerdict.CORRUPT);

    probes.round();

    assertThat(doubted).containsExactly(node + " corrupt " + bit);
    assertThat(history.detail("n1").orElseThrow().hours().getFirst().totals().corrupt())
        .isEqualTo(1);
    assertThat(history.isHere(node)).isFalse();
  }

  @Test
  void round_wrongPieces_areAskedForAtOnceUntilItIsALiar() {
    long node = join(1, "site");
    for (int i = 0; i < 10; i++) {
      copy(node, i);
    }
    wire.put(1, ProbeVerdict.CORRUPT);

    pass(Duration.ofSeconds(3));
    assertThat(doubted).as("three wrong answers make a liar").hasSize(3);

    pass(Duration.ofSeconds(8));
    history.tick();
    assertThat(history.tags(node)).contains("liar");
    asked.clear();
    pass(Duration.ofMinutes(4));
    // Every hundred seconds, as any node of which little is known, where the pace allows 24.
    assertThat(asked).as("what is known needs no haste").hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void round_slowPieces_areAskedForUntilThatIsSure() {
    long node = join(1, "site");
    copy(node, 1);
    millis = 1_000;

    pass(Duration.ofSeconds(10));
    history.tick();
    assertThat(history.tags(node)).contains("slow");
    assertThat(history.asked(node).open()).isFalse();
    asked.clear();
    pass(Duration.ofMinutes(4));
    assertThat(asked).hasSizeLessThanOrEqualTo(4);
  }

  /** Gateways leave a node alone that they have overtaken, and may never say a word of it. */
  @Test
  void round_slowAndReadNoMore_isFoundByTheNextAudit() {
    long node = join(1, "site");
    copy(node, 1);
    for (int i = 0; i < 100; i++) {
      history.recordReport(node, Kind.SERVED, 65_536, 10);
    }
    pass(Duration.ofHours(6));
    history.tick();
    assertThat(history.tags(node)).doesNotContain("slow");

    millis = 1_000;
    asked.clear();
    pass(ProbeOrder.WITHOUT_CHANNEL.plusMinutes(1));
    history.tick();

    assertThat(history.tags(node)).contains("slow");
    assertThat(asked).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void hintLoaded_ofANodeThatProbesFindSlow_isAShortAudit() {
    long node = join(1, "site");
    copy(node, 1);
    millis = 1_000;
    probes.round();
    pass(Duration.ofMinutes(2));
    questions.clear();

    hints.hintLoaded(node);
    probes.round();

    // One piece, unless it is the one of eight audits that is long by chance; not so with this
    // seed.
    assertThat(questions).singleElement().satisfies(one -> assertThat(one.count()).isOne());
  }
}
