// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.channel;

import io.fractus.platform.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The channels that are open, one a node. A node is online while its channel is open, it has said
 * hello and was heard lately. Thread-safe.
 */
public final class Sessions {
  private static final int GOING_AWAY = 1001;

  private final Map<Long, NodeSession> byNode = new ConcurrentHashMap<>();
  private final Reachability reachability = new Reachability();
  private final Clocks clocks;
  private final Duration heartbeatTimeout;
  private volatile LongPredicate elsewhere = _ -> false;
  private volatile boolean closing;

  public Sessions(Clocks clocks, Duration heartbeatTimeout) {
    this.clocks = clocks;
    this.heartbeatTimeout = heartbeatTimeout;
  }

  /** The session of a node that is online. */
  public Optional<NodeSession> online(long node) {
    NodeSession session = byNode.get(node);
    return session != null && isOnline(session) ? Optional.of(session) : Optional.empty();
  }

  /** Whether a node has a channel, or is there without one. */
  public boolean isOnline(long node) {
    return online(node).isPresent() || elsewhere.test(node);
  }

  /** Sets who says whether a node without a channel is there, such as a stock client. */
  public void alsoOnline(LongPredicate other) {
    elsewhere = other;
  }

  /** To which nodes others can connect. */
  public Reachability reachability() {
    return reachability;
  }

  public int onlineCount() {
    return (int) byNode.values().stream().filter(this::isOnline).count();
  }

  /** The session of a node that has one, online or not. */
  public Optional<NodeSession> any(long node) {
    return Optional.ofNullable(byNode.get(node));
  }

  private boolean isOnline(NodeSession session) {
    return session.isReady() && session.isOpen() && isFresh(session);
  }

  private boolean isFresh(NodeSession session) {
    return clocks.steady().instant().isBefore(session.heard().plus(heartbeatTimeout));
  }

  /** When a node last said anything, by the wall clock. */
  public Instant heardAt(NodeSession session) {
    return clocks.toWall(session.heard());
  }

  /** Puts a session in place and returns the one it takes the place of, or null. */
  @Nullable NodeSession replace(NodeSession session) {
    return byNode.put(session.node(), session);
  }

  /** Removes a session; returns false if another has taken its place. */
  boolean remove(NodeSession session) {
    return byNode.remove(session.node(), session);
  }

  /** Drops the channels of nodes that went silent. */
  public void dropSilent() {
    byNode.values().stream().filter(session -> !isFresh(session)).forEach(NodeSession::dropSilent);
  }

  boolean isClosing() {
    return closing;
  }

  /** Closes all channels, because the tracker stops: this says nothing about the nodes. */
  public void close() {
    closing = true;
    List<NodeSession> all = new ArrayList<>(byNode.values());
    all.forEach(session -> session.close(GOING_AWAY, "the tracker stops"));
  }
}
