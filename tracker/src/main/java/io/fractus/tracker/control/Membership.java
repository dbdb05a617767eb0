// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.platform.Secrets;
import io.fractus.platform.SigningKey;
import io.fractus.protocol.Proofs;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Lets nodes join, and shows those that did. Thread-safe. */
final class Membership {
  private static final int NODE_ID_DIGITS = 16;

  private final Registry registry;
  private final Sessions sessions;
  private final String cloudId;
  private final InstantSource clock;
  private final RandomGenerator random;

  Membership(
      Registry registry,
      Sessions sessions,
      String cloudId,
      InstantSource clock,
      RandomGenerator random) {
    this.registry = registry;
    this.sessions = sessions;
    this.cloudId = cloudId;
    this.clock = clock;
    this.random = random;
  }

  /** A new node with new secrets, of which only the fingerprints are kept. */
  JoinReply join(JoinRequest request, String remoteHost, Authentication.JoinPass pass) {
    String host = request.host() == null ? remoteHost : request.host();
    PeerAddress peer = new PeerAddress(host, request.port());
    JoinReply reply =
        new JoinReply(
            cloudId,
            Secrets.newHex(random, NODE_ID_DIGITS),
            Secrets.newToken(random),
            Secrets.newToken(random));
    Instant now = clock.instant();
    requireProof(request);
    return registry.write(rows -> {
      Optional<NodeRecord> before = rows.nodes().byName(request.name());
      if (before.isPresent()) {
        return again(rows, before.get(), request, reply, now);
      }
      pass.use(rows);
      rows.nodes()
          .add(
              request,
              peer,
              reply.nodeId(),
              Secrets.fingerprint(reply.token()),
              Secrets.fingerprint(reply.passkey()),
              now);
      NodeRecord node = rows.nodes().byNodeId(reply.nodeId()).orElseThrow();
      rows.keys()
          .setPublicKey(node.key(), request.key() == null ? null : request.key().publicKey());
      if (request.client() != null) {
        rows.passkeys().setStock(node.key());
      }
      rows.events().add(node.key(), "joined", null, joined(request, remoteHost), now);
      return reply;
    });
  }

  /** One with the key of that name joins again: it never heard that it had joined. */
  private static JoinReply again(
      Rows rows, NodeRecord node, JoinRequest request, JoinReply reply, Instant now) {
    JoinRequest.Key key = request.key();
    Optional<String> known = rows.keys().publicKey(node.key());
    boolean same = key != null && known.isPresent() && known.get().equals(key.publicKey());
    if (!same || rows.admin().standing(node.key()) == Standing.REVOKED) {
      throw nameTaken(request.name());
    }
    rows.keys()
        .renew(
            node.key(), Secrets.fingerprint(reply.token()), Secrets.fingerprint(reply.passkey()));
    rows.events().add(node.key(), "joined", null, "once more, with its key", now);
    return new JoinReply(reply.cloudId(), node.nodeId(), reply.passkey(), reply.token());
  }

  private static void requireProof(JoinRequest request) {
    JoinRequest.Key key = request.key();
    if (key == null) {
      return;
    }
    String text = Proofs.join(request.name(), key.publicKey());
    if (!SigningKey.isPublicKey(key.publicKey())
        || !SigningKey.verifies(key.publicKey(), text, key.proof())) {
      throw new TrackerException(
          new Problem(
              "wrong-key",
              "Wrong key",
              400,
              "the key of node '" + request.name() + "' is none, or did not sign its name"));
    }
  }

  private static String joined(JoinRequest request, String remoteHost) {
    String from = "from " + remoteHost;
    return request.client() == null ? from : from + ", as the agent of " + request.client();
  }

  static TrackerException nameTaken(String name) {
    return new TrackerException(
        new Problem(
            "name-taken",
            "Name taken",
            409,
            "a node named '"
                + name
                + "' has joined before: choose another name,"
                + " or start it with the data directory it joined with"));
  }

  /** The events of a node by its id or its name. */
  List<NodeEvent> events(String idOrName) {
    return registry.read(rows -> {
      Optional<NodeRecord> byId = rows.nodes().byNodeId(idOrName);
      Optional<NodeRecord> node = byId.isPresent() ? byId : rows.nodes().byName(idOrName);
      return rows.events()
          .of(
              node.orElseThrow(() ->
                      new TrackerException(
                          new Problem(
                              "node-unknown",
                              "Node unknown",
                              404,
                              "no node has the id or the name '" + idOrName + "'")))
                  .key());
    });
  }

  int registered() {
    return registry.read(rows -> rows.nodes().count());
  }

  int online() {
    return sessions.onlineCount();
  }
}
