// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.passkey;

import io.fractus.platform.Secrets;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passkeys for one torrent of one node: whoever gets hold of such a torrent has no other of it.
 * They are computed, not stored. Thread-safe.
 *
 * <pre>
 *   16 hex: node id   32 hex: first half of HMAC-SHA-256(secret, node id ":" version ":" infohash)
 * </pre>
 */
public final class DerivedKeys {
  /** Characters of a derived key; the node's own passkey has 43. */
  static final int LENGTH = 48;

  private static final int NODE_ID_LENGTH = 16;
  private static final int MAC_BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;

  private DerivedKeys(String secret) {
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Keys under the secret in this directory, which is made at the first start. */
  public static DerivedKeys load(Path directory, RandomGenerator random) throws IOException {
    return new DerivedKeys(Secrets.loadOrCreate(directory.resolve("passkey.secret"), random));
  }

  /** The node that a derived key says it is of. */
  static String nodeId(String derived) {
    return derived.substring(0, NODE_ID_LENGTH);
  }

  String derive(String nodeId, int version, InfoHash bit) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update((nodeId + ":" + version + ":").getBytes(StandardCharsets.UTF_8));
      return nodeId + HexFormat.of().formatHex(mac.doFinal(bit.bytes()), 0, MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /** Compares in a time that does not tell how much of it is right. */
  boolean matches(String derived, String nodeId, int version, InfoHash bit) {
    return Secrets.matches(derived, derive(nodeId, version, bit));
  }
}
