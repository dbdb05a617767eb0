// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.DataDirectoryException;
import io.fractus.platform.Passphrase;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.WrappedKey;
import io.fractus.raid.seal.KeyRing;
import io.fractus.raid.seal.SealException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Opens the key ring of a gateway, and makes sure that it is the one of its objects. Stateless. */
final class GatewayKeys {
  /*
   * A new key beside old objects, or a mistyped passphrase, would go unnoticed until an old object
   * is read, and what is put until then would be sealed with it. So the ring is tried on an object,
   * or on an upload of which there may be parts, first.
   */
  private GatewayKeys() {}

  /** Throws {@link DataDirectoryException} if the key is missing, or is not that of the objects. */
  static KeyRing open(
      Path directory, Optional<Passphrase> passphrase, Catalog catalog, SecureRandom random)
      throws IOException {
    Path keyFile = directory.resolve("key");
    Path saltFile = directory.resolve("key.salt");
    Optional<WrappedKey> key = catalog.anyKey();
    Path needed = passphrase.isPresent() ? saltFile : keyFile;
    Path other = passphrase.isPresent() ? keyFile : saltFile;
    if (!Files.exists(needed) && Files.exists(other)) {
      throw new DataDirectoryException(
          passphrase.isPresent()
              ? directory + " is sealed with its key file: start the gateway without a passphrase"
              : directory + " is sealed with a passphrase: start the gateway with it");
    }
    if (!Files.exists(needed) && key.isPresent()) {
      throw new DataDirectoryException(
          needed + " is missing, and the objects here are sealed with it: restore it");
    }
    KeyRing keys =
        passphrase.isPresent()
            ? KeyRing.ofPassphrase(saltFile, passphrase.get(), random)
            : KeyRing.loadOrCreate(keyFile, random);
    key.ifPresent(wrapped -> tryOn(wrapped, keys, directory));
    return keys;
  }

  private static void tryOn(WrappedKey key, KeyRing keys, Path directory) {
    try {
      keys.check(key.bytes(), HexFormat.of().parseHex(key.id()));
    } catch (SealException e) {
      throw new DataDirectoryException(
          "the objects in " + directory + " were sealed otherwise: " + e.getMessage(), e);
    }
  }
}
