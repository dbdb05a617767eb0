// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.platform.Secrets;
import io.fractus.platform.SigningKey;
import io.fractus.protocol.Proofs;
import io.fractus.protocol.channel.NodeMessage.Proof;
import io.fractus.protocol.control.JoinRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The key of a node, made before it joins, and which start of it this is. The files {@code
 * node.key} and {@code starts} are readable by the owner only. Immutable.
 */
final class NodeKey {
  private static final String KEY = "node.key";
  private static final String STARTS = "starts";
  private static final int INSTANCE_DIGITS = 32;

  private final SigningKey key;
  private final String instance;
  private final long starts;

  private NodeKey(SigningKey key, String instance, long starts) {
    this.key = key;
    this.instance = instance;
    this.starts = starts;
  }

  /**
   * That of a directory, with one start more. A start that cannot be counted now, on a disk that is
   * full, has its number all the same.
   *
   * @param joined whether the node of the directory has joined; then no key is made for it
   */
  static Optional<NodeKey> open(
      Path directory, StateFiles files, boolean joined, RandomGenerator random) {
    Path file = directory.resolve(KEY);
    if (joined && !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      SigningKey key = SigningKey.loadOrCreate(file);
      long starts = next(directory.resolve(STARTS), files);
      return Optional.of(new NodeKey(key, Secrets.newHex(random, INSTANCE_DIGITS), starts));
    } catch (IOException | NumberFormatException e) {
      throw new NodeException(
          "cannot read the key of this node in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static long next(Path file, StateFiles files) throws IOException {
    long before = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    files.write(STARTS, ((before + 1) + "\n").getBytes(StandardCharsets.UTF_8));
    return before + 1;
  }

  /** What the node joins with. */
  JoinRequest.Key forJoin(String name) {
    return new JoinRequest.Key(key.publicKey(), key.sign(Proofs.join(name, key.publicKey())));
  }

  /** The answer to a challenge. */
  Proof prove(NodeIdentity identity, String nonce) {
    String text = Proofs.channel(identity.cloudId(), identity.nodeId(), nonce, instance, starts);
    return new Proof(instance, starts, key.sign(text));
  }
}
