// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.protocol.Json;
import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.Retention;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;

/** How values are written into single columns. Stateless. */
final class Columns {
  private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};
  private static final String COMPOSITE = "COMPOSITE";
  private static final String FULL_OBJECT = "FULL_OBJECT";

  private Columns() {}

  /** As JSON, in the order of the names. */
  static String write(Map<String, String> map) {
    return Json.write(new TreeMap<>(map));
  }

  static Map<String, String> readMap(String column) {
    return Json.mapper().readValue(column, MAP);
  }

  /** Algorithm, kind and value with spaces between, or nothing. */
  static String write(Optional<Checksum> checksum) {
    return checksum
        .map(c -> c.algorithm() + " " + kind(c.composite()) + " " + c.value())
        .orElse("");
  }

  static Optional<Checksum> readChecksum(String column) {
    if (column.isEmpty()) {
      return Optional.empty();
    }
    String[] words = column.split(" ", -1);
    return Optional.of(new Checksum(words[0], words[2], words[1].equals(COMPOSITE)));
  }

  /** Of a retention, or nothing. */
  static String mode(ObjectLock lock) {
    return lock.retention().map(retention -> retention.mode().name()).orElse("");
  }

  /** Of a retention, or 0. */
  static long until(ObjectLock lock) {
    return lock.retention().map(retention -> retention.until().toEpochMilli()).orElse(0L);
  }

  /** A mode, a time, and whether there is a hold, in columns that follow each other. */
  static ObjectLock readLock(ResultSet row, int first) throws SQLException {
    String mode = row.getString(first);
    Instant until = Instant.ofEpochMilli(row.getLong(first + 1));
    return new ObjectLock(
        mode.isEmpty()
            ? Optional.empty()
            : Optional.of(new Retention(Retention.Mode.valueOf(mode), until)),
        row.getInt(first + 2) == 1);
  }

  private static String kind(boolean composite) {
    return composite ? COMPOSITE : FULL_OBJECT;
  }
}
