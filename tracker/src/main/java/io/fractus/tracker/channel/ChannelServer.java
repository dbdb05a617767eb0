// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.channel;

import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.tracker.registry.NodeRecord;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket {@code /api/v1/channel}: from frames to {@link NodeListener}. Thread-safe. */
public final class ChannelServer {
  private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);
  private static final String PATH = "/api/v1/channel";
  private static final String NODE = "node";
  private static final int POLICY_VIOLATION = 1008;
  private static final int REPLACED = 4001;
  private static final int WRONG_KEY = 4003;

  private final Sessions sessions;
  private final NodeListener listener;
  private final Function<Context, NodeRecord> authentication;
  private final Identities identities;
  private final InstantSource steady;
  private final Duration heartbeatTimeout;
  private final Map<String, NodeSession> bySocket = new ConcurrentHashMap<>();

  /** Those that have yet to prove their key. */
  private final Set<NodeSession> unproved = ConcurrentHashMap.newKeySet();

  /**
   * @param authentication tells whose token a request has, or throws what refuses it
   * @param steady the clock by which sessions are silent
   */
  public ChannelServer(
      Sessions sessions,
      NodeListener listener,
      Function<Context, NodeRecord> authentication,
      Identities identities,
      InstantSource steady,
      Duration heartbeatTimeout) {
    this.sessions = sessions;
    this.listener = listener;
    this.authentication = authentication;
    this.identities = identities;
    this.steady = steady;
    this.heartbeatTimeout = heartbeatTimeout;
  }

  /** Adds the route. */
  public void register(JavalinConfig config) {
    config.routes.wsBeforeUpgrade(
        PATH, context -> context.attribute(NODE, authentication.apply(context)));
    config.routes.ws(PATH, this::configure);
  }

  private void configure(WsConfig ws) {
    ws.onConnect(this::connected);
    ws.onMessage(this::received);
    ws.onClose(this::closed);
    ws.onError(context -> log.debug("channel error: {}", String.valueOf(context.error())));
  }

  private void connected(WsConnectContext context) {
    NodeRecord node = context.attribute(NODE);
    if (node == null || sessions.isClosing()) {
      context.closeSession(POLICY_VIOLATION, "not authenticated");
      return;
    }
    context.session.setMaxTextMessageSize(Limits.MESSAGE_BYTES_MAX);
    // Heartbeats keep it busy; a channel that is idle for so long is dead in any case.
    context.session.setIdleTimeout(heartbeatTimeout.multipliedBy(2));
    NodeSession session =
        new NodeSession(
            node.key(), node.nodeId(), remoteHost(context), context.session, steady.instant());
    bySocket.put(context.sessionId(), session);
    session.start();
    Optional<String> key = identities.key(node.key());
    if (key.isPresent()) {
      unproved.add(session);
      var _ = session.challenge(identities.newNonce());
    } else {
      admit(session);
    }
  }

  private void admit(NodeSession session) {
    NodeSession previous = sessions.replace(session);
    if (previous != null && previous.isOpen()) {
      previous.close(REPLACED, "another channel of this node was opened");
      listener.duplicate(session);
    }
  }

  /** One that has a key is let in, or not, when it has proved that; or it proves it once more. */
  private void proved(NodeSession session, NodeMessage.Proof proof) {
    Optional<String> key = identities.key(session.node());
    if (key.isEmpty() || !identities.proves(session, key.get(), session.nonce(), proof)) {
      identities.wrongKey(session);
      session.close(WRONG_KEY, "this node's key did not sign that: is its directory damaged?");
      return;
    }
    session.proved(proof.instance());
    if (!unproved.remove(session)) {
      return;
    }
    NodeSession other = sessions.any(session.node()).orElse(null);
    if (other != null && !other.instance().equals(proof.instance()) && isAlive(other)) {
      identities.cloned(session, other);
      session.close(Limits.CLONED, "a node with this identity is here: this directory is a copy");
      return;
    }
    identities.proved(session, proof);
    admit(session);
  }

  /** A channel may be open that leads nowhere any more, such as after a change of address. */
  private boolean isAlive(NodeSession other) {
    CompletableFuture<Boolean> answered = other.challenge(identities.newNonce());
    long end = System.nanoTime() + io.fractus.tracker.Limits.PROOF_WAIT_MAX.toNanos();
    while (other.isOpen() && System.nanoTime() < end) {
      try {
        return answered.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        log.trace("node {} has not answered yet", other.nodeId());
      } catch (ExecutionException e) {
        throw new IllegalStateException("it is only ever completed well", e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return false;
  }

  private static String remoteHost(WsContext context) {
    return context.session.getRemoteSocketAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "127.0.0.1";
  }

  private void received(WsMessageContext context) {
    NodeSession session = bySocket.get(context.sessionId());
    if (session == null || !session.isOpen()) {
      return;
    }
    session.heard(steady.instant());
    NodeMessage message;
    try {
      message = Json.read(context.message(), NodeMessage.class);
    } catch (IllegalArgumentException e) {
      log.warn("node {} sent what is no message: {}", session.nodeId(), e.getMessage());
      session.close(POLICY_VIOLATION, "not a message");
      return;
    }
    try {
      if (message instanceof NodeMessage.Proof proof) {
        proved(session, proof);
      } else if (unproved.contains(session)) {
        session.close(WRONG_KEY, "prove your key first: update the program of this node");
      } else {
        listener.said(session, message);
      }
    } catch (RuntimeException e) {
      if (sessions.isClosing()) {
        return;
      }
      log.error("cannot handle what node {} said, closing its channel", session.nodeId(), e);
      session.disconnect();
    }
    // Handling may have taken long, with the node's heartbeats waiting behind it.
    session.heard(steady.instant());
  }

  private void closed(WsContext context) {
    NodeSession session = bySocket.remove(context.sessionId());
    if (session == null) {
      return;
    }
    unproved.remove(session);
    session.disconnect();
    if (!sessions.remove(session) || sessions.isClosing()) {
      return;
    }
    try {
      listener.gone(session);
    } catch (RuntimeException e) {
      if (sessions.isClosing()) {
        log.debug("the tracker stopped while node {} left", session.nodeId());
      } else {
        log.error("cannot record that node {} left", session.nodeId(), e);
      }
    }
  }
}
