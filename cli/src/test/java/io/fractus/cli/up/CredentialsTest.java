// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  @TempDir Path directory;

  @Test
  void loadOrCreate_new_isReadableByItsOwnerOnly() throws IOException {
    Path file = directory.resolve("credentials");
    Credentials made = Credentials.loadOrCreate(file, new SecureRandom());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .startsWith("[default]\naws_access_key_id = FRAC")
        .contains("\naws_secret_access_key = " + made.secretKey() + "\n")
        .endsWith("\nfractus_token = " + made.token() + "\n");
  }

  @Test
  void loadOrCreate_again_isTheSame() {
    Path file = directory.resolve("credentials");
    Credentials made = Credentials.loadOrCreate(file, new SecureRandom());
    assertThat(Credentials.loadOrCreate(file, new SecureRandom())).isEqualTo(made);
  }

  @Test
  void load_otherProfiles_areNotOurs() throws IOException {
    Path file = directory.resolve("credentials");
    Files.writeString(
        file,
        """
        [work]
        aws_access_key_id = other
        [default]
        # a comment
        aws_access_key_id=a
        aws_secret_access_key = b=c
        fractus_token =  t
        """);
    assertThat(Credentials.load(file)).isEqualTo(new Credentials("a", "b=c", "t"));
  }

  @Test
  void load_aKeyWanting_saysWhich() throws IOException {
    Path file = directory.resolve("credentials");
    Files.writeString(file, "[default]\naws_access_key_id = a\naws_secret_access_key = b\n");
    assertThatThrownBy(() -> Credentials.load(file)).hasMessageContaining("no fractus_token");
  }

  @Test
  void toString_always_hasNoSecrets() {
    assertThat(new Credentials("a", "secret", "token").toString())
        .doesNotContain("secret")
        .doesNotContain("token");
  }
}
