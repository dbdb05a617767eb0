// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the caller says first: which call it is. Stateless.
 *
 * <pre>
 *   "fractus call 1 " (15) | nonce, 32 hexadecimal digits | newline
 * </pre>
 */
final class CallHead {
  private static final byte[] GREETING = "fractus call 1 ".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 16;
  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Bytes of all of it. */
  static final int BYTES = GREETING.length + 2 * NONCE_BYTES + 1;

  private CallHead() {}

  /** Names a call so that nobody guesses it. */
  static String newNonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  /**
   * The head of a call.
   *
   * @throws IllegalArgumentException if that names no call
   */
  static byte[] of(String nonce) {
    if (!NONCE.matcher(nonce).matches()) {
      throw new IllegalArgumentException("the nonce of a call has 32 hexadecimal digits");
    }
    byte[] head = Arrays.copyOf(GREETING, BYTES);
    byte[] name = (nonce + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, head, GREETING.length, name.length);
    return head;
  }

  /** The nonce in the head of a call, or nothing if it is none. */
  static Optional<String> nonce(byte[] head) {
    if (head.length != BYTES
        || !Arrays.equals(head, 0, GREETING.length, GREETING, 0, GREETING.length)
        || head[BYTES - 1] != '\n') {
      return Optional.empty();
    }
    String nonce =
        new String(head, GREETING.length, BYTES - 1 - GREETING.length, StandardCharsets.ISO_8859_1);
    return Optional.of(nonce).filter(text -> NONCE.matcher(text).matches());
  }
}
