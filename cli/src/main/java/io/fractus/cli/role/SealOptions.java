// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.node.SealKey;
import io.fractus.platform.Passphrase;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a node's bits are encrypted on its disk, and with what key. */
final class SealOptions {
  private static final String PROMPT = "-";

  /** A credential of the service, by its name: systemd decrypts it with the machine's TPM. */
  private static final String CREDENTIAL = "fractus.passphrase";

  @Option(
      names = "--encrypt",
      description = "Keep its bits encrypted on its disk, by gocryptfs, from the first start on.")
  boolean encrypt;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The key of --encrypt, made if it is not there (default: DIR/seal.key).")
  @Nullable Path keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = {
        "A passphrase in its place, so that no key is on a disk; '-' asks for it or reads a line",
        "(default: the credential fractus.passphrase, if its service has one)."
      })
  @Nullable Path passphraseFile;

  /**
   * The key, if the bits are to be encrypted. Asks for a passphrase if it must.
   *
   * @param directory of the node
   */
  Optional<SealKey> key(Path directory) {
    return key(
        directory, Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of));
  }

  Optional<SealKey> key(Path directory, Optional<Path> credentials) {
    if (!encrypt) {
      if (keyFile != null || passphraseFile != null) {
        throw Failure.wrongUsage("--key-file and --passphrase-file are for --encrypt");
      }
      return Optional.empty();
    }
    if (keyFile != null && passphraseFile != null) {
      throw Failure.wrongUsage("--key-file and --passphrase-file: one of them");
    }
    if (passphraseFile != null) {
      return Optional.of(
          passphraseFile.toString().equals(PROMPT) ? words(ask()) : words(passphraseFile));
    }
    if (keyFile != null) {
      return Optional.of(new SealKey.InFile(keyFile));
    }
    Optional<Path> credential =
        credentials.map(folder -> folder.resolve(CREDENTIAL)).filter(Files::exists);
    return Optional.of(
        credential.isPresent()
            ? words(credential.get())
            : new SealKey.InFile(directory.resolve("seal.key")));
  }

  private static SealKey words(Path file) {
    return words(RoleOptions.secret(file, "passphrase", ""));
  }

  private static SealKey words(String text) {
    try {
      return new SealKey.Words(new Passphrase(text));
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  private static String ask() {
    Console console = Objects.requireNonNull(System.console());
    if (console.isTerminal()) {
      char[] typed = console.readPassword("passphrase of the sealed store: ");
      return typed == null ? "" : new String(typed);
    }
    try {
      // Not closed: it is the input of the process.
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      throw Failure.failed("cannot read the passphrase: " + e.getMessage(), e);
    }
  }
}
