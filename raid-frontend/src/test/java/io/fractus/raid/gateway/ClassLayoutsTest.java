// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.TrackerException;
import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Choice;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Shortfall;
import io.fractus.protocol.plan.Target;
import io.fractus.protocol.plan.Wish;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.StorageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that ask for nines, and a planner that knows what each layout of a cloud gives. */
class ClassLayoutsTest {
  private static final Layout OWN = Layout.parse("raid6:4+2x2");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Target TARGET = Target.parse("99.9%/worst-hour,9-nines/year,4x");

  @TempDir Path directory;
  private final List<Choice> cloud = new ArrayList<>();
  private boolean isAway;

  private void gives(String layout, double unavailable, double durability) {
    Layout of = Layout.parse(layout);
    cloud.removeIf(choice -> choice.layout().equals(layout));
    cloud.add(
        new Choice(
            layout,
            of.overhead(),
            of.copiesTotal(),
            unavailable / 2,
            unavailable,
            unavailable * 10,
            durability,
            1,
            1,
            true));
  }

  /** What the tracker's planner does with what each layout gives. */
  private Plan plan(Target target) {
    if (isAway) {
      throw new TrackerException("away", new IOException("refused"));
    }
    return switch (target) {
      case Target.OfLayout of -> {
        List<Choice> one =
            cloud.stream().filter(choice -> choice.layout().equals(of.toString())).toList();
        yield new Plan(!one.isEmpty(), one, List.of());
      }
      case Target.OfWish of -> plan(of.wish());
    };
  }

  private Plan plan(Wish wish) {
    List<Choice> fitting =
        cloud.stream()
            .filter(wish::isMetBy)
            .sorted(Comparator.comparingDouble(Choice::overhead))
            .toList();
    if (!fitting.isEmpty()) {
      return new Plan(true, fitting, List.of());
    }
    List<Choice> closest =
        cloud.stream()
            .filter(choice -> wish.isAffordable(choice.overhead()))
            .sorted(Comparator.comparingDouble(Choice::unavailableWorstHour))
            .toList();
    return new Plan(false, closest, List.of(new Shortfall("availability", 3, 2, "2 more nodes")));
  }

  private ClassLayouts open(Map<StorageClass, Target> targets) throws IOException {
    return ClassLayouts.open(
        directory.resolve("classes.json"), targets, OWN, this::plan, () -> NOW);
  }

  private ClassLayouts open() throws IOException {
    return open(Map.of(StorageClass.STANDARD, TARGET));
  }

  private static ClassStatus standard(ClassLayouts classes) {
    return classes.status().getFirst();
  }

  private String refreshed(ClassLayouts classes) {
    classes.refresh();
    return classes.of(StorageClass.STANDARD).toString();
  }

  @Test
  void of_classesThatAskForNoNines_areWhatTheyAre() throws IOException {
    ClassLayouts classes = open(Map.of(StorageClass.WIDE, Target.parse("rs:4+2")));

    assertThat(classes.of(StorageClass.STANDARD)).isEqualTo(OWN);
    assertThat(classes.of(StorageClass.RAID5)).hasToString("raid5:4+1x2");
    assertThat(classes.of(StorageClass.WIDE)).hasToString("rs:4+2");
    assertThat(classes.status())
        .hasSize(StorageClass.values().length)
        .allMatch(of -> of.state() == ClassStatus.State.FIXED);
    assertThat(classes.isWaiting()).isFalse();
  }

  @Test
  void refresh_severalFit_takesTheCheapest() throws IOException {
    gives("raid6:4+2x2", 1e-4, 12);
    gives("raid7:8+3x2", 1e-5, 14);
    gives("rs:4+2", 1e-2, 3);
    ClassLayouts classes = open();
    assertThat(classes.of(StorageClass.STANDARD)).isEqualTo(OWN);
    assertThat(standard(classes).state()).isEqualTo(ClassStatus.State.UNKNOWN);
    assertThat(classes.isWaiting()).isTrue();

    assertThat(refreshed(classes)).isEqualTo("raid7:8+3x2");
    assertThat(standard(classes))
        .isEqualTo(
            new ClassStatus(
                "STANDARD",
                "99.9%/worst-hour,9-nines/year,4x",
                "raid7:8+3x2",
                ClassStatus.State.MET,
                "",
                NOW));
    assertThat(classes.isWaiting()).isFalse();
  }

