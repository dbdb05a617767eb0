// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * An Ed25519 key pair in a file of its owner's. What it signs proves that the signer has the file.
 * Immutable.
 */
public final class SigningKey {
  private static final String ALGORITHM = "Ed25519";

  /** Characters of a public key as it is passed on: 44 bytes in base64. */
  private static final int PUBLIC_LENGTH = 59;

  private final PrivateKey secret;
  private final String publicKey;

  private SigningKey(PrivateKey secret, String publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /**
   * The key in a file (0600), which is made with a new one if it is not there.
   *
   * @throws IOException if the file cannot be read or written, or is not a key
   */
  public static SigningKey loadOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      KeyPair pair = generate();
      String text =
          encode(pair.getPrivate().getEncoded()) + "\n" + encode(pair.getPublic().getEncoded());
      DurableFiles.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return load(file);
  }

  /** The key in a file. */
  public static SigningKey load(Path file) throws IOException {
    String[] lines = Files.readString(file).strip().split("\n", -1);
    if (lines.length != 2) {
      throw new IOException(file + " is not a key");
    }
    try {
      PrivateKey secret =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getUrlDecoder().decode(lines[0])));
      return new SigningKey(secret, lines[1]);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " is not a key", e);
    }
  }

  private static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The public half, for others to check signatures with. */
  public String publicKey() {
    return publicKey;
  }

  /** Signs a text. */
  public String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with a key that was read", e);
    }
  }

  /** Whether a text looks like a public key. */
  public static boolean isPublicKey(String text) {
    return text.length() == PUBLIC_LENGTH && parse(text).isPresent();
  }

  /** Whether a signature of a text was made with the secret half of a public key. */
  public static boolean verifies(String publicKey, String text, String signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(parse(publicKey).orElseThrow(() -> new GeneralSecurityException("no key")));
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  private static Optional<PublicKey> parse(String publicKey) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(publicKey);
      return Optional.of(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SigningKey[" + publicKey + "]";
  }
}
