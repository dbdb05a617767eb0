// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingOfPassphraseTest {
  private static final byte[] CONTEXT = {1, 2, 3};

  @TempDir Path directory;
  private final Random random = new Random(3);

  @Test
  void unwrap_samePassphraseAndSalt_givesTheKey() throws IOException {
    Path salt = directory.resolve("key.salt");
    DataKey key = DataKey.random(random);
    byte[] wrapped =
        KeyRing.ofPassphrase(salt, new Passphrase("correct horse battery"), random)
            .wrap(key, CONTEXT);
    KeyRing again = KeyRing.ofPassphrase(salt, new Passphrase("correct horse battery"), random);
    assertThat(again.unwrap(wrapped, CONTEXT).bytes()).isEqualTo(key.bytes());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(salt)))
        .isEqualTo("rw-------");
  }

  @Test
  void unwrap_anotherPassphraseOrSalt_saysSo() throws IOException {
    Path salt = directory.resolve("key.salt");
    byte[] wrapped =
        KeyRing.ofPassphrase(salt, new Passphrase("correct horse battery"), random)
            .wrap(DataKey.random(random), CONTEXT);
    KeyRing other = KeyRing.ofPassphrase(salt, new Passphrase("correct horse batterY"), random);
    assertThatThrownBy(() -> other.unwrap(wrapped, CONTEXT))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("is not the one that sealed this object");
    KeyRing salted =
        KeyRing.ofPassphrase(
            directory.resolve("other.salt"), new Passphrase("correct horse battery"), random);
    assertThatThrownBy(() -> salted.unwrap(wrapped, CONTEXT)).isInstanceOf(SealException.class);
  }

  @Test
  void stretch_saltFileThatWasChanged_isRefused() throws IOException {
    Path salt = directory.resolve("key.salt");
    for (String line : new String[] {"", "argon2id m=1 t=1 salt=00", "md5 of it"}) {
      Files.writeString(salt, line);
      assertThatThrownBy(
              () -> KeyRing.ofPassphrase(salt, new Passphrase("correct horse battery"), random))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("restore it from its backup");
    }
    Files.writeString(salt, "argon2id m=9999999 t=1 salt=" + "0".repeat(32));
    assertThatThrownBy(
            () -> KeyRing.ofPassphrase(salt, new Passphrase("correct horse battery"), random))
        .hasMessageContaining("out of bounds");
  }
}
