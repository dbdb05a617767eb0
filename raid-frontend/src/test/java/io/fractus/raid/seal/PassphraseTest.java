// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseTest {
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

  @Test
  void stretch_knownSalt_isArgon2idAsTheReferenceHasIt() throws IOException {
    // From the reference implementation: argon2 somesaltsomesalt -id -m 16 -t 2 -p 1 -l 32.
    Path salt = directory.resolve("key.salt");
    String hex = HexFormat.of().formatHex("somesaltsomesalt".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(salt, "argon2id m=65536 t=2 salt=" + hex);
    byte[] key = new Passphrase("passwordpassword").stretch(salt, random);
    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("816f204e39b8453cf6627d8f97670814ca2c3b0b57744039aa10b9eb05686ec0");
  }

  @Test
  void passphrase_short_isRefusedAndNeverShown() {
    assertThatThrownBy(() -> new Passphrase("elevenchars"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 12")
        .hasMessageNotContaining("eleven");
    assertThat(new Passphrase("correct horse battery")).hasToString("Passphrase");
  }
}
