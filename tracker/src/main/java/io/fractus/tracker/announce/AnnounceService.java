// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.swarm.Announce;
import io.fractus.tracker.swarm.Outcome;
import io.fractus.tracker.swarm.Outcome.Answer;
import io.fractus.tracker.swarm.Outcome.Counts;
import io.fractus.tracker.swarm.Outcome.None;
import io.fractus.tracker.swarm.SwarmKey;
import io.fractus.tracker.swarm.Swarms;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Announces and scrapes as HTTP and UDP have them in common: who asks, how often, what is answered.
 * Answers from memory; what is not there is read by those who may wait. Thread-safe.
 */
public final class AnnounceService {
  private final KnownNodes nodes;
  private final Swarms swarms;
  private final Claims claims;
  private final InstantSource steady;
  private final long seed;
  private final Semaphore reading = new Semaphore(Limits.SWARM_READERS_MAX);
  private final LongAdder announces = new LongAdder();

  /** Is told what clients say of themselves. Must not block. */
  public interface Claims {
    /**
     * The client of a node announced, and did not stop.
     *
     * @param peer where it says that it listens
     * @param isOther whether it is another program than at the last announce
     */
    void heard(KnownNode node, Supplier<PeerAddress> peer, boolean isOther);

    /** It says that it has all of a bit, and the registry does not know it yet. */
    void complete(KnownNode node, InfoHash bit, PeerAddress peer);

    /** It says that it has not, and the registry has its copy as complete. */
    void lost(KnownNode node, InfoHash bit);
  }

  /**
   * @param seed spreads the intervals of this tracker its own way
   */
  public AnnounceService(
      KnownNodes nodes, Swarms swarms, Claims claims, InstantSource steady, long seed) {
    this.nodes = nodes;
    this.swarms = swarms;
    this.claims = claims;
    this.steady = steady;
    this.seed = seed;
  }

  /** Announces taken since the start. */
  public long announces() {
    return announces.sum();
  }

  /**
   * Whose passkey it is.
   *
   * @param bit what is asked for, for a key that was made for one bit
   * @throws AnnounceException if it is nobody's
   */
  public KnownNode node(byte @Nullable [] passkey, @Nullable InfoHash bit) {
    if (passkey == null) {
      throw Refusal.NO_PASSKEY.thrown();
    }
    KnownNode node = nodes.find(passkey, bit);
    if (node == null) {
      throw Refusal.UNKNOWN_PASSKEY.thrown();
    }
    return node;
  }

  /**
   * Takes an announce.
   *
   * @param address four or sixteen bytes
   * @param mayWait whether to read a swarm that is not in memory; if not, null says that one must
   * @throws AnnounceException if it is refused
   */
  public @Nullable Answer announce(
      KnownNode node, Announce announce, byte[] address, boolean mayWait) {
    long now = steady.millis();
    if (!node.mayAnnounce(now)) {
      throw Refusal.TOO_OFTEN.thrown();
    }
    Outcome outcome = swarms.announce(node, announce, address);
    if (outcome == None.NOT_LOADED) {
      if (!mayWait) {
        return null;
      }
      read(announce.swarm());
      outcome = swarms.announce(node, announce, address);
    }
    Answer answer = answer(outcome);
    announces.increment();
    boolean isOther = node.client(announce.client());
    node.seen(now);
    if (announce.event() != Announce.Event.STOPPED) {
      claims.heard(node, () -> peer(address, announce.port()), isOther);
    }
    if (node.isStock() && answer.claim() != Answer.Claim.NONE) {
      claim(node, announce, address, answer.claim());
    }
    return answer;
  }

  private void claim(KnownNode node, Announce announce, byte[] address, Answer.Claim claim) {
    InfoHash bit = announce.swarm().infoHash();
    if (claim == Answer.Claim.LOST) {
      claims.lost(node, bit);
    } else if (announce.port() > 0) {
      claims.complete(node, bit, peer(address, announce.port()));
    }
  }

  private static PeerAddress peer(byte[] address, int port) {
    try {
      return new PeerAddress(InetAddress.getByAddress(address).getHostAddress(), port);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("an address has four or sixteen bytes", e);
    }
  }

  /**
   * Who is in a swarm.
   *
   * @param node who asks, or null if it is known from its address
   * @return null if the swarm must be read, and the caller may not wait
   * @throws AnnounceException if the node has nothing to do with it
   */
  @Nullable Answer scrape(@Nullable KnownNode node, SwarmKey key, boolean mayWait) {
    Outcome outcome = swarms.scrape(node, key);
    if (outcome == None.NOT_LOADED) {
      if (!mayWait) {
        return null;
      }
      read(key);
      outcome = swarms.scrape(node, key);
    }
    return answer(outcome);
  }

  /**
   * The node whose client announced from this address and port in the swarm before.
   *
   * @throws AnnounceException if there is none
   */
  public KnownNode nodeAt(SwarmKey swarm, byte[] address, int port) {
    KnownNode node = swarms.nodeAt(swarm, address, port);
    if (node == null) {
      throw Refusal.UNKNOWN_CLIENT.thrown();
    }
    return node;
  }

  /** Who is in a swarm, for an address that is in it; nobody for every other. */
  public Counts countsFor(SwarmKey swarm, byte[] address) {
    return swarms.nodeAt(swarm, address, Swarms.ANY_PORT) == null
        ? Counts.NONE
        : swarms.counts(swarm);
  }

  void limit(KnownNode node) {
    if (!node.mayAnnounce(steady.millis())) {
      throw Refusal.TOO_OFTEN.thrown();
    }
  }

  private static Answer answer(Outcome outcome) {
    return switch (outcome) {
      case Answer answer -> answer;
      case None.NOT_LOADED -> throw Refusal.BUSY.thrown();
      case None.NOT_REGISTERED -> throw Refusal.UNREGISTERED.thrown();
    };
  }

  private void read(SwarmKey key) {
    try {
      if (!reading.tryAcquire(Limits.SWARM_READ_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.BUSY.thrown();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Refusal.BUSY.thrown();
    }
    try {
      if (!swarms.load(key)) {
        throw Refusal.UNREGISTERED.thrown();
      }
    } finally {
      reading.release();
    }
  }

  /**
   * When to announce again, in seconds: the interval and up to a tenth less or more, other for each
   * node and bit and time, so that what was started together does not stay together.
   */
  public int interval(KnownNode node, SwarmKey key) {
    long seconds = Limits.ANNOUNCE_INTERVAL.toSeconds();
    long spread = seconds / 5 + 1;
    long z = seed ^ key.high() ^ (node.key() << 40) ^ (steady.millis() >>> 16);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) (seconds - seconds / 10 + Math.floorMod(z ^ (z >>> 31), spread));
  }
}
