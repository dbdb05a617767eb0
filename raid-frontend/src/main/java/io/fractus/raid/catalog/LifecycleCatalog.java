// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.protocol.Json;
import io.fractus.raid.object.LifecycleRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/** What the catalog knows of lifecycles. Thread-safe. */
public final class LifecycleCatalog {
  private static final TypeReference<List<LifecycleRule>> RULES = new TypeReference<>() {};

  private final Database database;

  LifecycleCatalog(Database database) {
    this.database = database;
  }

  /** What it knows of objects on their way to another storage class. */
  public TransitionCatalog transitions() {
    return new TransitionCatalog(database);
  }

  /** By bucket; those without rules are left out. */
  public Map<String, List<LifecycleRule>> all() {
    return database.read(connection ->
        Sql.query(
                connection,
                "SELECT bucket, rules FROM lifecycles",
                row -> Map.entry(row.getString(1), read(row.getString(2))))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static List<LifecycleRule> read(String column) {
    return Json.mapper().readValue(column, RULES);
  }

  /** These in place of all others; throws NO_SUCH_BUCKET. */
  public void set(String bucket, List<LifecycleRule> rules) {
    database.write(connection -> {
      Catalog.requireBucket(connection, bucket);
      Sql.update(connection, "DELETE FROM lifecycles WHERE bucket = ?", bucket);
      return rules.isEmpty()
          ? 0
          : Sql.update(
              connection,
              "INSERT INTO lifecycles (bucket, rules) VALUES (?, ?)",
              bucket,
              Json.write(rules));
    });
  }
}
