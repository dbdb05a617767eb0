// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.BucketLock.DefaultRetention;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.Retention;
import io.fractus.raid.object.Retention.Mode;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.object.Versioning;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(2));
  private static final String BUCKET = "ledger";
  private static final ObjectKey KEY = new ObjectKey(BUCKET, "page");
  private static final DeleteTerms BYPASS = new DeleteTerms(true, Optional.empty());

  @TempDir Path directory;
  private Catalog catalog;
  private int names;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.book(() -> NOW).create(BUCKET, "alice", true);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void create_withLocks_keepsVersionsAndCanNeverSuspend() {
    assertThat(catalog.versions().of(BUCKET)).isEqualTo(Versioning.ENABLED);
    assertThat(catalog.locks().of(BUCKET)).isEqualTo(new BucketLock(true, Optional.empty()));
    assertCode(() -> catalog.versions().set(BUCKET, Versioning.SUSPENDED), Code.VERSIONING_FIXED);
    assertThatThrownBy(() -> catalog.locks().set(BUCKET, BucketLock.OFF, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    catalog.versions().set(BUCKET, Versioning.ENABLED);
  }

  @Test
  void set_onABucketThatIsThere_needsItsVersionsKept() {
    catalog.createBucket("other", NOW);
    BucketLock rule =
        new BucketLock(true, Optional.of(new DefaultRetention(Mode.COMPLIANCE, 0, 1)));
    assertCode(() -> catalog.locks().set("other", rule, NOW), Code.VERSIONING_FIXED);
    catalog.versions().set("other", Versioning.ENABLED);
    catalog.locks().set("other", rule, NOW);
    assertThat(catalog.locks().of("other")).isEqualTo(rule);
    assertCode(() -> catalog.locks().of("none"), Code.NO_SUCH_BUCKET);
  }

  @Test
  void put_whereNothingCanBeLocked_isRefusedWithALockOnly() {
    catalog.createBucket("other", NOW);
    ObjectKey key = new ObjectKey("other", "a");
    assertCode(() -> put(key, retained(Mode.GOVERNANCE, LATER)), Code.NO_OBJECT_LOCK);
    assertThat(catalog.find(key)).isEmpty();
    String version = put(key, ObjectLock.NONE).version();
    assertCode(() -> catalog.locks().hold(key, version, true), Code.NO_OBJECT_LOCK);
  }

  @Test
  void put_withoutARetention_hasThatOfTheBucket() {
    catalog
        .locks()
        .set(
            BUCKET,
            new BucketLock(true, Optional.of(new DefaultRetention(Mode.GOVERNANCE, 3, 0))),
            NOW);
    assertThat(put(KEY, ObjectLock.NONE).lock())
        .isEqualTo(retained(Mode.GOVERNANCE, NOW.plus(Duration.ofDays(3))));
    assertThat(put(KEY, new ObjectLock(Optional.empty(), true)).lock())
        .isEqualTo(retained(Mode.GOVERNANCE, NOW.plus(Duration.ofDays(3))).with(true));
    assertThat(put(KEY, retained(Mode.COMPLIANCE, LATER)).lock())
        .isEqualTo(retained(Mode.COMPLIANCE, LATER));
  }

  @Test
  void delete_ofALockedVersion_isRefusedShownOrHidden() {
    String old = put(KEY, retained(Mode.COMPLIANCE, LATER)).version();
    String last = put(KEY, retained(Mode.GOVERNANCE, LATER)).version();
    assertCode(() -> delete(old, BYPASS, NOW), Code.OBJECT_LOCKED);
    assertCode(() -> delete(last, DeleteTerms.PLAIN, NOW), Code.OBJECT_LOCKED);
    // A marker may always be made, and taken away; it hides a locked version.
    var marker =
        catalog.versions().delete(KEY, Optional.empty(), DeleteTerms.PLAIN, id(), NOW, NOW);
    assertThat(marker.marker()).isTrue();
    assertCode(() -> delete(last, DeleteTerms.PLAIN, NOW), Code.OBJECT_LOCKED);
    delete(marker.version(), DeleteTerms.PLAIN, NOW);
    assertThat(catalog.find(KEY).orElseThrow().info().version()).isEqualTo(last);

    delete(last, BYPASS, NOW);
    assertCode(() -> delete(old, BYPASS, LATER.minusMillis(1)), Code.OBJECT_LOCKED);
    delete(old, DeleteTerms.PLAIN, LATER);

    assertThat(catalog.find(KEY)).isEmpty();
    assertThat(catalog.remains().doomed(10)).hasSize(2);
    catalog.deleteBucket(BUCKET);
  }

  @Test
  void hold_untilItIsTakenAway_nothingEndsIt() {
    String version = put(KEY, ObjectLock.NONE).version();
    catalog.locks().hold(KEY, version, true);
    assertCode(() -> delete(version, BYPASS, Instant.MAX), Code.OBJECT_LOCKED);
    assertCode(() -> catalog.deleteBucket(BUCKET), Code.BUCKET_NOT_EMPTY);
    catalog.locks().hold(KEY, version, false);
    delete(version, DeleteTerms.PLAIN, NOW);
    assertCode(() -> catalog.locks().hold(KEY, version, true), Code.NO_SUCH_VERSION);
  }

  @Test
  void retain_compliance_canOnlyBeProlonged() {
    String version = put(KEY, retained(Mode.COMPLIANCE, LATER)).version();
    assertCode(() -> retain(version, Optional.empty(), true), Code.OBJECT_LOCKED);
    assertCode(
        () -> retain(version, kept(Mode.COMPLIANCE, LATER.minusMillis(1)), true),
        Code.OBJECT_LOCKED);
    assertCode(
        () -> retain(version, kept(Mode.GOVERNANCE, LATER.plusSeconds(9)), true),
        Code.OBJECT_LOCKED);
    retain(version, kept(Mode.COMPLIANCE, LATER.plusSeconds(9)), false);
    assertCode(() -> delete(version, BYPASS, LATER), Code.OBJECT_LOCKED);
    delete(version, DeleteTerms.PLAIN, LATER.plusSeconds(9));
  }

  @Test
  void retain_governance_isLoosenedByABypassOnly() {
    String version = put(KEY, retained(Mode.GOVERNANCE, LATER)).version();
    retain(version, kept(Mode.GOVERNANCE, LATER.plusSeconds(9)), false);
    assertCode(() -> retain(version, kept(Mode.GOVERNANCE, LATER), false), Code.OBJECT_LOCKED);
    assertCode(
        () -> retain(version, kept(Mode.COMPLIANCE, LATER.plusSeconds(9)), false),
        Code.OBJECT_LOCKED);
    retain(version, kept(Mode.GOVERNANCE, LATER), true);
    retain(version, Optional.empty(), true);
    delete(version, DeleteTerms.PLAIN, NOW);
  }

  @Test
  void complete_ofALockedUpload_locksTheObject() {
    assertCode(
        () -> {
          catalog.createBucket("other", NOW);
          upload(new ObjectKey("other", "a"), new ObjectLock(Optional.empty(), true));
        },
        Code.NO_OBJECT_LOCK);
    ObjectLock lock = retained(Mode.COMPLIANCE, LATER).with(true);
    ObjectInfo info = upload(KEY, lock);
    assertThat(info.lock()).isEqualTo(lock);
    assertThat(catalog.versions().find(KEY, info.version()).info().lock()).isEqualTo(lock);
  }

  @Test
  void dropOld_ofALockedVersion_leavesIt() {
    String old = put(KEY, retained(Mode.GOVERNANCE, LATER)).version();
    put(KEY, ObjectLock.NONE);
    assertThat(catalog.versions().dropOld(KEY, old, NOW)).isFalse();
    assertThat(catalog.versions().find(KEY, old).info().version()).isEqualTo(old);
    assertThat(catalog.versions().dropOld(KEY, old, LATER)).isTrue();
  }

  /** A way of deleting that somebody adds and that forgets to look. */
  @Test
  void theDatabase_letsNoLockedRowGo() throws SQLException {
    String old = put(KEY, retained(Mode.COMPLIANCE, LATER)).version();
    put(KEY, new ObjectLock(Optional.empty(), true));
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      for (String table : List.of("objects", "old_versions")) {
        assertThatThrownBy(() -> statement.execute("DELETE FROM " + table))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("locked");
      }
    }
    assertThat(catalog.find(KEY)).isPresent();
    assertThat(catalog.versions().find(KEY, old).info().lock())
        .isEqualTo(retained(Mode.COMPLIANCE, LATER));
  }

  private ObjectInfo upload(ObjectKey key, ObjectLock lock) {
    UploadRequest request =
        new UploadRequest(
            key, Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Map.of());
    String uploadId =
        catalog
            .multipart()
            .create(id(), new byte[] {1}, request.with(lock), "raid0:1", NOW)
            .uploadId();
    String part = id();
    catalog.begin(part, key, NOW);
    catalog
        .multipart()
        .commitPart(
            key,
            uploadId,
            part,
            new PartInfo(1, 0, 5, "0".repeat(32), NOW, Optional.empty()),
            new byte[] {1});
    return catalog
        .multipart()
        .complete(
            new CompleteRequest(
                key,
                uploadId,
                List.of(new CompleteRequest.Part(1, "0".repeat(32))),
                false,
                Optional.empty(),
                _ -> Optional.empty()),
            NOW);
  }

  private void retain(String version, Optional<Retention> retention, boolean bypass) {
    catalog.locks().retain(KEY, version, retention, NOW, bypass);
  }

  private void delete(String version, DeleteTerms terms, Instant time) {
    assertThat(catalog.versions().delete(KEY, Optional.of(version), terms, id(), NOW, time).found())
        .isTrue();
  }

  private static ObjectLock retained(Mode mode, Instant until) {
    return new ObjectLock(kept(mode, until), false);
  }

  private static Optional<Retention> kept(Mode mode, Instant until) {
    return Optional.of(new Retention(mode, until));
  }

  private ObjectInfo put(ObjectKey key, ObjectLock lock) {
    String id = id();
    catalog.begin(id, key, NOW);
    ObjectInfo info = new ObjectInfo(key, 5, id, NOW, "text/plain", Map.of(), "raid0:1").of(lock);
    try {
      return catalog.commit(new StoredObject(id, info, new byte[] {1}), present -> {});
    } catch (StoreException e) {
      catalog.abandon(id);
      throw e;
    }
  }

  private String id() {
    return "%032x".formatted(++names);
  }

  private static void assertCode(Runnable call, Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
