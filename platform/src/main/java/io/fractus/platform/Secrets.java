// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Tokens: made from a secure random source, kept as hashes, compared in constant time. Stateless.
 */
public final class Secrets {
  private static final int TOKEN_BYTES = 32;

  private Secrets() {}

  /** A new token of 256 bits in 43 characters that are safe in URLs and headers. */
  public static String newToken(RandomGenerator random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Random lower-case hexadecimal digits. */
  public static String newHex(RandomGenerator random, int digits) {
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, digits);
  }

  /** What is stored in place of a token: its SHA-256 in hexadecimal. Tokens are random: no salt. */
  public static String fingerprint(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether two secrets are equal, in a time that does not tell how much of them is. */
  public static boolean matches(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /** The secret in a file (0600), which is made with a new token if it is not there. */
  public static String loadOrCreate(Path file, RandomGenerator random) throws IOException {
    if (!Files.exists(file)) {
      DurableFiles.write(file, (newToken(random) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return load(file);
  }

  /** The secret in a file, without the white space around it. */
  public static String load(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.isEmpty()) {
      throw new IOException("the secret in " + file + " is empty");
    }
    return secret;
  }
}
