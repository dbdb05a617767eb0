// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableFilesTest {
  @TempDir Path directory;

  @Test
  void write_overAFile_replacesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "before and longer");

    DurableFiles.write(file, new byte[] {'n', 'o', 'w'});

    assertThat(file).hasContent("now");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void write_fails_leavesNothingBehind() throws IOException {
    // Nobody can put a file in the place of a directory that is not empty.
    Path file = directory.resolve("file");
    Files.createDirectories(file.resolve("in"));

    assertThatThrownBy(() -> DurableFiles.write(file, new byte[9_000]))
        .isInstanceOf(IOException.class);

    assertThat(names()).containsExactly("file");
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
