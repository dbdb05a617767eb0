// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.channel;

import io.fractus.platform.Secrets;
import io.fractus.platform.SigningKey;
import io.fractus.protocol.Proofs;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.tracker.registry.Registry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Whether those who open channels are the nodes that they say they are. Thread-safe. */
public final class Identities {
  private final Registry registry;
  private final String cloudId;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random makes what is to be signed, so it must be secure
   */
  public Identities(
      Registry registry, String cloudId, InstantSource clock, RandomGenerator random) {
    this.registry = registry;
    this.cloudId = cloudId;
    this.clock = clock;
    this.random = random;
  }

  /** The public key that a node joined with; one without is known by its token alone. */
  Optional<String> key(long node) {
    return registry.read(rows -> rows.keys().publicKey(node));
  }

  String newNonce() {
    return Secrets.newToken(random);
  }

  /** Whether a proof answers a challenge. */
  boolean proves(NodeSession session, String key, String nonce, NodeMessage.Proof proof) {
    String text =
        Proofs.channel(cloudId, session.nodeId(), nonce, proof.instance(), proof.starts());
    return SigningKey.verifies(key, text, proof.signature());
  }

  /** A node has proved that it is itself. */
  void proved(NodeSession session, NodeMessage.Proof proof) {
    registry.write(rows -> {
      long before = rows.keys().starts(session.node());
      if (proof.starts() < before) {
        rows.events()
            .add(
                session.node(),
                "old-directory",
                null,
                "was started %d times and says %d: its directory is a copy or a backup"
                    .formatted(before, proof.starts()),
                clock.instant());
      } else {
        rows.keys().setStarts(session.node(), proof.starts());
      }
      return null;
    });
  }

  /** Somebody has the token of a node and not its key. */
  void wrongKey(NodeSession session) {
    event(
        session, "wrong-key", "from " + session.remoteHost() + ", with its token and not its key");
  }

  /** Somebody has token and key of a node that is here: its directory runs twice. */
  void cloned(NodeSession refused, NodeSession alive) {
    event(
        refused,
        "cloned",
        "a copy of its directory runs at %s and was refused; the node is at %s"
            .formatted(refused.remoteHost(), alive.remoteHost()));
  }

  private void event(NodeSession session, String kind, String detail) {
    registry.write(rows -> {
      rows.events().add(session.node(), kind, null, detail, clock.instant());
      return null;
    });
  }
}
