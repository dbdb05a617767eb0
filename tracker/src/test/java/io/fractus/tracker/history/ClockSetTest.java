// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static io.fractus.tracker.history.RememberedCloud.START;
import static io.fractus.tracker.history.RememberedCloud.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the clock of the tracker: nothing stands still, and nothing is forgotten. */
class ClockSetTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PeerAddress ADDRESS = new PeerAddress("192.0.2.1", 6_881);

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

  private static double watchedHours(NodeHistory history, long node) {
    return history.week(node).watched();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 9_600, -9_600, 480_000, -480_000})
  void tick_clockIsSet_nodeStaysAndItsHoursAreRecorded(long hours) {
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofMinutes(90), MINUTE);

    cloud.setClock(Duration.ofHours(hours));
    cloud.history.tick();
    Instant set = cloud.now;
    cloud.pass(Duration.ofHours(5), MINUTE);

    NodeDetail detail = cloud.detail("a");
    assertThat(detail.node().here()).isTrue();
    assertThat(detail.node().tags()).containsExactly("new");
    assertThat(detail.node().lastSeen()).isEqualTo(cloud.now);
    assertThat(detail.sessions())
        .singleElement()
        .satisfies(session -> {
          assertThat(session.ended()).isNull();
          assertThat(session.seconds()).isEqualTo(Duration.ofMinutes(390).toSeconds());
        });
    List<Period> since = detail.hours().stream().filter(hour -> hour.start().isAfter(set)).toList();
    assertThat(since).hasSize(5);
    assertThat(since.subList(0, 4))
        .allSatisfy(hour -> assertThat(hour.totals().hereMillis()).isEqualTo(HOUR.toMillis()));
    assertThat(known(detail.node().availability())).isEqualTo(1.0);
    assertThat(watchedHours(cloud.history, node)).isBetween(6.4, 6.6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 9_600, -9_600, 480_000})
  void tick_clockIsSetAndSetBack_nothingIsForgotten(long hours) {
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofDays(30), HOUR);
    NodeDetail before = cloud.detail("a");
    double watched = watchedHours(cloud.history, node);

    cloud.setClock(Duration.ofHours(hours));
    cloud.pass(Duration.ofMinutes(3), MINUTE);
    cloud.setClock(Duration.ofHours(-hours));
    cloud.pass(Duration.ofMinutes(3), MINUTE);

    NodeDetail after = cloud.detail("a");
    assertThat(after.node().here()).isTrue();
    assertThat(after.node().tags()).containsExactly("new");
    assertThat(after.sessions()).hasSize(1);
    assertThat(after.hours()).hasSizeGreaterThanOrEqualTo(before.hours().size());
    assertThat(after.days()).hasSizeGreaterThanOrEqualTo(before.days().size());
    assertThat(after.weeks()).hasSizeGreaterThanOrEqualTo(before.weeks().size());
    assertThat(after.hours()).noneMatch(hour -> hour.start().isAfter(cloud.now));
    assertThat(after.days()).noneMatch(day -> day.start().isAfter(cloud.now));
    assertThat(watchedHours(cloud.history, node)).isGreaterThanOrEqualTo(watched);
  }

  @Test
  void tick_clockWasAheadForADay_daysGoOn() {
    cloud.history.recordChannelOpened(node);
    cloud.setClock(Duration.ofDays(400));
    cloud.pass(Duration.ofDays(2), HOUR);
    cloud.setClock(Duration.ofDays(-400));
    cloud.pass(Duration.ofDays(3), HOUR);

    assertThat(cloud.detail("a").days().stream().map(Period::start))
        .contains(START.plus(Duration.ofDays(3)), START.plus(Duration.ofDays(4)));
    assertThat(cloud.detail("a").days().get(1).totals().hereMillis())
        .isEqualTo(Duration.ofDays(1).toMillis());
  }

  @Test
  void tick_clockIsAheadForTwoDays_fewDaysAreForgotten() {
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofDays(60), HOUR);
    cloud.setClock(Duration.ofDays(400));
    cloud.pass(Duration.ofDays(2), HOUR);
    cloud.setClock(Duration.ofDays(-400));
    cloud.pass(HOUR, HOUR);

    NodeDetail detail = cloud.detail("a");
    assertThat(detail.hours()).hasSizeGreaterThan(Limits.HOURS_KEPT - 6 * 24);
    assertThat(detail.days()).hasSizeGreaterThan(60 - 5 * 7);
  }

  @Test
  void restart_clockIsSetBackMeanwhile_goesOn() {
    cloud.setClock(Duration.ofDays(400));
    cloud.restart(MINUTE);
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofHours(3), MINUTE);

    cloud.restart(Duration.ofDays(-400));
    cloud.history.recordChannelOpened(node);
    cloud.pass(Duration.ofHours(3), MINUTE);

    NodeDetail detail = cloud.detail("a");
    assertThat(detail.node().here()).isTrue();
    assertThat(detail.sessions()).hasSize(1);
    assertThat(detail.sessions().getFirst().seconds()).isEqualTo(6 * 3_600);
    assertThat(detail.hours().getLast().start()).isBeforeOrEqualTo(cloud.now);
    assertThat(watchedHours(cloud.history, node)).isBetween(5.9, 6.1);
  }

  @Test
  void isHere_knownByAProbe_isSoForAsLongAsBefore() {
    cloud.history.recordProbe(node, ProbeVerdict.SERVED, 65_536, 10);
    cloud.pass(MINUTE, MINUTE);
    cloud.setClock(Duration.ofDays(400));
    cloud.pass(MINUTE, MINUTE);

    assertThat(cloud.history.isHere(node)).isTrue();

    cloud.setClock(Duration.ofDays(-800));
    cloud.pass(Limits.SERVED_TTL.minusMinutes(3), MINUTE);
    assertThat(cloud.history.isHere(node)).isTrue();

    cloud.pass(MINUTE, MINUTE);
    assertThat(cloud.history.isHere(node)).isFalse();
    assertThat(cloud.detail("a").sessions().getFirst().seconds())
        .isEqualTo(Limits.SERVED_TTL.toSeconds());
  }

  @Test
  void asked_clockIsSet_isAsLongAgoAsBefore() {
    cloud.history.recordAnnounce(node, () -> ADDRESS);
    cloud.history.recordProbe(node, ProbeVerdict.UNREACHABLE, 0, 0);
    long asked = cloud.history.asked(node).at();
    cloud.setClock(Duration.ofDays(400));
    cloud.history.tick();

    assertThat(cloud.history.asked(node).at()).isEqualTo(asked);
  }

  @Test
  void tags_fullWhenTheClockIsSetBack_areTakenBackInTime() {
    cloud.history.recordChannelOpened(node);
    cloud.history.recordFull(node);
    cloud.pass(MINUTE, MINUTE);
    assertThat(cloud.history.tags(node)).contains("full");

    cloud.setClock(Duration.ofDays(-400));
    cloud.pass(Limits.FULL_TAG.plus(MINUTE), MINUTE);

    assertThat(cloud.history.tags(node)).containsExactly("new");
  }
}
