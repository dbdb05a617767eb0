// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No jar is shipped that the page of dependencies does not name with its license. */
final class DependenciesIT {
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void jars_besideTheCommandLine_areTheOnesOfTheTable() throws IOException {
    assertThat(shipped()).isEqualTo(listed());
  }

  private static Set<String> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Tool.ROOT.resolve("cli/target/lib"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("-\\d.*", ""))
          .filter(name -> !name.startsWith("fractus-"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The last column of the table of licenses. */
  private static Set<String> listed() throws IOException {
    List<String> lines = Files.readAllLines(Tool.ROOT.resolve("docs/DEPENDENCIES.md"));
    Set<String> names = new TreeSet<>();
    int table = lines.indexOf("| license | jars |");
    assertThat(table).as("the table of licenses").isPositive();
    for (String line : lines.subList(table + 2, lines.size())) {
      if (!line.startsWith("|")) {
        break;
      }
      Matcher name = NAME.matcher(line.substring(line.lastIndexOf(" | ")));
      while (name.find()) {
        assertThat(names.add(name.group(1))).as("named once: " + name.group(1)).isTrue();
      }
    }
    return names;
  }
}
