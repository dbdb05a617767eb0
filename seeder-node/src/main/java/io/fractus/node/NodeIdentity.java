// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.platform.DurableFiles;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.JoinReply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who a node is, for as long as its directory lives: {@code node.json}, readable by its owner only.
 *
 * @param passkey its key in announces, a secret
 * @param token its bearer token, a secret
 */
record NodeIdentity(String cloudId, String nodeId, String name, String passkey, String token) {
  private static final String FILE = "node.json";

  static NodeIdentity of(String name, JoinReply reply) {
    return new NodeIdentity(reply.cloudId(), reply.nodeId(), name, reply.passkey(), reply.token());
  }

  /**
   * Reads the identity of a directory, if it has one.
   *
   * @param name the name that the node is to have
   * @throws NodeException if the directory belongs to another node, or the file is damaged
   */
  static Optional<NodeIdentity> load(Path directory, String name) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    NodeIdentity found;
    try {
      found = Json.read(Files.readString(file), NodeIdentity.class);
    } catch (IOException | IllegalArgumentException e) {
      throw new NodeException(
          "cannot read " + file + ": " + e.getMessage() + "; restore it, or use another directory",
          e);
    }
    if (!found.name.equals(name)) {
      throw new NodeException(
          "the directory "
              + directory
              + " belongs to node "
              + found.name
              + " of cloud "
              + found.cloudId
              + ": use its name or another directory");
    }
    return Optional.of(found);
  }

  void save(Path directory) {
    try {
      DurableFiles.write(
          directory.resolve(FILE), (Json.write(this) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new NodeException("cannot write " + directory.resolve(FILE) + ": " + e, e);
    }
  }

  /** The announce URL of this node and no other. */
  String announce(URI tracker) {
    return tracker.resolve("/announce?passkey=" + passkey).toString();
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "NodeIdentity[cloudId=" + cloudId + ", nodeId=" + nodeId + ", name=" + name + "]";
  }
}
