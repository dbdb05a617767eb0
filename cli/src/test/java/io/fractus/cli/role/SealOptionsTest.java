// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Failure;
import io.fractus.node.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class SealOptionsTest {
  @TempDir Path directory;

  @Command
  private static final class Holder {
    @Mixin final SealOptions seal = new SealOptions();
  }

  private static SealOptions parse(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.seal;
  }

  private Path words(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void key_withoutEncrypt_isNoneAndItsOptionsAreWrong() {
    assertThat(parse().key(directory)).isEmpty();
    assertThatThrownBy(() -> parse("--key-file", "k").key(directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--encrypt");
  }

  @Test
  void key_encryptAlone_isAFileInTheDirectoryOfTheNode() {
    assertThat(parse("--encrypt").key(directory, Optional.empty()))
        .contains(new SealKey.InFile(directory.resolve("seal.key")));
  }

  @Test
  void key_credentialOfTheService_isThePassphraseUnlessAFileIsNamed() throws IOException {
    words("fractus.passphrase", "correct horse battery\n");
    assertThat(parse("--encrypt").key(directory, Optional.of(directory)))
        .containsInstanceOf(SealKey.Words.class);
    assertThat(parse("--encrypt", "--key-file", "k").key(directory, Optional.of(directory)))
        .contains(new SealKey.InFile(Path.of("k")));
    assertThat(parse("--encrypt").key(directory, Optional.of(directory.resolve("other"))))
        .containsInstanceOf(SealKey.InFile.class);
  }

  @Test
  void key_passphraseFile_isReadAndNeverShown() throws IOException {
    Path file = words("words", "correct horse battery\n");
    Optional<SealKey> key = parse("--encrypt", "--passphrase-file", "" + file).key(directory);
    assertThat(key).containsInstanceOf(SealKey.Words.class);
    assertThat(key.toString()).doesNotContain("horse");
  }

  @Test
  void key_shortPassphraseOrTwoKeys_isWrongUsage() throws IOException {
    Path file = words("words", "short\n");
    assertThatThrownBy(() -> parse("--encrypt", "--passphrase-file", "" + file).key(directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("at least 12")
        .hasMessageNotContaining("short");
    assertThatThrownBy(() ->
            parse("--encrypt", "--passphrase-file", "" + file, "--key-file", "k").key(directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("one of them");
  }
}
