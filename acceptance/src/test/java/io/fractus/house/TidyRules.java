// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a tidy file is: each rule takes a file's text and gives what breaks it. Stateless. */
final class TidyRules {
  static final int LINE_LENGTH_MAX = 100;
  static final int FILE_LINES_MAX = 400;
  static final int METHOD_LINES_MAX = 70;

  static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";

  private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\s*\\.\\s*(out|err)\\b");
  private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?\\)");
  private static final Pattern POM_VERSION = Pattern.compile("<version>([^<]*)</version>");

  private static final Pattern MANAGED =
      Pattern.compile("<artifactId>([^<]*)</artifactId>\\s*<version>([^<]*)</version>");

  /* Built from parts, so that this file does not break the rules it holds. */
  private static final List<String> UNFINISHED = List.of("TO" + "DO", "FIX" + "ME", "XX" + "X");
  private static final List<String> REGISTRIES =
      List.of(
          "repo." + "maven.apache.org",
          "repo1." + "maven.org",
          "central." + "sonatype",
          "oss." + "sonatype",
          "maven." + "google.com",
          "plugins." + "gradle.org",
          "jit" + "pack.io",
          "jcenter." + "bintray",
          "registry." + "npmjs",
          "py" + "pi.org",
          "deb." + "debian.org",
          "archive." + "ubuntu.com",
          "packages." + "adoptium");
  private static final Set<String> POM_REPOSITORIES =
      Set.of("<repositories>", "<pluginRepositories>", "<distributionManagement>");

  private TidyRules() {}

  /** Length of lines and file and methods, and the licence. */
  static List<String> shape(String java) {
    List<String> lines = java.lines().toList();
    List<String> found = new ArrayList<>();
    if (lines.isEmpty() || !lines.getFirst().equals(LICENCE)) {
      found.add(":1 the first line is not " + LICENCE);
    }
    if (lines.size() > FILE_LINES_MAX) {
      found.add(": " + lines.size() + " lines, at most " + FILE_LINES_MAX);
    }
    for (int i = 0; i < lines.size(); i++) {
      int length = lines.get(i).codePointCount(0, lines.get(i).length());
      if (length > LINE_LENGTH_MAX) {
        found.add(":" + (i + 1) + " a line of " + length + ", at most " + LINE_LENGTH_MAX);
      }
    }
    for (JavaText.Method method : JavaText.methods(java)) {
      if (method.lines() > METHOD_LINES_MAX) {
        found.add(
            ":%d a method of %d lines, at most %d"
                .formatted(method.line(), method.lines(), METHOD_LINES_MAX));
      }
    }
    return found;
  }

  /** Writing to the console, which only the command line may. */
  static List<String> console(String java) {
    return linesWith(
        JavaText.withoutCommentsAndLiterals(java),
        line -> CONSOLE.matcher(line).find(),
        "writes to the console");
  }

  /** Notes that something is not finished. */
  static List<String> unfinished(String text) {
    return linesWith(
        text,
        line -> UNFINISHED.stream().anyMatch(w -> line.matches(".*\\b" + w + "\\b.*")),
        "is not finished");
  }

  /** Host names of package registries: where packages come from is the machine's own business. */
  static List<String> registries(String text) {
    return linesWith(
        text, line -> REGISTRIES.stream().anyMatch(line::contains), "names a package registry");
  }

  /** Repositories in a pom, and versions that are not released other than our own. */
  static List<String> pom(String pom, String ownVersion) {
    List<String> found =
        linesWith(
            pom, line -> POM_REPOSITORIES.stream().anyMatch(line::contains), "names repositories");
    Matcher version = POM_VERSION.matcher(pom);
    while (version.find()) {
      String value = version.group(1);
      if (value.endsWith("-SNAPSHOT") && !value.equals(ownVersion)) {
        found.add(": depends on the unreleased " + value);
      }
    }
    return found;
  }

  /**
   * Managed dependencies that a module uses and whose version the page does not have. Our own
   * modules and Maven's own plugins need no reason.
   */
  static List<String> unexplained(String parentPom, String modulePoms, String page) {
    List<String> found = new ArrayList<>();
    Matcher managed = MANAGED.matcher(parentPom);
    while (managed.find()) {
      String artifact = managed.group(1);
      String version = managed.group(2);
      if (version.startsWith("${")) {
        String name = version.substring(2, version.length() - 1);
        Matcher property = Pattern.compile("<" + name + ">([^<]*)<").matcher(parentPom);
        version = property.find() ? property.group(1) : version;
      }
      boolean used = modulePoms.contains("<artifactId>" + artifact + "</artifactId>");
      if (used && !artifact.matches("(fractus|maven)-.*") && !page.contains(version)) {
        found.add(": does not explain " + artifact + " " + version);
      }
    }
    return found;
  }

  /** One title, and links to files that are there. */
  static List<String> markdown(String text, Path directory) {
    List<String> found = new ArrayList<>();
    int titles = 0;
    boolean code = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("```")) {
        code = !code;
      }
      if (code) {
        continue;
      }
      titles += line.startsWith("# ") ? 1 : 0;
      Matcher link = LINK.matcher(line);
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        if (!target.isEmpty()
            && !target.matches("[a-z]+:.*")
            && !Files.exists(directory.resolve(target))) {
          found.add(": links to " + target + ", which is not there");
        }
      }
    }
    if (titles != 1) {
      found.add(": has " + titles + " titles, must have one");
    }
    return found;
  }

  private static List<String> linesWith(String text, Predicate<String> breaks, String what) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (breaks.test(lines.get(i))) {
        found.add(":" + (i + 1) + " " + what + ": " + lines.get(i).strip());
      }
    }
    return found;
  }
}
