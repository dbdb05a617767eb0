// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A passphrase from which a key-encryption key is made, so that the key is on no disk. It is
 * stretched by Argon2id (RFC 9106) with the second of the RFC's recommended settings: 64 MiB, 3
 * passes, here in 1 lane. The settings and the salt are in a file beside the data; without that
 * file the passphrase opens nothing. Never printed. Immutable.
 */
public final class Passphrase {
  /** Fewest characters: below this a list of passwords finds it whatever the stretching. */
  public static final int LENGTH_MIN = 12;

  private static final int SALT = 16;
  private static final int KEY = 32;
  private static final int MEMORY_KIB = 64 << 10;
  private static final int PASSES = 3;
  private static final int FILE_BYTES_MAX = 1_024;
  private static final Pattern FILE =
      Pattern.compile("argon2id m=([0-9]{1,7}) t=([0-9]{1,3}) salt=([0-9a-f]{32})\\s*");

  private final String text;

  /**
   * Takes a passphrase as it was given.
   *
   * @throws IllegalArgumentException if it is shorter than {@link #LENGTH_MIN}
   */
  public Passphrase(String text) {
    if (text.length() < LENGTH_MIN) {
      throw new IllegalArgumentException(
          "a passphrase has at least %d characters, this has %d"
              .formatted(LENGTH_MIN, text.length()));
    }
    this.text = text;
  }

  /** The key for a salt file, which is made if it is not there. Takes some tenths of a second. */
  public byte[] stretch(Path saltFile, RandomGenerator random) throws IOException {
    if (!Files.exists(saltFile)) {
      byte[] salt = new byte[SALT];
      random.nextBytes(salt);
      String line =
          "argon2id m=%d t=%d salt=%s\n"
              .formatted(MEMORY_KIB, PASSES, HexFormat.of().formatHex(salt));
      DurableFiles.write(saltFile, line.getBytes(StandardCharsets.US_ASCII));
    }
    if (Files.size(saltFile) > FILE_BYTES_MAX) {
      throw new IOException("the salt file " + saltFile + " is too long to be one");
    }
    Matcher matcher =
        FILE.matcher(new String(Files.readAllBytes(saltFile), StandardCharsets.US_ASCII));
    if (!matcher.matches()) {
      throw new IOException(
          "the salt file " + saltFile + " is not as it was written: restore it from its backup");
    }
    return argon2id(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        HexFormat.of().parseHex(matcher.group(3)));
  }

  private byte[] argon2id(int memoryKib, int passes, byte[] salt) throws IOException {
    if (memoryKib < 8 || memoryKib > 1 << 20 || passes < 1 || passes > 100) {
      throw new IOException(
          "argon2id with m=%d KiB and t=%d is out of bounds".formatted(memoryKib, passes));
    }
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] key = new byte[KEY];
    generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), key);
    return key;
  }

  /** Without the passphrase. */
  @Override
  public String toString() {
    return "Passphrase";
  }
}
