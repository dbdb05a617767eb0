// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.channel;

import io.fractus.protocol.Json;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open channel of one node: what is on its way to it and what it was last heard to say.
 * Messages wait in a bounded queue for a thread of the session's own, in the order in which they
 * were sent. Thread-safe, but for the inventory, which belongs to the thread that receives.
 */
public final class NodeSession {
  private static final Logger log = LoggerFactory.getLogger(NodeSession.class);

  private final long node;
  private final String nodeId;
  private final String remoteHost;
  private final Session socket;
  private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(Limits.OUTGOING_MAX);
  private final Set<InfoHash> inFlight = ConcurrentHashMap.newKeySet();
  private final Map<InfoHash, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<InfoHash> inventory = new HashSet<>();
  private final Thread sender;
  private volatile Instant heard;
  private volatile Instant fullUntil = Instant.MIN;
  private volatile boolean ready;
  private volatile boolean inventoried;
  private volatile long shareBytes;
  private volatile boolean gone;
  private volatile boolean silent;
  private volatile String instance = "";
  private volatile Challenged challenged = new Challenged("", new CompletableFuture<>());

  private record Challenged(String nonce, CompletableFuture<Boolean> answered) {}

  NodeSession(long node, String nodeId, String remoteHost, Session socket, Instant now) {
    this.node = node;
    this.nodeId = nodeId;
    this.remoteHost = remoteHost;
    this.socket = socket;
    this.heard = now;
    this.sender = Thread.ofVirtual().name("channel-" + nodeId).unstarted(this::runSender);
  }

  void start() {
    sender.start();
  }

  /** The node's key in the registry. */
  public long node() {
    return node;
  }

  public String nodeId() {
    return nodeId;
  }

  /** The address that it connected from. */
  public String remoteHost() {
    return remoteHost;
  }

  /**
   * Puts a message into the queue. If there is no room for a while, the node does not keep up and
   * its channel is closed: its next inventory says what it missed.
   */
  public void send(TrackerMessage message) {
    if (gone) {
      return;
    }
    try {
      if (!outgoing.offer(
          Json.write(message), Limits.OUTGOING_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("node {} does not read its messages, closing its channel", nodeId);
        disconnect();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the node to prove itself; the future completes when it has. */
  CompletableFuture<Boolean> challenge(String nonce) {
    Challenged now = new Challenged(nonce, new CompletableFuture<>());
    challenged = now;
    send(new TrackerMessage.Challenge(nonce));
    return now.answered();
  }

  /** What the node was asked to sign last; empty if nothing. */
  String nonce() {
    return challenged.nonce();
  }

  /** The node has signed that. */
  void proved(String process) {
    instance = process;
    challenged.answered().complete(true);
  }

  /** The process of the node, as it has proved; empty if it has not. */
  String instance() {
    return instance;
  }

  /**
   * Sends an assignment, unless one for this bit is unanswered and it need not be repeated. Returns
   * whether it did.
   */
  public boolean assign(TrackerMessage.Assign assign, boolean repeat) {
    boolean due = inFlight.add(assign.bit().infoHash()) || repeat;
    if (due) {
      send(assign);
    }
    return due;
  }

  /** Whether the node has yet to answer an assignment of this bit. */
  public boolean isFetching(InfoHash bit) {
    return inFlight.contains(bit);
  }

  /** Whether the node has yet to answer any assignment. */
  public boolean isFetching() {
    return !inFlight.isEmpty();
  }

  /** The node answered; it may be assigned the bit again. */
  public void answered(InfoHash bit) {
    inFlight.remove(bit);
  }

  /** Counts one more failed attempt at a bit, and returns how many there were. */
  public int failedAttempt(InfoHash bit) {
    return attempts.merge(bit, 1, Integer::sum);
  }

  public int attempts(InfoHash bit) {
    return attempts.getOrDefault(bit, 0);
  }

  /** Forgets the failed attempts at a bit. */
  public void succeeded(InfoHash bit) {
    attempts.remove(bit);
  }

  /** Whether the node has tried as often as it shall, and tries no more. */
  public boolean hasGivenUp(InfoHash bit) {
    return attempts(bit) >= Limits.FETCH_ATTEMPTS_MAX && !isFetching(bit);
  }

  /** Has the node let go of a bit, and forgets what was asked of it. */
  public void release(InfoHash bit) {
    answered(bit);
    succeeded(bit);
    send(new TrackerMessage.Release(bit));
  }

  /** Takes a part of the inventory; returns false if there is too much of it. */
  public boolean addInventory(Iterable<InfoHash> bits) {
    bits.forEach(inventory::add);
    return inventory.size() <= Limits.INVENTORY_MAX;
  }

  /** The whole inventory, once; after that the session keeps none. */
  public Set<InfoHash> takeInventory() {
    Set<InfoHash> all = Set.copyOf(inventory);
    inventory.clear();
    inventoried = true;
    return all;
  }

  /** Whether the inventory is over. */
  public boolean isInventoried() {
    return inventoried;
  }

  /** The node has said where it serves: from now on it counts as online. */
  public void ready(long share) {
    shareBytes = share;
    ready = true;
  }

  public boolean isReady() {
    return ready;
  }

  public long shareBytes() {
    return shareBytes;
  }

  public void setShareBytes(long share) {
    shareBytes = share;
  }

  /** The node said that it has no room; it gets no new bits until then, by the steady clock. */
  public void fullUntil(Instant until) {
    fullUntil = until;
  }

  public boolean isFull(Instant now) {
    return now.isBefore(fullUntil);
  }

  void heard(Instant now) {
    heard = now;
  }

  /** When it last said anything, by the steady clock. */
  public Instant heard() {
    return heard;
  }

  /** Drops the connection, because nothing was heard for too long. */
  void dropSilent() {
    silent = true;
    disconnect();
  }

  /** Whether its channel was dropped because nothing was heard for too long. */
  public boolean isSilent() {
    return silent;
  }

  boolean isOpen() {
    return !gone && socket.isOpen();
  }

  /** Asks the node's program to close, with a reason. */
  void close(int status, String reason) {
    gone = true;
    sender.interrupt();
    socket.close(status, reason, Callback.from(() -> {}, _ -> socket.disconnect()));
  }

  /** Drops the connection at once. */
  public void disconnect() {
    gone = true;
    sender.interrupt();
    socket.disconnect();
  }

  private void runSender() {
    try {
      while (!gone) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        socket.sendText(
            outgoing.take(), Callback.from(() -> sent.complete(null), sent::completeExceptionally));
        sent.get(Limits.FRAME_SEND_MAX.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      log.debug("channel of node {} ends", nodeId);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("cannot send to node {}: {}", nodeId, e.toString());
      disconnect();
    }
  }
}
