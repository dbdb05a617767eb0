// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFilesTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void place() {
    file = directory.resolve("wishes.json");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void write_possible_isOnTheDisk() {
    StateFiles files = new StateFiles(directory);
    files.write("wishes.json", bytes("a"));

    assertThat(file).hasContent("a");
    assertThat(files.trouble()).isEmpty();
    assertThat(directory.resolve("ballast")).hasSize(64 << 10);
  }

  @Test
  void write_impossible_givesUpTheBallastAndIsTriedAgain() throws IOException {
    StateFiles files = new StateFiles(directory);
    // Nobody can put a file in the place of a directory that is not empty.
    Files.createDirectories(file.resolve("in"));

    files.write("wishes.json", bytes("first"));
    files.write("wishes.json", bytes("last"));

    assertThat(directory.resolve("ballast")).doesNotExist();
    assertThat(files.trouble().orElseThrow()).contains(directory + " cannot be written");
    files.retry();
    assertThat(files.trouble()).isPresent();
    Files.delete(file.resolve("in"));
    Files.delete(file);
    files.retry();
    assertThat(file).hasContent("last");
    assertThat(files.trouble()).isEmpty();
    assertThat(directory.resolve("ballast")).exists();
  }

  @Test
  void delete_notWrittenYet_staysAway() throws IOException {
    StateFiles files = new StateFiles(directory);
    Files.createDirectories(file.resolve("in"));
    files.write("wishes.json", bytes("x"));
    Files.delete(file.resolve("in"));

    files.delete("wishes.json");
    files.retry();

    assertThat(file).doesNotExist();
    assertThat(files.trouble()).isEmpty();
  }
}
