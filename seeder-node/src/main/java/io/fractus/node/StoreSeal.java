// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.store.BitStore;
import io.fractus.platform.sealed.SealedDirectory;
import io.fractus.platform.sealed.SealedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the bits of a node are, and whether they are encrypted on its disk. A store is one or the
 * other from its first start on, and is never turned into the other behind its owner's back.
 * Immutable.
 *
 * <pre>
 *   DIR/bits          the bits of a node whose store is not sealed
 *   DIR/sealed        those of one whose store is: what is on the disk
 *   DIR/clear/bits    the same as engine and store see it while the node runs
 *   DIR/store.id, DIR/sealed-store.id    the id of the one or the other
 * </pre>
 */
final class StoreSeal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreSeal.class);
  private static final String BITS = "bits";
  private static final String SEALED = "sealed";
  private static final String CLEAR = "clear";
  private static final String ID = "store.id";
  private static final String SEALED_ID = "sealed-store.id";

  private final Path bits;
  private final Path idCopy;
  private final Optional<SealedDirectory> sealed;

  private StoreSeal(Path bits, Path idCopy, Optional<SealedDirectory> sealed) {
    this.bits = bits;
    this.idCopy = idCopy;
    this.sealed = sealed;
  }

  /**
   * Opens the store of a node.
   *
   * @param wish with which key it is to be sealed, if it is to be
   * @param directory of the node, held by this process
   * @throws NodeException if it is to be sealed and is not or the other way round, or does not open
   */
  static StoreSeal open(Optional<SealKey> wish, Path directory, RandomGenerator random) {
    Path plain = directory.resolve(BITS);
    Path sealed = directory.resolve(SEALED);
    boolean exists = SealedDirectory.exists(sealed);
    if (wish.isEmpty()) {
      if (exists) {
        throw new NodeException(
            "the store in " + sealed + " is sealed: start this node with --encrypt and its key");
      }
      return new StoreSeal(plain, directory.resolve(ID), Optional.empty());
    }
    try {
      if (!exists && hasFiles(plain)) {
        throw new NodeException(
            "the bits in "
                + plain
                + " are not encrypted, and are not converted: drain this node without --encrypt"
                + " and start it again, or use another directory");
      }
      byte[] key = key(wish.get(), directory, exists, random);
      SealedDirectory opened = SealedDirectory.open(sealed, directory.resolve(CLEAR), key);
      return new StoreSeal(
          opened.path().resolve(BITS), directory.resolve(SEALED_ID), Optional.of(opened));
    } catch (IOException e) {
      throw new NodeException("cannot open the store in " + sealed + ": " + e.getMessage(), e);
    } catch (SealedException e) {
      throw new NodeException(String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] key(SealKey seal, Path directory, boolean exists, RandomGenerator random)
      throws IOException {
    if (seal instanceof SealKey.InFile(Path file)) {
      Path absolute = file.toAbsolutePath().normalize();
      if (absolute.startsWith(directory.resolve(SEALED))
          || absolute.startsWith(directory.resolve(CLEAR))) {
        throw new NodeException("the key file " + file + " must be outside of what it opens");
      }
    }
    byte[] key = seal.key(directory, exists, random);
    if (seal instanceof SealKey.InFile(Path file)
        && Files.getFileStore(file).equals(Files.getFileStore(directory))) {
      log.warn(
          "the key {} is on the disk that it seals: who takes the disk has both; keep it on another"
              + " with --key-file, or use --passphrase-file",
          file);
    }
    return key;
  }

  private static boolean hasFiles(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.anyMatch(file -> Files.isRegularFile(file) && !file.endsWith(ID));
    }
  }

  /**
   * Opens the bits.
   *
   * @param shareBytes what its owner offers
   */
  BitStore openStore(long shareBytes) {
    try {
      return BitStore.open(bits, idCopy, room(shareBytes));
    } catch (IOException e) {
      throw new NodeException("cannot use the store in " + bits + ": " + e, e);
    }
  }

  /** What is offered of a share: what sealing adds to bits is the share's too. */
  long room(long shareBytes) {
    return sealed.isEmpty() ? shareBytes : shareBytes - shareBytes / Limits.SEAL_SHARE;
  }

  /** By which program it is sealed, empty if it is not. */
  String sealedBy() {
    return sealed.isEmpty() ? "" : "gocryptfs";
  }

  @Override
  public void close() {
    sealed.ifPresent(SealedDirectory::close);
  }
}
