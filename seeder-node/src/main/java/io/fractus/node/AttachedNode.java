// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.attach.Agent;
import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientFacts;
import io.fractus.node.attach.StockClient;
import io.fractus.node.channel.ChannelEnd;
import io.fractus.node.channel.ChannelPace;
import io.fractus.node.channel.Outbox;
import io.fractus.node.channel.TrackerChannel;
import io.fractus.platform.DataDirectory;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.NodeMessage.Proof;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.channel.TrackerMessage.BitWish;
import io.fractus.protocol.channel.TrackerMessage.Call;
import io.fractus.protocol.channel.TrackerMessage.Challenge;
import io.fractus.protocol.channel.TrackerMessage.Leaving;
import io.fractus.protocol.channel.TrackerMessage.Reach;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node whose engine and store are a stock torrent client: this program tells the client
 * what the tracker wishes, and the tracker what the client has. Thread-safe.
 */
public final class AttachedNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AttachedNode.class);
  private static final String ROLE = "attached-node";
  private static final int FORMAT = 1;

  private final NodeConfig config;
  private final NodeIdentity identity;
  private final Optional<NodeKey> key;
  private final Outbox outbox = new Outbox(Limits.OUTGOING_MAX);
  private final Agent agent;
  private final Channel channel = new Channel();
  private final Parts parts;

  /**
   * Starts the agent of a client. It goes on when the client is away, and speaks for it again when
   * it is back; only at the very first start the client must be there.
   *
   * @param config its host and port are not used: the client has its own
   * @throws NodeException if the directory is another node's, the tracker is another cloud's or
   *     refuses, or the client is not there at the first start
   * @throws io.fractus.platform.DataDirectoryException if the directory is in use or not an agent's
   */
  public static AttachedNode start(NodeConfig config, AttachConfig attach) {
    Parts parts = new Parts();
    try {
      AttachedNode node = new AttachedNode(config, attach, parts);
      if (config.statusPort() != 0) {
        parts.push(StatusServer.start(config.statusPort(), node::status));
      }
      return node;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private AttachedNode(NodeConfig config, AttachConfig attach, Parts parts) {
    SecureRandom random = new SecureRandom();
    this.config = config;
    this.parts = parts;
    DataDirectory directory = DataDirectory.open(config.directory(), ROLE, FORMAT);
    parts.push(directory);
    StockClient client = attach.client().open(attach);
    parts.push(client);
    Optional<NodeIdentity> known = NodeIdentity.load(directory.path(), config.name());
    known.ifPresent(identity -> Registration.check(config, identity, directory.path()));
    this.key =
        NodeKey.open(directory.path(), new StateFiles(directory.path()), known.isPresent(), random);
    this.identity =
        known.orElseGet(
            () -> join(config, attach, directory.path(), key.orElseThrow(), client, random));
    Agent.Order order =
        new Agent.Order(
            identity.cloudId(),
            identity.announce(config.tracker()),
            config.shareBytes(),
            probeHosts(config, attach),
            attach.peerPort());
    this.agent = open(order, client, directory.path().resolve("bits"), random);
    parts.push(channel);
    parts.push(agent);
    agent.start();
    log.info("node {} speaks for {} at {}", identity.name(), attach.client().label(), attach.url());
  }

  private static NodeIdentity join(
      NodeConfig config,
      AttachConfig attach,
      Path directory,
      NodeKey key,
      StockClient client,
      SecureRandom random) {
    try {
      ClientFacts facts = Agent.look(client, attach.peerPort());
      return Registration.join(
          config, directory, facts.port(), key, attach.client().label(), random);
    } catch (ClientException e) {
      throw new NodeException("cannot attach: " + e.getMessage(), e);
    }
  }

  private Agent open(Agent.Order order, StockClient client, Path ledger, SecureRandom random) {
    try {
      return Agent.of(order, client, ledger, random, outbox::offer, channel);
    } catch (IOException e) {
      throw new NodeException("cannot read what was given to the client: " + e.getMessage(), e);
    }
  }

  /** Where the agent itself asks the client for pieces: beside its API, else as peers do. */
  private static List<String> probeHosts(NodeConfig config, AttachConfig attach) {
    String host = attach.url().getHost();
    Set<String> hosts = new LinkedHashSet<>();
    hosts.add(literal(host == null ? "127.0.0.1" : host));
    config.advertisedHost().ifPresent(advertised -> hosts.add(literal(advertised)));
    return List.copyOf(hosts);
  }

  private static String literal(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new NodeException("no address is known for " + host + ": " + e.getMessage(), e);
    }
  }

  /** How the node is now. */
  public NodeStatus status() {
    Traffic traffic = agent.traffic();
    return new NodeStatus(
        identity.name(),
        identity.nodeId(),
        identity.cloudId(),
        channel.isOpen() ? "running" : "paused",
        channel.isOpen() ? List.of() : List.of("the client does not answer"),
        channel.connected(),
        channel.state(),
        channel.client(),
        channel.port(),
        "",
        config.shareBytes(),
        agent.usedBytes(),
        agent.inventory().size(),
        agent.working(),
        "",
        0,
        List.of(),
        agent.lost(),
        0,
        traffic.sent(),
        traffic.received(),
        channel.leave());
  }

  /** Stops the agent and its channel; the client goes on with what it has. */
  @Override
  public void close() {
    parts.close();
  }

  /** The channel to the tracker, open while the client answers. */
  private final class Channel implements Agent.Presence, ChannelEnd, AutoCloseable {
    private volatile @Nullable TrackerChannel open;
    private volatile @Nullable ClientFacts facts;
    private volatile @Nullable Leaving leaving;
    private boolean closed;

    @Override
    public synchronized void up(ClientFacts found) {
      facts = found;
      if (!closed) {
        open =
            TrackerChannel.open(
                config.tracker(),
                identity.token(),
                this,
                outbox,
                ChannelPace.standard(),
                new SecureRandom());
      }
    }

    @Override
    public synchronized void down() {
      TrackerChannel channel = open;
      open = null;
      if (channel != null) {
        channel.close();
      }
    }

    boolean isOpen() {
      return open != null;
    }

    String client() {
      ClientFacts found = facts;
      return found == null || open == null ? "" : found.version();
    }

    NodeStatus.Leave leave() {
      Leaving said = leaving;
      return said == null
          ? new NodeStatus.Leave(false, false, 0, 0, "")
          : new NodeStatus.Leave(
              said.leaving(), said.drained(), said.bitsLeft(), said.bitsAtStart(), said.text());
    }

    @Override
    public Optional<Function<String, Proof>> prover() {
      return key.map(own -> nonce -> own.prove(identity, nonce));
    }

    /** Who wants to leave has the operator drain the node. */
    @Override
    public List<NodeMessage> afterInventory() {
      return List.of();
    }

    boolean connected() {
      TrackerChannel channel = open;
      return channel != null && channel.connected();
    }

    String state() {
      TrackerChannel channel = open;
      return channel == null ? "the client does not answer" : channel.state();
    }

    int port() {
      ClientFacts found = facts;
      return found == null ? 0 : found.port();
    }

    @Override
    public Hello hello() {
      ClientFacts found = facts;
      if (found == null) {
        throw new IllegalStateException("the channel is open before the client was met");
      }
      String version = SeederNode.version() + " beside " + found.version();
      return new Hello(
          config.advertisedHost().orElse(null), found.port(), config.shareBytes(), version);
    }

    @Override
    public List<InfoHash> inventory() {
      return agent.inventory();
    }

    @Override
    public Heartbeat heartbeat() {
      Traffic traffic = agent.traffic();
      return new Heartbeat(
          config.shareBytes(),
          agent.usedBytes(),
          agent.inventory().size(),
          traffic.sent(),
          traffic.received());
    }

    @Override
    public void accept(TrackerMessage message) {
      switch (message) {
        case BitWish wish -> agent.accept(wish);
        case Leaving said -> leaving = said;
        case Challenge _ -> {}
        // A client takes connections, and opens none for us.
        case Call _, Reach _ -> {}
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      down();
    }
  }
}
