// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTransitionsTest {
  private static final Instant PUT = Instant.parse("2026-11-23T10:00:00Z");
  private static final ObjectInfo OBJECT =
      new ObjectInfo(
          new ObjectKey("bucket", "log/a"), 5, "etag", PUT, "text/plain", Map.of(), "raid0:1");

  @Test
  void target_isThatOfTheTransitionThatWasDueLast() {
    List<LifecycleRule> rules =
        List.of(
            rule("log/", days(3, StorageClass.ARCHIVE), days(0, StorageClass.RAID7)),
            rule("", date("2026-11-26", StorageClass.RAID5)),
            rule("other/", days(0, StorageClass.WIDE)));
    assertThat(at(rules, "2026-11-23T23:59:59Z")).isEmpty();
    assertThat(at(rules, "2026-11-24T00:00:00Z")).contains(StorageClass.RAID7);
    assertThat(at(rules, "2026-11-26T00:00:00Z")).contains(StorageClass.RAID5);
    assertThat(at(rules, "2026-11-27T00:00:00Z")).contains(StorageClass.ARCHIVE);
  }

  @Test
  void target_ofTwoOnOneDay_isTheLaterInTheList() {
    List<LifecycleRule> rules =
        List.of(rule("", days(1, StorageClass.WIDE)), rule("", days(1, StorageClass.RAID6)));
    assertThat(at(rules, "2026-11-25T00:00:00Z")).contains(StorageClass.WIDE);
  }

  @Test
  void target_ofAVersionThatIsNotTheLast_countsFromTheNewerOneAndKeepsSome() {
    LifecycleRule rule =
        rule("")
            .with(
                List.of(days(0, StorageClass.RAID5)),
                List.of(new LifecycleTransition(1, "", 2, StorageClass.RAID6)));
    Instant since = PUT.plusSeconds(86_400);
    Instant due = Instant.parse("2026-11-26T00:00:00Z");
    List<LifecycleRule> rules = List.of(rule);
    assertThat(LifecycleTimes.target(rules, OBJECT, since, 2, due.minusMillis(1))).isEmpty();
    assertThat(LifecycleTimes.target(rules, OBJECT, since, 2, due)).contains(StorageClass.RAID6);
    assertThat(LifecycleTimes.target(rules, OBJECT, since, 1, due)).isEmpty();
  }

  @Test
  void rules_ofOldCatalogs_moveNothing() {
    LifecycleRule rule =
        Json.read(
            """
            {"id":"r","enabled":true,"prefix":"","tags":{},"largerThan":-1,"smallerThan":5,
             "expirationDays":1,"expirationDate":"","expiredMarkers":false,"noncurrentDays":0,
             "newerNoncurrent":0,"abortDays":0}
            """,
            LifecycleRule.class);
    assertThat(rule.transitions()).isEmpty();
    assertThat(rule.moves()).isFalse();
    LifecycleRule moving = rule.with(List.of(days(1, StorageClass.WIDE)), List.of());
    assertThat(Json.read(Json.write(moving), LifecycleRule.class)).isEqualTo(moving);
    assertThat(moving.moves()).isTrue();
  }

  private static Optional<StorageClass> at(List<LifecycleRule> rules, String now) {
    return LifecycleTimes.target(rules, OBJECT, Instant.parse(now));
  }

  private static LifecycleTransition days(int days, StorageClass to) {
    return new LifecycleTransition(days, "", 0, to);
  }

  private static LifecycleTransition date(String date, StorageClass to) {
    return new LifecycleTransition(0, date, 0, to);
  }

  private static LifecycleRule rule(String prefix, LifecycleTransition... transitions) {
    return new LifecycleRule("r", true, prefix, Map.of(), -1, Long.MAX_VALUE, 0, "", false, 0, 0, 0)
        .with(List.of(transitions), List.of());
  }
}
