// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No jar is shipped that the page of dependencies and the bill of materials do not name. */
final class DependenciesIT {
  private static final Path LIB = Tool.ROOT.resolve("cli/target/lib");
  private static final Path BILL = Tool.ROOT.resolve("cli/target/sbom.cdx.json");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void jars_besideTheCommandLine_areTheOnesOfTheTable() throws IOException {
    assertThat(shipped()).isEqualTo(listed());
  }

  @Test
  void billOfMaterials_namesEachJarByItsHash() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    JsonNode bill = JsonMapper.shared().readTree(Files.readString(BILL));
    for (JsonNode component : bill.required("components")) {
      if (isOurs(component.required("name").stringValue())) {
        continue;
      }
      assertThat(component.required("licenses").isEmpty()).as("%s", component).isFalse();
      for (JsonNode hash : component.required("hashes")) {
        if (hash.required("alg").stringValue().equals("SHA-256")) {
          listed.put(
              component.required("name").stringValue(), hash.required("content").stringValue());
        }
      }
    }
    Map<String, String> shipped = new TreeMap<>();
    try (Stream<Path> files = Files.list(LIB)) {
      for (Path file : files.filter(file -> !isOurs(name(file))).toList()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        shipped.put(name(file), HexFormat.of().formatHex(hash));
      }
    }
    assertThat(shipped).isEqualTo(listed);
  }

  private static boolean isOurs(String name) {
    return name.startsWith("fractus-");
  }

  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("-\\d.*", "");
  }

  private static Set<String> shipped() throws IOException {
    try (Stream<Path> files = Files.list(LIB)) {
      return files
          .map(DependenciesIT::name)
          .filter(name -> !isOurs(name))
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
