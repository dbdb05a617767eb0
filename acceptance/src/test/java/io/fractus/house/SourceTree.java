// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The files of this repository, without what is built or generated. */
final class SourceTree {
  private static final Set<String> NOT_OURS = Set.of(".git", "target", "fractus-data", ".idea");

  /** Larger files are data, not text that a person wrote. */
  private static final long TEXT_BYTES_MAX = 1 << 20;

  private final Path root;
  private final List<Path> files;

  private SourceTree(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /** The tree at the system property {@code fractus.root}, which the build sets. */
  static SourceTree open() throws IOException {
    String property = System.getProperty("fractus.root");
    if (property == null) {
      throw new IllegalStateException("-Dfractus.root must name the root of the repository");
    }
    Path root = Path.of(property).toRealPath();
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(dir.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && attributes.size() <= TEXT_BYTES_MAX) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new SourceTree(root, files);
  }

  /** Files whose path from the root, with slashes, matches a regular expression. */
  List<Path> matching(String regex) {
    return files.stream().filter(file -> name(file).matches(regex)).sorted().toList();
  }

  /** The path from the root, with slashes. */
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** What a rule finds in the matching files, each with the file's name before it. */
  List<String> check(String regex, Function<String, List<String>> rule) {
    List<String> found = new ArrayList<>();
    for (Path file : matching(regex)) {
      rule.apply(read(file)).forEach(violation -> found.add(name(file) + violation));
    }
    return found;
  }

  /** The text of a file; empty if it is not UTF-8. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException _) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
