// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every file of the repository is tidy. */
final class TidyTest {
  private static final String JAVA = ".*\\.java";
  private static final String OUR_VERSION = "0.1.0-SNAPSHOT";

  private static SourceTree tree;

  @BeforeAll
  static void openTree() throws IOException {
    tree = SourceTree.open();
  }

  @Test
  void tree_holdsTheModules() {
    assertThat(tree.matching(JAVA)).as("java files").hasSizeGreaterThan(50);
    assertThat(tree.matching("[^/]+/pom\\.xml")).as("modules").hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void java_isShortAndLicensed() {
    assertThat(tree.check(JAVA, TidyRules::shape)).isEmpty();
  }

  @Test
  void java_outsideTheCommandLine_doesNotWriteToTheConsole() {
    assertThat(tree.check("(?!cli/)[^/]+/src/main/" + JAVA, TidyRules::console)).isEmpty();
  }

  @Test
  void packages_areNullMarked() {
    List<String> found = new ArrayList<>();
    for (Path file : tree.matching(JAVA)) {
      String main = tree.name(file).replaceFirst("/src/test/", "/src/main/");
      String test = main.replaceFirst("/src/main/", "/src/test/");
      if (!marked(main) && !marked(test)) {
        found.add(main + ": its package has no package-info.java with @NullMarked");
      }
    }
    assertThat(found).isEmpty();
  }

  private static boolean marked(String name) {
    Path root = Path.of(System.getProperty("fractus.root"));
    Path info = root.resolve(name).resolveSibling("package-info.java");
    return Files.exists(info) && SourceTree.read(info).contains("@NullMarked");
  }

  @Test
  void text_isFinished() {
    assertThat(tree.check(".*", TidyRules::unfinished)).isEmpty();
  }

  @Test
  void text_namesNoPackageRegistry() {
    assertThat(tree.check(".*", TidyRules::registries)).isEmpty();
  }

  @Test
  void poms_nameNoRepositoriesAndNothingUnreleased() {
    assertThat(tree.check("(.*/)?pom\\.xml", pom -> TidyRules.pom(pom, OUR_VERSION))).isEmpty();
  }

  @Test
  void markdown_hasOneTitleAndLinksThatExist() {
    List<String> found = new ArrayList<>();
    for (Path file : tree.matching(".*\\.md")) {
      Path directory = file.resolveSibling("");
      TidyRules.markdown(SourceTree.read(file), directory)
          .forEach(violation -> found.add(tree.name(file) + violation));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void dependencies_areExplainedWithTheirVersions() {
    Path root = Path.of(System.getProperty("fractus.root"));
    StringBuilder modules = new StringBuilder();
    tree.matching("[^/]+/pom\\.xml").forEach(pom -> modules.append(SourceTree.read(pom)));
    assertThat(
            TidyRules.unexplained(
                SourceTree.read(root.resolve("pom.xml")),
                modules.toString(),
                SourceTree.read(root.resolve("docs/DEPENDENCIES.md"))))
        .isEmpty();
  }
}
