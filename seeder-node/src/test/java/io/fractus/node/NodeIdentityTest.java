// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeIdentityTest {
  private static final NodeIdentity IDENTITY =
      new NodeIdentity("cloud-1", "id-1", "n1", "the-passkey", "the-token");

  @TempDir Path directory;

  @Test
  void load_newDirectory_isEmpty() {
    assertThat(NodeIdentity.load(directory, "n1")).isEmpty();
  }

  @Test
  void load_saved_isTheSameAndReadableByItsOwnerOnly() throws IOException {
    IDENTITY.save(directory);

    assertThat(NodeIdentity.load(directory, "n1")).contains(IDENTITY);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("node.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void load_anotherName_saysWhoseItIs() {
    IDENTITY.save(directory);

    assertThatThrownBy(() -> NodeIdentity.load(directory, "n2"))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "the directory "
                + directory
                + " belongs to node n1 of cloud cloud-1: use its name or another directory");
  }

  @Test
  void load_damaged_saysWhichFile() throws IOException {
    Files.writeString(directory.resolve("node.json"), "{");

    assertThatThrownBy(() -> NodeIdentity.load(directory, "n1"))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("node.json");
  }

  @Test
  void announce_path_isThatOfTheTracker() {
    assertThat(IDENTITY.announce(URI.create("http://127.0.0.1:6969")))
        .isEqualTo("http://127.0.0.1:6969/announce?passkey=the-passkey");
  }

  @Test
  void toString_secrets_areNotShown() {
    assertThat(IDENTITY.toString()).doesNotContain("the-passkey").doesNotContain("the-token");
  }
}
