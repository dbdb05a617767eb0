// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted where, as this process sees it. It says so of dead mounts as well. Stateless. */
final class MountTable {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private MountTable() {}

  /** The type of the file system that is mounted on a directory, if one is. */
  static Optional<String> typeAt(Path directory) throws IOException {
    return typeAt(directory, Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1));
  }

  /**
   * The same of a table. A line is: id, parent, device, root, mount point, options, any number of
   * tags, a dash, type, source, options of the file system. The last line of a mount point counts.
   */
  static Optional<String> typeAt(Path directory, List<String> table) {
    String wanted =
        new String(
            directory.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return table.reversed().stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields.length > 6 && unescaped(fields[4]).equals(wanted))
        .findFirst()
        .flatMap(MountTable::type);
  }

  private static Optional<String> type(String[] fields) {
    int dash = List.of(fields).indexOf("-");
    return dash < 0 || dash + 1 >= fields.length ? Optional.empty() : Optional.of(fields[dash + 1]);
  }

  /** The kernel writes space, tab, line feed and backslash as three octal digits. */
  private static String unescaped(String field) {
    return ESCAPED
        .matcher(field)
        .replaceAll(
            found -> Matcher.quoteReplacement("" + (char) Integer.parseInt(found.group(1), 8)));
  }
}
