// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.platform.Secrets;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.StockNodeReply;
import io.fractus.protocol.control.StockNodeRequest;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Standing;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Stock clients as nodes: {@code POST /api/v1/nodes/stock} registers one, {@code POST
 * /api/v1/nodes/{node}/passkey} gives a node a new passkey, {@code DELETE} of the same refuses the
 * one that it has. Thread-safe.
 */
public final class StockNodes {
  private static final int NODE_ID_DIGITS = 16;

  /** Until a client announces, nobody knows where it is. */
  private static final PeerAddress NOWHERE = new PeerAddress("0.0.0.0", 1);

  private final Authentication authentication;
  private final Registry registry;
  private final KnownNodes nodes;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Supplier<URI> tracker;

  /**
   * @param random makes passkeys, so it must be secure
   * @param tracker where clients reach the tracker
   */
  public StockNodes(
      Authentication authentication,
      Registry registry,
      KnownNodes nodes,
      InstantSource clock,
      RandomGenerator random,
      Supplier<URI> tracker) {
    this.authentication = authentication;
    this.registry = registry;
    this.nodes = nodes;
    this.clock = clock;
    this.random = random;
    this.tracker = tracker;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.post("/api/v1/nodes/stock", this::join);
    config.routes.post("/api/v1/nodes/{node}/passkey", this::rotate);
    config.routes.delete("/api/v1/nodes/{node}/passkey", this::revoke);
  }

  private void join(Context context) throws IOException {
    Authentication.JoinPass pass = authentication.requireJoinOrAdmin(context);
    StockNodeRequest request = JsonHttp.body(context, StockNodeRequest.class);
    String nodeId = Secrets.newHex(random, NODE_ID_DIGITS);
    String passkey = Secrets.newToken(random);
    JoinRequest join =
        new JoinRequest(
            request.name(),
            request.site(),
            request.region(),
            request.nodeClass(),
            request.shareBytes(),
            null,
            NOWHERE.port(),
            "stock");
    Instant now = clock.instant();
    registry.write(rows -> {
      if (rows.nodes().byName(request.name()).isPresent()) {
        throw Membership.nameTaken(request.name());
      }
      pass.use(rows);
      // A token that nobody has: a stock client opens no channel.
      String token = Secrets.fingerprint(Secrets.newToken(random));
      rows.nodes().add(join, NOWHERE, nodeId, token, Secrets.fingerprint(passkey), now);
      NodeRecord node = rows.nodes().byNodeId(nodeId).orElseThrow();
      rows.passkeys().setStock(node.key());
      rows.events().add(node.key(), "joined", null, "as a stock client", now);
      return null;
    });
    JsonHttp.answer(context.status(201), reply(nodeId, passkey));
  }

  private StockNodeReply reply(String nodeId, String passkey) {
    return new StockNodeReply(nodeId, passkey, tracker.get() + "/rss/" + passkey);
  }

  private void rotate(Context context) {
    authentication.requireAdmin(context);
    KnownNode node = node(context);
    requireNotRevoked(node);
    String passkey = nodes.rotate(node, random);
    JsonHttp.answer(context, reply(node.record().nodeId(), passkey));
  }

  /** A new passkey would let it in again. */
  private void requireNotRevoked(KnownNode node) {
    if (registry.read(rows -> rows.admin().standing(node.key())) == Standing.REVOKED) {
      throw new TrackerException(
          new Problem(
              "node-revoked",
              "Node revoked",
              409,
              "node '" + node.record().name() + "' was revoked, for ever"));
    }
  }

  private void revoke(Context context) {
    authentication.requireAdmin(context);
    nodes.revoke(node(context), clock.instant());
    context.status(204);
  }

  private KnownNode node(Context context) {
    String idOrName = context.pathParam("node");
    for (KnownNode node : nodes.all()) {
      if (node.record().nodeId().equals(idOrName) || node.record().name().equals(idOrName)) {
        return node;
      }
    }
    throw new TrackerException(
        new Problem(
            "node-unknown", "Node unknown", 404, "no node has the id or name '" + idOrName + "'"));
  }
}
