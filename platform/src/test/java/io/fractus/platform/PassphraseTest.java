// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseTest {
  @TempDir Path directory;
  private final Random random = new Random(3);

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
