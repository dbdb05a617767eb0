// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.node.Limits;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.BitWish;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stock client does for the cloud: a thread that gives it the tracker's orders one by one,
 * and looks how far it is. Thread-safe.
 */
public final class Agent implements AutoCloseable {
  /*
   * The agent knows two states: the client answers, or it does not. Only while it answers is the
   * channel to the tracker open, so that a client that is away is a node that is away, and never
   * one that lost its bits:
   *
   *   prepare the client ─▶ reconcile the ledger with it ─▶ presence.up() ─▶ orders and looks
   *        ▲                                                                      │
   *        └── wait a moment ◀── presence.down() ◀── the client does not answer ◀─┘
   *
   * An order that is lost on the way down is given again by the tracker when it has the inventory.
   */
  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  private final StockClient client;
  private final BitsOfClient bits;
  private final Consumer<NodeMessage> outgoing;
  private final Presence presence;
  private final int peerPort;
  private final BlockingQueue<BitWish> orders = new LinkedBlockingQueue<>(Limits.ASSIGNMENTS_MAX);
  private final Thread thread = Thread.ofVirtual().name("agent").unstarted(this::run);
  private volatile boolean closed;
  private String trouble = "";

  /** Is told whether the client answers. Called by the agent's thread. */
  public interface Presence {
    /** It answers, and the inventory is right. */
    void up(ClientFacts facts);

    /** It does not. */
    void down();
  }

  private Agent(
      StockClient client,
      BitsOfClient bits,
      int peerPort,
      Consumer<NodeMessage> outgoing,
      Presence presence) {
    this.client = client;
    this.bits = bits;
    this.peerPort = peerPort;
    this.outgoing = outgoing;
    this.presence = presence;
  }

  /**
   * Makes the agent of a client, which it closes in the end.
   *
   * @param order what it is for
   * @param ledger its directory, used by nothing else
   * @param outgoing told what the tracker is to know; must not block
   * @throws IOException if the directory cannot be read or written
   */
  public static Agent of(
      Order order,
      StockClient client,
      Path ledger,
      RandomGenerator random,
      Consumer<NodeMessage> outgoing,
      Presence presence)
      throws IOException {
    BitsOfClient bits =
        new BitsOfClient(
            order.cloudId(),
            order.announce(),
            order.shareBytes(),
            Ledger.open(ledger),
            client,
            new ServeProbe(order.probeHosts(), random),
            outgoing);
    return new Agent(client, bits, order.peerPort(), outgoing, presence);
  }

  /**
   * What an agent is for.
   *
   * @param cloudId only bits of this cloud are taken
   * @param announce the node's own announce URL, a secret
   * @param shareBytes the most that its bits may take
   * @param probeHosts literal addresses on which the client may be reached from here
   * @param peerPort on which they do, or 0 for the one that the client says
   */
  public record Order(
      String cloudId, String announce, long shareBytes, List<String> probeHosts, int peerPort) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Order[cloudId=" + cloudId + ", shareBytes=" + shareBytes + "]";
    }
  }

  /**
   * The client as it is now, with its settings put right.
   *
   * @param peerPort on which peers reach it, or 0 for the one that it says
   */
  public static ClientFacts look(StockClient client, int peerPort) {
    ClientFacts facts = client.prepare().withPort(peerPort).checked();
    facts.changed().forEach(change -> log.info("{}: {}", facts.version(), change));
    return facts;
  }

  /** Starts to work. Called once. */
  public void start() {
    thread.start();
  }

  /** Takes an order of the tracker; never blocks. */
  public void accept(BitWish message) {
    if (!orders.offer(message) && message instanceof Assign assign) {
      outgoing.accept(
          new Failed(
              assign.bit().infoHash(), Reason.UNREACHABLE, "too many orders are waiting here"));
    }
  }

  /** All bits that are complete. */
  public List<InfoHash> inventory() {
    return bits.inventory();
  }

  /** Bits that the client works on. */
  public int working() {
    return bits.working();
  }

  /** Bits that were complete and no longer are, since the start. */
  public long lost() {
    return bits.lost();
  }

  /** Bytes of the share that are taken. */
  public long usedBytes() {
    return bits.usedBytes();
  }

  /** Bytes that the client moved for the cloud since the start, as it says itself. */
  public Traffic traffic() {
    return bits.traffic();
  }

  private void run() {
    try {
      while (!closed) {
        try {
          ClientFacts facts = look(client, peerPort);
          bits.met(facts);
          bits.reconcile();
          note("");
          presence.up(facts);
          work();
        } catch (ClientException e) {
          note(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          note(e.toString());
          log.error("the agent broke, and begins anew", e);
        }
        presence.down();
        if (!closed) {
          Thread.sleep(Limits.CLIENT_RETRY);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Logs what is new: a client that is away for a day is one line. */
  private void note(String news) {
    if (!news.equals(trouble)) {
      if (news.isEmpty()) {
        log.info("the client answers again");
      } else {
        log.warn("the client is taken for away: {}", news);
      }
      trouble = news;
    }
  }

  private void work() throws InterruptedException {
    long looked = System.nanoTime();
    long lookedAtAll = looked;
    while (!closed) {
      BitWish order = orders.poll(Limits.CLIENT_FETCH_LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (order != null) {
        bits.obey(order);
      }
      if (isPast(looked, Limits.CLIENT_FETCH_LOOK)) {
        bits.lookAtWork();
        looked = System.nanoTime();
      }
      if (isPast(lookedAtAll, Limits.LOOK_INTERVAL)) {
        bits.lookAtAll();
        lookedAtAll = System.nanoTime();
      }
    }
  }

  private static boolean isPast(long sinceNanos, Duration time) {
    return System.nanoTime() - sinceNanos >= time.toNanos();
  }

  /** Stops giving orders; the client goes on with what it has. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Limits.STOP_TIME_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
