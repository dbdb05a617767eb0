// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path directory;
  private final SecureRandom random = new SecureRandom();

  @Test
  void loadOrCreate_twice_givesTheSameSecret() throws IOException {
    String secret = Secrets.loadOrCreate(directory.resolve("token"), random);
    assertThat(secret).matches("[A-Za-z0-9_-]{43}");
    assertThat(Secrets.loadOrCreate(directory.resolve("token"), random)).isEqualTo(secret);
    assertThat(Secrets.newToken(random)).isNotEqualTo(secret);
  }

  @Test
  void load_emptyFile_isRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), " \n");
    assertThatThrownBy(() -> Secrets.load(file)).hasMessageContaining("is empty");
  }

  @Test
  void matches_equalAndOther_tellsThemApart() {
    assertThat(Secrets.matches("abc", "abc")).isTrue();
    assertThat(Secrets.matches("abc", "abd")).isFalse();
    assertThat(Secrets.matches("abc", "abcd")).isFalse();
    assertThat(Secrets.matches("", "")).isTrue();
  }

  @Test
  void fingerprint_ofAToken_isItsSha256() {
    // From FIPS 180-2, the message "abc".
    assertThat(Secrets.fingerprint("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void newHex_oddNumberOfDigits_hasThatMany() {
    assertThat(Secrets.newHex(random, 7)).matches("[0-9a-f]{7}");
  }
}
