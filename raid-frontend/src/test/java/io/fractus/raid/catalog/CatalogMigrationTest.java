// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.Versioning;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs that were made before there were versions and remembered storage classes. */
class CatalogMigrationTest {
  private static final String LAST_WITHOUT_VERSIONS = "3";
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final ObjectKey LARGE = new ObjectKey("photos", "large");

  private static final List<String> ROWS =
      List.of(
          "INSERT INTO buckets (name, created) VALUES ('photos', 1)",
          "INSERT INTO objects (bucket, object_key, id, size, etag, modified, content_type,"
              + " metadata, layout, wrapped_key) VALUES ('photos', 'large', 'one', 5, 'e', 2,"
              + " 'text/plain', '{}', 'raid5:2+1', x'01')",
          "INSERT INTO objects (bucket, object_key, id, size, etag, modified, content_type,"
              + " metadata, layout, wrapped_key) VALUES ('photos', 'small', 'two', 5, 'e', 2,"
              + " 'text/plain', '{}', 'raid5:2+1', x'01')",
          "INSERT INTO packs (id, layout, created, sealed_length, live)"
              + " VALUES ('pack', 'raid5:2+1', 2, 100, 40)",
          "INSERT INTO packed (object_id, pack_id, sealed_offset, sealed_length)"
              + " VALUES ('two', 'pack', 0, 40)");

  @TempDir Path directory;

  @Test
  void open_ofAnOldCatalog_keepsItsObjectsAsNullVersions() throws SQLException {
    Path file = directory.resolve("catalog.db");
    String url = "jdbc:sqlite:" + file;
    Flyway.configure(getClass().getClassLoader())
        .dataSource(url, null, null)
        .locations("classpath:db/catalog")
        .target(LAST_WITHOUT_VERSIONS)
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String row : ROWS) {
        statement.execute(row);
      }
    }

    try (Catalog catalog = Catalog.open(file)) {
      assertThat(catalog.packs().totals()).isEqualTo(new PackTotals(1, 1, 40, 60));
      assertThat(catalog.versions().of("photos")).isEqualTo(Versioning.OFF);
      assertThat(catalog.storageClass("photos")).isEqualTo(StorageClass.STANDARD);
      StoredObject large = catalog.versions().find(LARGE, "null");
      assertThat(catalog.find(LARGE).map(StoredObject::id)).contains(large.id());
      catalog.versions().set("photos", Versioning.ENABLED);
      StoredObject next = new StoredObject("%032x".formatted(3), large.info(), new byte[1]);
      catalog.begin(next.id(), LARGE, NOW);
      catalog.commit(next, present -> {});
      assertThat(
              catalog
                  .versions()
                  .list(new VersionListRequest("photos", "large", "", "", "", 10))
                  .versions())
          .extracting(VersionInfo::latest)
          .containsExactly(true, false);
      assertThat(catalog.versions().find(LARGE, "null").id()).isEqualTo(large.id());
    }
  }
}
