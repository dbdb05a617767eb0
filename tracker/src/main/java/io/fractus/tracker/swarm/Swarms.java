// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.swarm.Announce.Event;
import io.fractus.tracker.swarm.Outcome.Answer;
import io.fractus.tracker.swarm.Outcome.Counts;
import io.fractus.tracker.swarm.Outcome.None;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The peers of every bit that somebody announced lately, in memory. A restart forgets them and the
 * next announces bring them back. Bounded by {@link Limits#PEERS_MAX}; thread-safe.
 */
public final class Swarms {
  /*
   * A swarm has an entry for every node that the registry gives the bit to, whether it announced or
   * not: so the entry is also the permission to announce, and a swarm that is in memory is answered
   * for without the registry. A swarm that is not, or whose copies changed, is read by whoever asks
   * for it next; announces between the reading and a change of the registry see the change counter
   * of the table, and the swarm is read again.
   *
   * Memory: 48 bytes a peer (see PeerBlock) and some 70 a swarm, which at ten peers a swarm makes
   * 55 a peer. What is said of a node and not of one of its bits is in KnownNode, once.
   *
   * Tables are locked one by one: two announces meet in one of 256.
   */

  /** In place of a port: whichever it is. */
  public static final int ANY_PORT = -1;

  private static final int TABLES = 256;

  private final SwarmTable[] tables = new SwarmTable[TABLES];
  private final AtomicInteger entries = new AtomicInteger();
  private final Gateways gateways = new Gateways();
  private final InstantSource steady;
  private final SwarmSource source;
  private final KnownNodes nodes;
  private final PeerChoice choice;
  private final long baseSeconds;

  /**
   * @param online whether a node that has not announced is there nevertheless
   * @param seed makes the order of equal peers this tracker's own
   */
  public Swarms(
      InstantSource steady,
      SwarmSource source,
      KnownNodes nodes,
      LongPredicate online,
      PeerRank rank,
      long seed) {
    this.steady = steady;
    this.source = source;
    this.nodes = nodes;
    this.choice = new PeerChoice(nodes, online, rank, seed);
    this.baseSeconds = steady.instant().getEpochSecond() - 1;
    for (int i = 0; i < TABLES; i++) {
      tables[i] = new SwarmTable();
    }
  }

  private SwarmTable table(SwarmKey key) {
    return tables[key.shard(TABLES)];
  }

  /** Seconds since just before the start: 0 is never. */
  private int now() {
    return (int) Math.max(1, steady.millis() / 1_000 - baseSeconds);
  }

  /** Takes an announce and answers it; never blocks for long. */
  public Outcome announce(KnownNode node, Announce announce, byte[] address) {
    SwarmTable table = table(announce.swarm());
    int now = now();
    synchronized (table) {
      long[] block = table.find(announce.swarm());
      if (block == null || PeerBlock.isStale(block)) {
        return None.NOT_LOADED;
      }
      int at = PeerBlock.find(block, node.key());
      if (at < 0) {
        return None.NOT_REGISTERED;
      }
      update(block, at, node, announce, address, now);
      boolean gets = !announce.complete() && announce.event() != Event.STOPPED;
      PeerList peers =
          gets
              ? choice.choose(block, at, node, announce.wanted(), now, gateway(block))
              : PeerList.EMPTY;
      return new Answer(count(block, now), peers, claim(block, at, announce));
    }
  }

  private static Answer.Claim claim(long[] block, int at, Announce announce) {
    boolean holds = PeerBlock.has(block, at, PeerBlock.HOLDS);
    if (announce.event() == Event.STOPPED || holds == announce.complete()) {
      return Answer.Claim.NONE;
    }
    return holds ? Answer.Claim.LOST : Answer.Claim.COMPLETE;
  }

  private @Nullable Gateway gateway(long[] block) {
    return gateways.get(PeerBlock.gateway(block));
  }

  private static void update(
      long[] block, int at, KnownNode node, Announce announce, byte[] address, int now) {
    count(block, at, node, announce);
    int before = PeerBlock.announced(block, at);
    if (announce.event() == Event.STOPPED) {
      leave(block, at);
      return;
    }
    // One that listens elsewhere, or was started anew, is at its old other address no more; the
    // announces of one start by IPv4 and IPv6 are seconds apart.
    boolean anew =
        announce.event() == Event.STARTED && now - before > Limits.SAME_START_MAX.toSeconds();
    if (anew || announce.port() != PeerBlock.port(block, at)) {
      PeerBlock.clearAddresses(block, at);
    }
    if (announce.event() == Event.COMPLETED && !PeerBlock.has(block, at, PeerBlock.SEEDS)) {
      PeerBlock.addCompleted(block);
    }
    PeerBlock.setPort(block, at, announce.port());
    PeerBlock.setAddress(block, at, address);
    PeerBlock.setAnnounced(block, at, now);
    PeerBlock.set(block, at, PeerBlock.SEEDS, announce.complete());
    PeerBlock.set(block, at, PeerBlock.PAUSED, announce.event() == Event.PAUSED);
  }

  /** Adds what is more than at the last announce; less than that is a client started anew. */
  private static void count(long[] block, int at, KnownNode node, Announce announce) {
    boolean started = announce.event() == Event.STARTED;
    long up = more(block[at + 4], announce.uploaded(), started);
    long down = more(block[at + 5], announce.downloaded(), started);
    node.reported(up, down);
    if (announce.uploaded() >= 0) {
      block[at + 4] = announce.uploaded();
    }
    if (announce.downloaded() >= 0) {
      block[at + 5] = announce.downloaded();
    }
  }

  private static long more(long before, long now, boolean started) {
    if (now < 0 || (before < 0 && !started)) {
      return 0;
    }
    return before < 0 || now < before ? now : now - before;
  }

  private static void leave(long[] block, int at) {
    PeerBlock.clearAddresses(block, at);
    PeerBlock.setAnnounced(block, at, 0);
    PeerBlock.set(block, at, PeerBlock.SEEDS | PeerBlock.PAUSED, false);
  }

  private Counts count(long[] block, int now) {
    int complete = 0;
    int incomplete = 0;
    int paused = 0;
    for (int at = PeerBlock.HEADER; at < PeerBlock.end(block); at += PeerBlock.PEER) {
      if (choice.isAlive(block, at, now)) {
        boolean all = PeerChoice.isComplete(block, at);
        complete += all ? 1 : 0;
        incomplete += all ? 0 : 1;
        paused += !all && PeerBlock.has(block, at, PeerBlock.PAUSED) ? 1 : 0;
      }
    }
    return new Counts(complete, incomplete, incomplete - paused, PeerBlock.completed(block));
  }

  /** Who is in a swarm that a node may ask for; or one that nobody asks for by name. */
  public Outcome scrape(@Nullable KnownNode node, SwarmKey key) {
    SwarmTable table = table(key);
    int now = now();
    synchronized (table) {
      long[] block = table.find(key);
      if (block == null || PeerBlock.isStale(block)) {
        return None.NOT_LOADED;
      }
      if (node != null && PeerBlock.find(block, node.key()) < 0) {
        return None.NOT_REGISTERED;
      }
      return new Answer(count(block, now), PeerList.EMPTY, Answer.Claim.NONE);
    }
  }

  /** Who is in a swarm, as far as it is in memory. */
  public Counts counts(SwarmKey key) {
    return scrape(null, key) instanceof Answer answer ? answer.counts() : Counts.NONE;
  }

  /** The node that announced from this address and port in a swarm lately, or null. */
  public @Nullable KnownNode nodeAt(SwarmKey key, byte[] address, int port) {
    SwarmTable table = table(key);
    int now = now();
    synchronized (table) {
      long[] block = table.find(key);
      if (block != null) {
        for (int at = PeerBlock.HEADER; at < PeerBlock.end(block); at += PeerBlock.PEER) {
          if (PeerChoice.hasAnnounced(block, at, now) && PeerBlock.isAt(block, at, address, port)) {
            return nodes.byKey(PeerBlock.node(block, at));
          }
        }
      }
      return null;
    }
  }

  /**
   * Reads a swarm from the registry. Blocks.
   *
   * @return whether there is such a bit and it is in memory now
   */
  public boolean load(SwarmKey key) {
    SwarmTable table = table(key);
    for (int i = 0; ; i++) {
      int changes;
      synchronized (table) {
        changes = table.changes;
      }
      SwarmSource.Members members = source.read(key.infoHash());
      synchronized (table) {
        boolean last = i == Limits.SWARM_READS_MAX;
        if (changes == table.changes || last) {
          return install(table, key, members, last);
        }
      }
    }
  }

  private boolean install(
      SwarmTable table, SwarmKey key, SwarmSource.@Nullable Members members, boolean stale) {
    long[] old = table.find(key);
    int before = old == null ? 0 : peers(old);
    if (members == null || entries.get() - before + members.members().size() > Limits.PEERS_MAX) {
      table.remove(key);
      entries.addAndGet(-before);
      return false;
    }
    int holders = (int) members.members().stream().filter(SwarmSource.Member::holds).count();
    int completed = old == null ? holders : PeerBlock.completed(old);
    int gateway = gateways.number(members.gateway());
    long[] block = PeerBlock.create(key, members.members().size(), completed, now(), gateway);
    int at = PeerBlock.HEADER;
    for (SwarmSource.Member member : members.members()) {
      PeerBlock.init(block, at, member.node(), member.holds());
      int was = old == null ? -1 : PeerBlock.find(old, member.node());
      if (old != null && was >= 0) {
        PeerBlock.copy(old, was, block, at);
        PeerBlock.set(block, at, PeerBlock.HOLDS, member.holds());
      }
      at += PeerBlock.PEER;
    }
    if (stale) {
      PeerBlock.setStale(block);
    }
    table.put(block);
    entries.addAndGet(members.members().size() - before);
    return true;
  }

  private static int peers(long[] block) {
    return (PeerBlock.end(block) - PeerBlock.HEADER) / PeerBlock.PEER;
  }

  /** The registry has other copies of a bit now: it is read again before the next answer. */
  public void changed(InfoHash bit) {
    SwarmKey key = SwarmKey.of(bit);
    SwarmTable table = table(key);
    synchronized (table) {
      table.changes++;
      long[] block = table.find(key);
      if (block != null) {
        PeerBlock.setStale(block);
      }
    }
  }

  /** A node left a swarm. */
  public void left(InfoHash bit, long node) {
    SwarmKey key = SwarmKey.of(bit);
    SwarmTable table = table(key);
    synchronized (table) {
      long[] block = table.find(key);
      int at = block == null ? -1 : PeerBlock.find(block, node);
      if (block != null && at >= 0) {
        leave(block, at);
      }
    }
  }

  /** A bit was released. */
  public void remove(InfoHash bit) {
    SwarmKey key = SwarmKey.of(bit);
    SwarmTable table = table(key);
    synchronized (table) {
      table.changes++;
      drop(table, key);
    }
  }

  private void drop(SwarmTable table, SwarmKey key) {
    long[] block = table.find(key);
    if (block != null) {
      entries.addAndGet(-peers(block));
      table.remove(key);
    }
  }

  /** Forgets the peers that went silent, and swarms without any; called now and then. */
  public void expire() {
    int now = now();
    for (SwarmTable table : tables) {
      synchronized (table) {
        table.forEach(block -> expire(table, block, now));
      }
    }
  }

  private void expire(SwarmTable table, long[] block, int now) {
    boolean announced = false;
    for (int at = PeerBlock.HEADER; at < PeerBlock.end(block); at += PeerBlock.PEER) {
      if (PeerChoice.hasAnnounced(block, at, now)) {
        announced = true;
      } else if (PeerBlock.announced(block, at) != 0) {
        leave(block, at);
      }
    }
    if (!announced && now - PeerBlock.readAt(block) >= Limits.PEER_TTL.toSeconds()) {
      drop(table, PeerBlock.key(block));
    }
  }

  /** Peers that announced, and nodes that may, of all swarms in memory together. */
  public int size() {
    return entries.get();
  }
}
