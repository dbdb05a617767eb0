// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.Lifecycles;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.Retention;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.Versioning;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleWorkerTest {
  private static final String BUCKET = "photos";
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  /** Two days after the start, and the midnight after that, as S3 counts. */
  private static final Instant TWO_DAYS = Instant.parse("2026-11-26T00:00:00Z");

  @TempDir Path directory;
  private Catalog catalog;
  private Instant now = START;
  private int names;
  private int reclaims;
  private List<LifecycleRule> rules = List.of();

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket(BUCKET, now);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void expiration_atTheMidnightAfterItsDays_deletesWhatMatches() {
    rules = List.of(rule("log/", 2, 0, 0, false, 0));
    StoredObject old = put("log/old", 5);
    put("keep", 5);
    put("log/larger", 50);
    round(TWO_DAYS.minusMillis(1));
    assertThat(catalog.find(key("log/old"))).isPresent();
    round(TWO_DAYS);
    assertThat(catalog.find(key("log/old"))).isEmpty();
    assertThat(catalog.find(key("keep"))).isPresent();
    assertThat(catalog.find(key("log/larger"))).isPresent();
    assertThat(catalog.remains().doomed(10)).containsExactly(old.id());
    assertThat(reclaims).isEqualTo(1);
  }

  @Test
  void expiration_ofAnObjectThatWasReplacedMeanwhile_leavesTheNewOne() {
    StoredObject seen = put("log/a", 5);
    now = TWO_DAYS;
    StoredObject other = put("log/a", 5);
    assertThat(catalog.versions().expire(seen.info(), "%032x".formatted(++names), now)).isFalse();
    assertThat(catalog.find(key("log/a")).map(StoredObject::id)).contains(other.id());
  }

  @Test
  void expiration_withVersions_hidesAndInTheEndLeavesNothing() {
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    LifecycleRule markers =
        new LifecycleRule("m", true, "", Map.of(), -1, Long.MAX_VALUE, 0, "", true, 0, 0, 0);
    rules = List.of(rule("", 2, 1, 0, false, 0), markers);
    put("a", 5);
    round(TWO_DAYS);
    assertThat(catalog.find(key("a"))).isEmpty();
    assertThat(versions()).extracting(VersionInfo::isMarker).containsExactly(true, false);
    // The version is not the last one since the marker came.
    round(TWO_DAYS.plus(Duration.ofDays(2)).minusMillis(1));
    assertThat(versions()).hasSize(2);
    round(TWO_DAYS.plus(Duration.ofDays(4)));
    round(TWO_DAYS.plus(Duration.ofDays(5)));
    assertThat(versions()).isEmpty();
  }

  @Test
  void noncurrent_moreThanAreKept_goFromTheOldest() {
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    rules = List.of(rule("", 0, 1, 2, false, 0));
    List<StoredObject> put = List.of(put("a", 5), put("a", 5), put("a", 5), put("a", 5));
    round(TWO_DAYS);
    assertThat(versions())
        .extracting(version -> version.object().orElseThrow().etag())
        .containsExactly(put.get(3).id(), put.get(2).id(), put.get(1).id());
    assertThat(catalog.remains().doomed(10)).containsExactly(put.get(0).id());
  }

  @Test
  void noncurrent_locked_staysUntilItsTimeHasCome() {
    catalog.versions().set(BUCKET, Versioning.ENABLED);
    catalog.locks().set(BUCKET, new BucketLock(true, Optional.empty()), now);
    rules = List.of(rule("", 0, 1, 0, false, 0));
    StoredObject locked = put("a", 5);
    put("a", 5);
    String version = versions().getLast().version();
    Retention retention = new Retention(Retention.Mode.GOVERNANCE, TWO_DAYS.plusSeconds(9));
    catalog.locks().retain(key("a"), version, Optional.of(retention), now, false);
    round(TWO_DAYS);
    assertThat(versions()).hasSize(2);
    assertThat(reclaims).isZero();
    round(TWO_DAYS.plus(Duration.ofDays(1)));
    assertThat(versions()).hasSize(1);
    assertThat(catalog.remains().doomed(10)).containsExactly(locked.id());
  }

  @Test
  void abort_afterItsDays_endsUploadsThatMatch() {
    rules =
        List.of(
            new LifecycleRule(
                "u", true, "tmp/", Map.of(), -1, Long.MAX_VALUE, 0, "", false, 0, 0, 2));
    upload("tmp/a");
    upload("other");
    round(TWO_DAYS.minusMillis(1));
    assertThat(catalog.multipart().list(uploads()).uploads()).hasSize(2);
    round(TWO_DAYS);
    assertThat(catalog.multipart().list(uploads()).uploads())
        .extracting(upload -> upload.key().key())
        .containsExactly("other");
  }

  @Test
  void disabled_orWithOtherTags_doesNothing() {
    rules =
        List.of(
            new LifecycleRule("d", false, "", Map.of(), -1, Long.MAX_VALUE, 1, "", false, 0, 0, 0),
            new LifecycleRule(
                "t", true, "", Map.of("a", "b"), -1, Long.MAX_VALUE, 1, "", false, 0, 0, 0));
    put("a", 5);
    round(TWO_DAYS.plus(Duration.ofDays(365)));
    assertThat(catalog.find(key("a"))).isPresent();
    catalog.tag(key("a"), Map.of("a", "b", "c", "d"));
    round(TWO_DAYS.plus(Duration.ofDays(366)));
    assertThat(catalog.find(key("a"))).isEmpty();
  }

  @Test
  void rules_inTheCatalog_areThereAfterAStartAndGoWithTheirBucket() {
    List<LifecycleRule> set = List.of(rule("log/", 2, 3, 4, true, 0));
    catalog.lifecycles().set(BUCKET, set);
    catalog.close();
    catalog = Catalog.open(directory.resolve("catalog.db"));
    assertThat(catalog.lifecycles().all()).isEqualTo(Map.of(BUCKET, set));
    catalog.deleteBucket(BUCKET);
    assertThat(catalog.lifecycles().all()).isEmpty();
  }

  /** For objects of fewer than 20 bytes, if it is about those. */
  private static LifecycleRule rule(
      String prefix, int days, int noncurrent, int newer, boolean markers, int abort) {
    return new LifecycleRule(
        "r", true, prefix, Map.of(), -1, 20, days, "", markers, noncurrent, newer, abort);
  }

  @Test
  void page_clockSetBack_beginsTheNextRoundAfterAnHourAllTheSame() {
    Instant[] steady = {START};
    LifecycleWorker worker = worker(new Clocks(() -> now, () -> steady[0]));
    rules = List.of(rule("", 2, 0, 0, false, 0));
    run(worker);
    now = TWO_DAYS;
    put("a", 5);
    now = TWO_DAYS.minus(Duration.ofDays(400));
    steady[0] = START.plus(LifecycleLimits.ROUND_PAUSE).minusMillis(1);
    put("b", 5);
    now = TWO_DAYS.minus(Duration.ofDays(300));
    run(worker);
    assertThat(catalog.find(key("b"))).isPresent();
    steady[0] = START.plus(LifecycleLimits.ROUND_PAUSE);
    run(worker);
    assertThat(catalog.find(key("a"))).isPresent();
    assertThat(catalog.find(key("b"))).isEmpty();
  }

  /** A worker that has just started does one round. */
  private void round(Instant when) {
    now = when;
    run(worker(Clocks.of(() -> now)));
  }

  private static void run(LifecycleWorker worker) {
    int pages = 0;
    while (worker.page()) {
      assertThat(++pages).isLessThan(10);
    }
  }

  private LifecycleWorker worker(Clocks clocks) {
    Lifecycles lifecycles =
        new Lifecycles() {
          @Override
          public List<LifecycleRule> of(String bucket) {
            return rules;
          }

          @Override
          public void set(String bucket, List<LifecycleRule> wanted) {
            rules = wanted;
          }
        };
    return new LifecycleWorker(
        catalog,
        lifecycles,
        () -> "%032x".formatted(++names),
        () -> reclaims++,
        clocks,
        clocks.wall());
  }

  private List<VersionInfo> versions() {
    return catalog
        .versions()
        .list(new VersionListRequest(BUCKET, "", "", "", "", 1_000))
        .versions();
  }

  private static UploadListRequest uploads() {
    return new UploadListRequest(BUCKET, "", "", "", "", 1_000);
  }

  private void upload(String key) {
    catalog
        .multipart()
        .create(
            "%032x".formatted(++names),
            new byte[] {1},
            new UploadRequest(
                key(key), Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Map.of()),
            "raid0:1",
            now);
  }

  private StoredObject put(String key, long size) {
    String id = "%032x".formatted(++names);
    catalog.begin(id, key(key), now);
    ObjectInfo info = new ObjectInfo(key(key), size, id, now, "text/plain", Map.of(), "raid0:1");
    StoredObject object = new StoredObject(id, info, new byte[] {1});
    catalog.commit(object, present -> {});
    return object;
  }

  private static ObjectKey key(String key) {
    return new ObjectKey(BUCKET, key);
  }
}
