// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.tracker.Limits;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The peers of every bit by the node that they are, in memory: a restart forgets them and the next
 * announces bring them back. Bounded by {@link Limits#PEERS_MAX}; silent peers go after {@link
 * Limits#PEER_TTL}. Thread-safe.
 */
public final class Swarms {
  private final Map<InfoHash, Map<Long, Peer>> swarms = new ConcurrentHashMap<>();
  private final AtomicInteger peers = new AtomicInteger();
  private final InstantSource clock;

  /** How many peers of a bit are complete and how many are not. */
  public record Counts(int complete, int incomplete) {}

  public Swarms(InstantSource clock) {
    this.clock = clock;
  }

  /** Records an announce; a full memory records no new peers. */
  public void announced(
      InfoHash bit, long node, BString peerId, InetAddress address, int port, boolean complete) {
    swarms.compute(
        bit,
        (_, swarm) -> {
          Map<Long, Peer> members = swarm == null ? new ConcurrentHashMap<>() : swarm;
          Peer old = members.get(node);
          if (old != null || peers.get() < Limits.PEERS_MAX) {
            members.put(node, merge(old, peerId, address, port, complete));
            peers.addAndGet(old == null ? 1 : 0);
          }
          return members.isEmpty() ? null : members;
        });
  }

  private Peer merge(
      @Nullable Peer old, BString peerId, InetAddress address, int port, boolean complete) {
    boolean isV4 = address instanceof Inet4Address;
    // A client that listens elsewhere now has been started anew: its other address is old too.
    @Nullable Peer same = old != null && old.port() == port ? old : null;
    return new Peer(
        peerId,
        isV4 ? address : same == null ? null : same.v4(),
        isV4 ? (same == null ? null : same.v6()) : address,
        port,
        complete,
        clock.instant());
  }

  /** The other peers of a bit that are alive, in no order. */
  public List<Peer> others(InfoHash bit, long node) {
    Instant oldest = clock.instant().minus(Limits.PEER_TTL);
    List<Peer> others = new ArrayList<>();
    swarms
        .getOrDefault(bit, Map.of())
        .forEach((member, peer) -> {
          if (member != node && peer.announced().isAfter(oldest)) {
            others.add(peer);
          }
        });
    return others;
  }

  public Counts counts(InfoHash bit) {
    Instant oldest = clock.instant().minus(Limits.PEER_TTL);
    int complete = 0;
    int incomplete = 0;
    for (Peer peer : swarms.getOrDefault(bit, Map.of()).values()) {
      if (peer.announced().isAfter(oldest)) {
        complete += peer.complete() ? 1 : 0;
        incomplete += peer.complete() ? 0 : 1;
      }
    }
    return new Counts(complete, incomplete);
  }

  /** A node left a swarm. */
  public void left(InfoHash bit, long node) {
    swarms.computeIfPresent(
        bit,
        (_, swarm) -> {
          peers.addAndGet(swarm.remove(node) == null ? 0 : -1);
          return swarm.isEmpty() ? null : swarm;
        });
  }

  /** A bit was released. */
  public void remove(InfoHash bit) {
    swarms.computeIfPresent(
        bit,
        (_, swarm) -> {
          peers.addAndGet(-swarm.size());
          return null;
        });
  }

  /** Forgets the peers that went silent; called now and then. */
  public void expire() {
    Instant oldest = clock.instant().minus(Limits.PEER_TTL);
    for (Map.Entry<InfoHash, Map<Long, Peer>> swarm : swarms.entrySet()) {
      swarm
          .getValue()
          .forEach((node, peer) -> {
            if (!peer.announced().isAfter(oldest)) {
              left(swarm.getKey(), node);
            }
          });
    }
  }

  /** Peers of all swarms together. */
  public int size() {
    return peers.get();
  }
}
