// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.platform.KeyFile;
import io.fractus.platform.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Whence the key of a sealed store comes. It never leaves the node. */
public sealed interface SealKey {
  /**
   * A file with 64 hexadecimal digits, made at the first start, readable by its owner only.
   *
   * @param file outside of the store
   */
  record InFile(Path file) implements SealKey {
    @Override
    public byte[] key(Path directory, boolean exists, RandomGenerator random) throws IOException {
      if (exists && !Files.exists(file)) {
        throw new NodeException(
            "there is no key at %s, and the store in %s is sealed: restore it from its backup"
                .formatted(file, directory));
      }
      return KeyFile.loadOrCreate(file, random);
    }
  }

  /** A passphrase, which is on no disk. The salt that it needs is in the node's directory. */
  record Words(Passphrase passphrase) implements SealKey {
    private static final String SALT = "seal.salt";

    @Override
    public byte[] key(Path directory, boolean exists, RandomGenerator random) throws IOException {
      Path salt = directory.resolve(SALT);
      if (exists && !Files.exists(salt)) {
        throw new NodeException(
            "there is no salt at " + salt + ", and the passphrase opens nothing without it");
      }
      return passphrase.stretch(salt, random);
    }
  }

  /**
   * The key of a store.
   *
   * @param directory of the node
   * @param exists whether the store does; then no key is made
   * @param random a secure source
   * @return 32 bytes
   * @throws NodeException if the store exists and its key does not
   * @throws IOException if what it is made of cannot be read, or may be read by others
   */
  byte[] key(Path directory, boolean exists, RandomGenerator random) throws IOException;
}
