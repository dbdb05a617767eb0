// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temporary;

  @Test
  void open_newDirectory_isMadeForItsOwnerOnly() throws IOException {
    Path path = temporary.resolve("a/b");
    try (DataDirectory directory = DataDirectory.open(path, "tracker", 1)) {
      assertThat(directory.path()).isEqualTo(path.toAbsolutePath());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
      assertThat(path.resolve("FORMAT")).hasContent("tracker 1");
    }
  }

  @Test
  void open_twice_isRefusedUntilTheFirstIsClosed() {
    DataDirectory first = DataDirectory.open(temporary.resolve("a"), "node", 1);
    assertThatThrownBy(() -> DataDirectory.open(temporary.resolve("a"), "node", 1))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("in use");
    first.close();
    DataDirectory.open(temporary.resolve("a"), "node", 1).close();
  }

  @Test
  void open_ofAnotherRoleOrVersion_isRefusedAndNamesBoth() {
    DataDirectory.open(temporary.resolve("a"), "node", 1).close();
    assertThatThrownBy(() -> DataDirectory.open(temporary.resolve("a"), "tracker", 1))
        .hasMessageContaining("'node 1'")
        .hasMessageContaining("'tracker 1'");
    assertThatThrownBy(() -> DataDirectory.open(temporary.resolve("a"), "node", 2))
        .hasMessageContaining("'node 1'")
        .hasMessageContaining("'node 2'");
  }

  @Test
  void open_somebodyElsesDirectory_isRefusedAndLeftAlone() throws IOException {
    Path path = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(path.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> DataDirectory.open(path, "node", 1))
        .hasMessageContaining("not empty and not a data directory");
    assertThat(path).isDirectoryNotContaining("glob:**FORMAT");
  }

  @Test
  void write_overAFile_replacesItWholeAndForItsOwnerOnly() throws IOException {
    Path file = temporary.resolve("secret");
    DurableFiles.write(file, new byte[100]);
    DurableFiles.write(file, new byte[] {1});
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(temporary)) {
      assertThat(files).containsExactly(file);
    }
  }
}