  /** What stands stays until it fails, or another costs four fifths of it. */
  @Test
  void refresh_anotherALittleCheaper_changesNothing() throws IOException {
    gives("raid6:4+2x2", 1e-4, 12);
    ClassLayouts classes = open();
    assertThat(refreshed(classes)).isEqualTo("raid6:4+2x2");

    // 2.75 of 3 is more than four fifths, 2.25 is less.
    gives("raid7:8+3x2", 1e-5, 14);
    assertThat(refreshed(classes)).isEqualTo("raid6:4+2x2");
    gives("raid5:8+1x2", 1e-4, 10);
    assertThat(refreshed(classes)).isEqualTo("raid5:8+1x2");
    gives("raid5:8+1x2", 2e-3, 10);
    assertThat(refreshed(classes)).isEqualTo("raid7:8+3x2");
    assertThat(standard(classes).state()).isEqualTo(ClassStatus.State.MET);
  }

  @Test
  void refresh_noneFits_takesTheClosestAndSaysWhatIsInTheWay() throws IOException {
    gives("raid5:2+1x2", 1e-2, 5);
    gives("raid1:1+0x3", 2e-2, 5);
    gives("raid1:1+0x8", 1e-4, 12);
    ClassLayouts classes = open();

    assertThat(refreshed(classes)).isEqualTo("raid5:2+1x2");
    assertThat(standard(classes).state()).isEqualTo(ClassStatus.State.UNMET);
    assertThat(standard(classes).detail())
        .isEqualTo("availability: 3.00 wished, 2.00 reached; what would help: 2 more nodes");

    // A third of a nine closer is no reason to change, more than half of one is.
    gives("raid1:1+0x3", 5e-3, 5);
    assertThat(refreshed(classes)).isEqualTo("raid5:2+1x2");
    gives("raid1:1+0x3", 2e-3, 5);
    assertThat(refreshed(classes)).isEqualTo("raid1:1+0x3");
  }

  @Test
  void refresh_whatStandsCannotBePlacedAnyMore_isLeft() throws IOException {
    gives("raid7:8+3x2", 1e-5, 14);
    ClassLayouts classes = open();
    assertThat(refreshed(classes)).isEqualTo("raid7:8+3x2");

    cloud.clear();
    assertThat(refreshed(classes)).isEqualTo("raid7:8+3x2");
    assertThat(standard(classes).state()).isEqualTo(ClassStatus.State.UNMET);
    gives("raid1:1+0x2", 0.1, 2);
    assertThat(refreshed(classes)).isEqualTo("raid1:1+0x2");
  }

  @Test
  void open_trackerAway_hasWhatWasChosenBefore() throws IOException {
    gives("raid7:8+3x2", 1e-5, 14);
    open().refresh();
    isAway = true;

    ClassLayouts again = open();

    assertThatThrownBy(again::refresh).isInstanceOf(TrackerException.class);
    assertThat(again.of(StorageClass.STANDARD)).hasToString("raid7:8+3x2");
    assertThat(standard(again).state()).isEqualTo(ClassStatus.State.UNKNOWN);
    assertThat(standard(again).since()).isEqualTo(NOW);
    // Chosen for another target it is no answer to this one.
    ClassLayouts other = open(Map.of(StorageClass.STANDARD, Target.parse("99%/worst-hour")));
    assertThat(other.of(StorageClass.STANDARD)).isEqualTo(OWN);
    assertThat(open(Map.of()).of(StorageClass.STANDARD)).isEqualTo(OWN);
  }

  @Test
  void open_damagedFile_isRefusedAndNamed() throws IOException {
    Files.writeString(directory.resolve("classes.json"), "{");

    assertThatThrownBy(this::open)
        .hasMessageContaining("classes.json")
        .hasMessageContaining("anew");
  }

  /** A cloud without nodes yet: what comes is stored in the gateway's own layout. */
  @Test
  void refresh_noNodes_waits() throws IOException {
    ClassLayouts classes = open();

    assertThat(refreshed(classes)).isEqualTo(OWN.toString());
    assertThat(classes.isWaiting()).isTrue();
    assertThat(directory.resolve("classes.json")).doesNotExist();
  }
}
