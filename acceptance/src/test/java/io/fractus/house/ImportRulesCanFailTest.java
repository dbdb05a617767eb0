// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of importing finds a class that breaks it and lets one pass that does not. */
final class ImportRulesCanFailTest {
  @TempDir private Path directory;

  private static final String LIMITS = "io.fractus.protocol.Limits";

  /** A class of one field and one statement, as if it were in the house. */
  private record Source(String name, String field, String statement) {
    String packageName() {
      return name.substring(0, name.lastIndexOf('.'));
    }

    String text() {
      return "package %s; public class %s { public %s it; void run() throws Exception { %s } }"
          .formatted(packageName(), name.substring(packageName().length() + 1), field, statement);
    }
  }

  private boolean breaks(ArchRule rule, Source... sources) throws IOException {
    return !violations(rule, List.of(sources)).isEmpty();
  }

  private List<String> violations(ArchRule rule, List<Source> sources) throws IOException {
    List<String> arguments = new ArrayList<>();
    Path classes = Files.createTempDirectory(directory, "classes");
    arguments.addAll(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp"));
    arguments.add(System.getProperty("java.class.path"));
    for (Source source : sources) {
      Path file = classes.resolve(source.name().replace('.', '/') + ".java");
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, source.text());
      arguments.add(file.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    JavaClasses imported = new ClassFileImporter().importPath(classes);
    return rule.allowEmptyShould(true).evaluate(imported).getFailureReport().getDetails();
  }

  @Test
  void closedDoor_isFound() throws IOException {
    ArchRule rule = ImportRules.doors("io.fractus.torrents..");
    assertThat(breaks(rule, new Source("io.fractus.torrents.A", LIMITS, ""))).isTrue();
    assertThat(breaks(rule, new Source("io.fractus.raid.A", LIMITS, ""))).isFalse();
  }

  @Test
  void neighbours_areFound() throws IOException {
    Source node = new Source("io.fractus.node.Anything", "int", "");
    Source tracker = new Source("io.fractus.tracker.A", node.name(), "");
    assertThat(breaks(ImportRules.doors("io.fractus.tracker.."), node, tracker)).isTrue();
    assertThat(breaks(ImportRules.doors("io.fractus.node.."), node, tracker)).isFalse();
  }

  @Test
  void unknownRoom_isFound() throws IOException {
    ArchRule rule = ImportRules.everyClassIsInARoom();
    assertThat(breaks(rule, new Source("io.fractus.util.A", "int", ""))).isTrue();
    assertThat(breaks(rule, new Source("io.fractus.web.s3.A", "int", ""))).isFalse();
  }

  @Test
  void engineInWeb_isFound() throws IOException {
    String engine = "io.fractus.torrents.engine.TorrentEngine";
    ArchRule rule = ImportRules.webDoesNotKnowTheEngine();
    assertThat(breaks(rule, new Source("io.fractus.web.A", engine, ""))).isTrue();
    assertThat(breaks(rule, new Source("io.fractus.raid.A", engine, ""))).isFalse();
  }

  @Test
  void cycle_isFound() throws IOException {
    ArchRule rule = ImportRules.packagesHaveNoCycles();
    Source a = new Source("io.fractus.raid.A", "io.fractus.raid.b.B", "");
    Source b = new Source("io.fractus.raid.b.B", "io.fractus.raid.A", "");
    Source straight = new Source("io.fractus.raid.b.B", "int", "");
    assertThat(breaks(rule, a, b)).isTrue();
    assertThat(breaks(rule, a, straight)).isFalse();
  }

  @Test
  void sqlOutOfPlace_isFound() throws IOException {
    ArchRule rule = ImportRules.sqlIsInItsPlace();
    assertThat(breaks(rule, new Source("io.fractus.node.A", "java.sql.Connection", ""))).isTrue();
    assertThat(breaks(rule, new Source("io.fractus.raid.catalog.A", "java.sql.Connection", "")))
        .isFalse();
  }

  @Test
  void libtorrentOutOfPlace_isFound() throws IOException {
    String session = "org.libtorrent4j.SessionManager";
    ArchRule rule = ImportRules.libtorrentIsInTheEngine();
    assertThat(breaks(rule, new Source("io.fractus.torrents.A", session, ""))).isTrue();
    assertThat(breaks(rule, new Source("io.fractus.torrents.engine.A", session, ""))).isFalse();
  }

  @Test
  void clockAndDiceInPlacement_areFound() throws IOException {
    ArchRule rule = ImportRules.placementIsGivenTimeAndChance();
    List<String> statements =
        List.of(
            "java.time.Instant.now();",
            "System.currentTimeMillis();",
            "System.nanoTime();",
            "Math.random();",
            "new java.util.Random();",
            "java.time.Clock.systemUTC();",
            "java.util.concurrent.ThreadLocalRandom.current();",
            "java.util.UUID.randomUUID();");
    List<Source> sources = new ArrayList<>();
    for (String statement : statements) {
      sources.add(new Source("io.fractus.tracker.placement.A" + sources.size(), "int", statement));
    }
    List<String> found = violations(rule, sources);
    for (Source source : sources) {
      assertThat(found).as(source.text()).anyMatch(line -> line.contains(source.name() + "."));
    }
    String given = "java.time.InstantSource";
    assertThat(breaks(rule, new Source("io.fractus.tracker.placement.A", given, "it.instant();")))
        .isFalse();
  }
}
