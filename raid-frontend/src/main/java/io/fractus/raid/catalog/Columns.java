// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.protocol.Json;
import io.fractus.raid.object.Checksum;
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

  private static String kind(boolean composite) {
    return composite ? COMPOSITE : FULL_OBJECT;
  }
}
