// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.config;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * A TOML file with one table for each command, whose keys are the long options of that command
 * without their dashes:
 *
 * <pre>{@code
 * [gateway]
 * port = 9000
 * layout = "raid6:4+2x2"
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ConfigFile {
  private final Map<String, Map<String, String>> tables;

  private ConfigFile(Map<String, Map<String, String>> tables) {
    this.tables = tables;
  }

  /** A file that says nothing. */
  public static ConfigFile empty() {
    return new ConfigFile(Map.of());
  }

  /**
   * Reads a file.
   *
   * @param known the keys that each table may have, by the name of the table
   * @throws Failure of wrong usage if it cannot be read, is not TOML, or has an unknown key
   */
  public static ConfigFile read(Path file, Map<String, Set<String>> known) {
    JsonNode root;
    try {
      if (Files.size(file) > Limits.SMALL_FILE_BYTES_MAX) {
        throw Failure.wrongUsage(file + " is too large for a configuration file");
      }
      root = TomlMapper.builder().build().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw Failure.wrongUsage("no configuration file at " + file, e);
    } catch (IOException e) {
      throw Failure.wrongUsage("cannot read " + file + ": " + e, e);
    } catch (JacksonException e) {
      throw Failure.wrongUsage(file + " is not TOML: " + e.getOriginalMessage(), e);
    }
    Map<String, Map<String, String>> tables = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      Set<String> keys = known.get(entry.getKey());
      if (keys == null || !entry.getValue().isObject()) {
        throw unknown(file, keys == null ? "table" : "key", entry.getKey(), known.keySet());
      }
      tables.put(entry.getKey(), table(file, entry.getKey(), entry.getValue(), keys));
    }
    return new ConfigFile(tables);
  }

  private static Map<String, String> table(
      Path file, String name, JsonNode table, Set<String> known) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (!known.contains(entry.getKey())) {
        throw unknown(file, "key", name + "." + entry.getKey(), known);
      }
      if (!entry.getValue().isValueNode()) {
        throw Failure.wrongUsage(
            file + ": " + name + "." + entry.getKey() + " must be a single value");
      }
      values.put(entry.getKey(), entry.getValue().asString());
    }
    return values;
  }

  private static Failure unknown(Path file, String what, String name, Set<String> known) {
    return Failure.wrongUsage(
        file
            + ": unknown "
            + what
            + " '"
            + name
            + "', known are "
            + String.join(", ", new TreeSet<>(known)));
  }

  /** What the file says of an option of a command. */
  public Optional<String> value(String command, String option) {
    return Optional.ofNullable(tables.getOrDefault(command, Map.of()).get(option));
  }
}
