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

class SigningKeyTest {
  @TempDir private Path directory;

  @Test
  void sign_keyOfAFile_isVerifiedByItsPublicHalfAndNoOther() throws Exception {
    Path file = directory.resolve("node.key");
    SigningKey key = SigningKey.loadOrCreate(file);
    SigningKey other = SigningKey.loadOrCreate(directory.resolve("other.key"));

    String signature = key.sign("a text");

    assertThat(SigningKey.isPublicKey(key.publicKey())).isTrue();
    assertThat(SigningKey.verifies(key.publicKey(), "a text", signature)).isTrue();
    assertThat(SigningKey.verifies(key.publicKey(), "another", signature)).isFalse();
    assertThat(SigningKey.verifies(other.publicKey(), "a text", signature)).isFalse();
    assertThat(SigningKey.verifies("nonsense", "a text", signature)).isFalse();
    assertThat(SigningKey.verifies(key.publicKey(), "a text", "!")).isFalse();
    assertThat(SigningKey.loadOrCreate(file).publicKey()).isEqualTo(key.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(key.toString()).doesNotContain(Files.readAllLines(file).getFirst());
  }

  @Test
  void load_damagedFile_saysWhich() throws Exception {
    Path file = directory.resolve("node.key");
    Files.writeString(file, "half of it");
    assertThatThrownBy(() -> SigningKey.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("node.key is not a key");
  }
}
