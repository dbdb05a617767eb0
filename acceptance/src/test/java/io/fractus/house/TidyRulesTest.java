// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds what breaks it: a rule that cannot fail holds nothing. */
final class TidyRulesTest {
  private static final String HEAD = TidyRules.LICENCE + "\npackage a;\n";

  private static String classWithMethodOf(int lines) {
    return HEAD + "class A {\n  void a() {\n" + "    b();\n".repeat(lines - 2) + "  }\n}\n";
  }

  @Test
  void shape_tidyFile_findsNothing() {
    assertThat(TidyRules.shape(classWithMethodOf(TidyRules.METHOD_LINES_MAX))).isEmpty();
  }

  @Test
  void shape_longMethod_isFound() {
    assertThat(TidyRules.shape(classWithMethodOf(TidyRules.METHOD_LINES_MAX + 1)))
        .singleElement()
        .asString()
        .isEqualTo(":4 a method of 71 lines, at most 70");
  }

  @Test
  void shape_longMethodOfAnAnonymousClass_isFound() {
    String inner = "      b();\n".repeat(80);
    String source =
        HEAD
            + "class A {\n  B b = new B(1) {\n    public void c() {\n"
            + inner
            + "    }\n  };\n}\n";
    assertThat(TidyRules.shape(source)).singleElement().asString().contains("a method of 82");
  }

  @Test
  void shape_longTypeOfShortMethods_findsNothing() {
    String source = HEAD + "record A(int a) {\n" + "  int b() {\n  }\n".repeat(60) + "}\n";
    assertThat(TidyRules.shape(source)).isEmpty();
  }

  @Test
  void shape_bracesInLiteralsAndComments_doNotCount() {
    String body = "    a(\"{\", '{', \"\\\"{\"); // {\n    /* { */\n";
    String source = HEAD + "class A {\n  void a() {\n" + body + "  }\n  void b() {\n  }\n}\n";
    assertThat(JavaText.methods(source))
        .containsExactly(new JavaText.Method(4, 4), new JavaText.Method(8, 2));
  }

  @Test
  void shape_longLine_isFound() {
    assertThat(TidyRules.shape(HEAD + "// " + "é".repeat(98) + "\n"))
        .containsExactly(":3 a line of 101, at most 100");
    assertThat(TidyRules.shape(HEAD + "// " + "é".repeat(97) + "\n")).isEmpty();
  }

  @Test
  void shape_longFile_isFound() {
    assertThat(TidyRules.shape(HEAD + "\n".repeat(399)))
        .containsExactly(": 401 lines, at most 400");
  }

  @Test
  void shape_noLicence_isFound() {
    assertThat(TidyRules.shape("package a;\n")).hasSize(1);
    assertThat(TidyRules.shape("")).hasSize(1);
  }

  @Test
  void console_printing_isFoundInCodeOnly() {
    assertThat(TidyRules.console("a();\nSystem.out.println(1);\n")).hasSize(1);
    assertThat(TidyRules.console("System\n  .err.println();")).isEmpty();
    assertThat(TidyRules.console("// System.out\n\"System.err\"")).isEmpty();
  }

  @Test
  void unfinished_word_isFound() {
    assertThat(TidyRules.unfinished("a\n// TO" + "DO: b\n")).hasSize(1);
    assertThat(TidyRules.unfinished("# FIX" + "ME\n")).hasSize(1);
    assertThat(TidyRules.unfinished("photodocument")).isEmpty();
  }

  @Test
  void registries_host_isFound() {
    assertThat(TidyRules.registries("https://repo1." + "maven.org/maven2")).hasSize(1);
    assertThat(TidyRules.registries("http://maven.apache.org/POM/4.0.0")).isEmpty();
  }

  @Test
  void pom_repositoryOrSnapshot_isFound() {
    assertThat(TidyRules.pom("<repositories>", "1-SNAPSHOT")).hasSize(1);
    assertThat(TidyRules.pom("<version>2-SNAPSHOT</version>", "1-SNAPSHOT")).hasSize(1);
    assertThat(TidyRules.pom("<version>1-SNAPSHOT</version>", "1-SNAPSHOT")).isEmpty();
  }

  @Test
  void markdown_titlesAndLinks_areChecked(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("b.md"), "# B\n");
    assertThat(TidyRules.markdown("# A\n[b](b.md#x) [c](https://c) [d](#e)\n", directory))
        .isEmpty();
    assertThat(TidyRules.markdown("# A\n[b](c.md)\n", directory)).hasSize(1);
    assertThat(TidyRules.markdown("# A\n# B\n", directory)).hasSize(1);
    assertThat(TidyRules.markdown("## A\n", directory)).hasSize(1);
    assertThat(TidyRules.markdown("# A\n```\n# comment\n[b](c.md)\n```\n", directory)).isEmpty();
  }

  @Test
  void unexplained_dependency_isFound() {
    String parent =
        "<x.version>1.2</x.version><artifactId>x</artifactId>\n<version>${x.version}</version>";
    String module = "<artifactId>x</artifactId>";
    assertThat(TidyRules.unexplained(parent, module, "x 1.1")).hasSize(1);
    assertThat(TidyRules.unexplained(parent, module, "x 1.2")).isEmpty();
    assertThat(TidyRules.unexplained(parent, "", "")).as("managed, not used").isEmpty();
  }
}
