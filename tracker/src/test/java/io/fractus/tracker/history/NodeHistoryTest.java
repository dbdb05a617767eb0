// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static io.fractus.tracker.history.RememberedCloud.START;
import static io.fractus.tracker.history.RememberedCloud.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.control.ReportRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHistoryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final PeerAddress ADDRESS = new PeerAddress("192.0.2.1", 6_881);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;
  private RememberedCloud cloud;
  private long node;

  @BeforeEach
  void open() {
    cloud = new RememberedCloud(directory, Duration.ofHours(2));
    node = cloud.join("a");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** A lab that is open from eight to eighteen on five days a week. */
  private void labWeeks(int weeks) {
    for (int week = 0; week < weeks; week++) {
      for (int day = 0; day < 7; day++) {
        cloud.pass(Duration.ofHours(8), HOUR);
        if (day < 5) {
          cloud.history.recordChannelOpened(node);
        }
        cloud.pass(Duration.ofHours(10), HOUR);
        if (day < 5) {
          cloud.history.recordChannelLost(node, cloud.now, false);
        }
        cloud.pass(Duration.ofHours(6), HOUR);
      }
    }
  }

  @Test
  void detail_ofALabAfterSixWeeks_showsItsWeek() {
    labWeeks(6);

    NodeDetail detail = cloud.detail("a");

    assertThat(detail.weekHeat()).hasSize(168);
    assertThat(detail.weekHeat().get(8)).isEqualTo(1.0);
    assertThat(detail.weekHeat().get(17)).isEqualTo(1.0);
    assertThat(detail.weekHeat().get(18)).isEqualTo(0.0);
    assertThat(detail.weekHeat().get(5 * 24 + 12)).isEqualTo(0.0);
    // 50 of 168 hours; the eight before it first came were not watched.
    assertThat(known(detail.node().availability())).isCloseTo(50 / 168.0, within(0.01));
    assertThat(known(detail.node().availabilityRecent())).isCloseTo(50 / 168.0, within(0.01));
    assertThat(detail.hours()).hasSizeLessThanOrEqualTo(Limits.HOURS_KEPT);
    assertThat(detail.days()).hasSize(6 * 7 + 1);
    assertThat(detail.weeks()).hasSize(7);
    Totals third = detail.weeks().get(2).totals();
    assertThat(third.observedMillis()).isEqualTo(Duration.ofDays(7).toMillis());
    assertThat(third.hereMillis()).isEqualTo(Duration.ofHours(50).toMillis());
    assertThat(third.joins()).isEqualTo(5);
    assertThat(third.losses()).isEqualTo(5);
    assertThat(detail.sessions()).hasSize(30);
    assertThat(detail.sessions().getFirst().ending()).isEqualTo("closed");
    assertThat(detail.sessions().getFirst().seconds()).isEqualTo(36_000);
  }

  @Test
  void detail_ofThisHour_isThereBeforeItIsWritten() {
    cloud.history.recordChannelOpened(node);
    cloud.now = cloud.now.plus(Duration.ofMinutes(30));

    NodeDetail detail = cloud.detail("a");

    assertThat(detail.hours())
        .singleElement()
        .satisfies(hour -> {
          assertThat(hour.start()).isEqualTo(START);
          assertThat(hour.totals().hereMillis()).isEqualTo(1_800_000);
        });
    assertThat(detail.days()).hasSize(1);
    assertThat(detail.weeks()).hasSize(1);
    assertThat(detail.sessions().getFirst().ended()).isNull();
    assertThat(detail.node().here()).isTrue();
    assertThat(detail.node().seenBy()).isEqualTo("channel");
  }

  @Test
  void recordChannelLost_silent_wasGoneSinceItWasLastHeard() {
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofMinutes(61), MINUTE);
    cloud.history.recordChannelLost(node, cloud.now.minus(Duration.ofMinutes(2)), true);

    NodeDetail detail = cloud.detail("a");

    assertThat(detail.hours().getFirst().totals().hereMillis()).isEqualTo(59 * 60_000);
    assertThat(detail.hours().getLast().totals().hereMillis()).isZero();
    assertThat(detail.sessions().getFirst().ending()).isEqualTo("silent");
    assertThat(detail.node().lastSeen()).isEqualTo(START.plus(Duration.ofMinutes(59)));
  }

  @Test
  void restart_nodeComesBackInTime_isOneSessionWithoutTheDowntime() {
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofMinutes(10), TEN_SECONDS);

    cloud.restart(Duration.ofMinutes(5));
    assertThat(cloud.history.isHere(node)).isFalse();
    cloud.pass(SECOND, SECOND);
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofMinutes(10), TEN_SECONDS);

    NodeDetail detail = cloud.detail("a");
    assertThat(detail.sessions()).hasSize(1);
    assertThat(detail.sessions().getFirst().started()).isEqualTo(START);
    Totals hour = detail.hours().getFirst().totals();
    assertThat(hour.observedMillis()).isEqualTo(20 * 60_000);
    assertThat(hour.hereMillis()).isEqualTo(20 * 60_000);
    assertThat(hour.joins()).isEqualTo(1);
  }

  @Test
  void restart_nodeStaysAway_endsWithTheTracker() {
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofMinutes(10), TEN_SECONDS);

    cloud.restart(Duration.ofHours(5));
    cloud.pass(Duration.ofMinutes(10), TEN_SECONDS);

    NodeDetail detail = cloud.detail("a");
    assertThat(detail.sessions())
        .singleElement()
        .satisfies(session -> {
          assertThat(session.ending()).isEqualTo("unobserved");
          assertThat(session.seconds()).isEqualTo(600);
        });
    // Watched again from the end of its grace.
    assertThat(detail.hours().getLast().totals().observedMillis())
        .isEqualTo(Duration.ofMinutes(10).minus(Limits.RESTART_GRACE).toMillis());
    assertThat(detail.hours().getLast().totals().hereMillis()).isZero();
  }

  @Test
  void tick_processStoodStill_nobodyWatchedMeanwhile() {
    cloud.history.recordChannelOpened(node);
    cloud.pass(MINUTE, TEN_SECONDS);
    cloud.now = cloud.now.plus(Duration.ofHours(3));
    cloud.history.tick();
    cloud.pass(MINUTE, TEN_SECONDS);

    NodeDetail detail = cloud.detail("a");
    assertThat(detail.hours().stream().mapToLong(hour -> hour.totals().hereMillis()).sum())
        .isEqualTo(120_000);
    assertThat(detail.hours().stream().mapToLong(hour -> hour.totals().observedMillis()).sum())
        .isEqualTo(120_000);
  }

  @Test
  void recordProbe_ofAStockClient_decidesWhetherItIsHere() {
    assertThat(cloud.history.recordAnnounce(node, () -> ADDRESS)).isFalse();
    assertThat(cloud.summary("a").seenBy()).isEqualTo("announce");
    assertThat(cloud.summary("a").reachable()).isNull();

    cloud.history.recordProbe(node, ProbeVerdict.UNREACHABLE, 0, 3_000);
    assertThat(cloud.history.isHere(node)).isFalse();
    assertThat(cloud.summary("a").reachable()).isFalse();
    cloud.now = cloud.now.plus(MINUTE);
    assertThat(cloud.history.recordAnnounce(node, () -> ADDRESS)).isTrue();
    assertThat(cloud.history.isHere(node)).isFalse();

    cloud.history.recordProbe(node, ProbeVerdict.SERVED, 65_536, 100);
    assertThat(cloud.history.isHere(node)).isTrue();
    assertThat(cloud.summary("a").reachable()).isTrue();
    assertThat(cloud.summary("a").seenBy()).isEqualTo("probe");
    assertThat(cloud.history.rank(node)).isBetween(80, 90);
    assertThat(cloud.detail("a").sessions()).hasSize(2);
    assertThat(cloud.detail("a").sessions().getLast().ending()).isEqualTo("unreachable");
  }

  @Test
  void recordReport_ofTransfers_measuresSpeedAndTraffic() {
    cloud.history.recordChannelOpened(node);
    for (int i = 0; i < 20; i++) {
      cloud.history.recordReport(node, ReportRequest.Kind.SERVED, 1 << 20, 1_000);
    }
    cloud.history.recordTransfer(node, Direction.DOWN, 4 << 20, 2_000);

    Totals hour = cloud.detail("a").hours().getFirst().totals();
    assertThat(hour.upBytes()).isEqualTo(20 << 20);
    assertThat(hour.upMillis()).isEqualTo(20_000);
    assertThat(hour.upBytesPerSecondMax()).isEqualTo(1 << 20);
    assertThat(hour.served()).isEqualTo(20);
    assertThat(cloud.summary("a").upBytesPerSecond()).isCloseTo(1 << 20, within(1.0));
    assertThat(cloud.summary("a").downBytesPerSecond()).isEqualTo(2 << 20);
    assertThat(cloud.detail("a").weekUpSpeed().getFirst()).isEqualTo(1 << 20);
    assertThat(cloud.history.cloud().traffic().getLast())
        .isEqualTo(new CloudSummary.Traffic(START, 20 << 20, 4 << 20));
  }

  @Test
  void tags_byRulesAndByHand_standWithEvidenceOverARestart() {
    cloud.history.recordChannelOpened(node);
    for (int i = 0; i < 3; i++) {
      cloud.history.recordReport(node, ReportRequest.Kind.CORRUPT, 0, 0);
    }
    assertThat(cloud.history.tag(node, "draining", "moves house")).isTrue();
    cloud.pass(MINUTE, TEN_SECONDS);
    cloud.history.recordChannelLost(node, cloud.now, false);
    cloud.pass(SECOND, SECOND);

    cloud.restart(MINUTE);

    assertThat(cloud.history.tags(node)).containsExactly("draining", "liar");
    NodeDetail detail = cloud.detail("a");
    assertThat(detail.sessions().getFirst().ending()).isEqualTo("drained");
    assertThat(detail.tags()).hasSize(2);
    assertThat(detail.tags().stream().map(TagView::source))
        .containsExactlyInAnyOrder("admin", "tracker");
    assertThat(detail.tags().stream().map(TagView::evidence))
        .anyMatch(evidence -> evidence.equals("moves house"))
        .anyMatch(evidence -> evidence.matches("[23][.,].* wrong and 0[.,]0 right .*"));
    assertThat(cloud.history.untag(node, "draining")).isTrue();
    assertThat(cloud.history.untag(node, "liar")).isFalse();
    cloud.pass(SECOND, SECOND);
    assertThat(cloud.detail("a").tags().getLast().until()).isEqualTo(cloud.now.minus(SECOND));
  }

  /** A line that is full of what others asked for is slow: the node is there. */
  @Test
  void tags_connectedAndSilent_isUnreachableUntilItIsKnownToBeSlow() {
    cloud.history.recordChannelOpened(node);
    for (int i = 0; i < 20; i++) {
      cloud.history.recordProbe(node, ProbeVerdict.SERVED, 65_536, 10);
    }
    silences(3, ProbeVerdict.STALLED);
    assertThat(cloud.history.tags(node)).containsExactly("new", "unreachable");
    silences(5, ProbeVerdict.STALLED);
    assertThat(cloud.history.tags(node)).containsExactly("new", "slow");

    silences(3, ProbeVerdict.UNREACHABLE);
    assertThat(cloud.history.tags(node)).containsExactly("new", "slow", "unreachable");
  }

  private void silences(int times, ProbeVerdict verdict) {
    for (int i = 0; i < times; i++) {
      cloud.history.recordProbe(node, verdict, 0, 5_000);
    }
    cloud.pass(TEN_SECONDS, TEN_SECONDS);
  }

  @Test
  void tags_nodeStaysAway_isAbsentThenLostThenNeither() {
    cloud.history.recordChannelOpened(node);
    cloud.history.recordChannelLost(node, cloud.now, false);
    cloud.pass(Duration.ofHours(2), MINUTE);
    assertThat(cloud.history.tags(node)).containsExactly("absent", "new");

    cloud.pass(Duration.ofDays(7), HOUR);
    assertThat(cloud.history.tags(node)).containsExactly("lost", "new");

    cloud.history.recordChannelOpened(node);
    cloud.pass(MINUTE, MINUTE);
    assertThat(cloud.history.tags(node)).containsExactly("new");
    assertThat(cloud.detail("a").tags())
        .hasSize(3)
        .filteredOn(tag -> tag.until() != null)
        .hasSize(2);
  }

  @Test
  void tag_thatIsNoWord_isRefused() {
    assertThatThrownBy(() -> cloud.history.tag(node, "Not a tag", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Not a tag'");
  }

  @Test
  void tag_beyondTheLimit_isRefused() {
    for (int i = 0; i < Limits.ADMIN_TAGS_MAX; i++) {
      assertThat(cloud.history.tag(node, "t" + i, "")).isTrue();
    }
    assertThat(cloud.history.tag(node, "more", "")).isFalse();
    assertThat(cloud.history.tag(node, "t0", "other evidence")).isTrue();
  }

  @Test
  void cloud_ofSitesAndClasses_tallies() {
    cloud.join("b");
    cloud.history.recordChannelOpened(node);

    CloudSummary summary = cloud.history.cloud();

    assertThat(summary.nodes()).isEqualTo(2);
    assertThat(summary.here()).isEqualTo(1);
    assertThat(summary.space()).isEqualTo(new CloudSummary.Space(2_000, 0, 2_000, 1_000));
    assertThat(summary.bySite().stream().map(CloudSummary.Group::name))
        .isEqualTo(List.of("site-a", "site-b"));
    assertThat(summary.byClass()).hasSize(1);
    assertThat(summary.traffic()).hasSize(60);
  }

  @Test
  void sessions_manyOfThem_onlyTheLastAreKept() {
    for (int i = 0; i < 3 * Limits.SESSIONS_KEPT; i++) {
      cloud.history.recordChannelOpened(node);
      cloud.pass(SECOND, SECOND);
      cloud.history.recordChannelLost(node, cloud.now, false);
      cloud.pass(SECOND, SECOND);
    }

    assertThat(cloud.detail("a").sessions()).hasSize(Limits.SESSIONS_KEPT);
    assertThat(cloud.detail("a").hours().getFirst().totals().joins())
        .isEqualTo(3 * Limits.SESSIONS_KEPT);
  }

  @Test
  void record_aNodeThatIsNotRegistered_isForgotten() {
    cloud.history.recordChannelOpened(4_711);
    cloud.pass(MINUTE, TEN_SECONDS);

    assertThat(cloud.history.isHere(4_711)).isFalse();
    assertThat(cloud.history.summaries()).hasSize(1);
  }
}
