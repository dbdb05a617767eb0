// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.tracker.Limits;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which peers of a swarm an asker is told of, and in which order: complete ones first, then the
 * near before the far, the good before the poor, and by chance among equals. Thread-safe.
 */
final class PeerChoice {
  private static final int COMPLETE_SHIFT = 60;
  private static final int NEAR_SHIFT = 56;
  private static final int QUALITY_SHIFT = 40;
  private static final int CHANCE_SHIFT = 20;
  private static final int POSITION_MASK = (1 << CHANCE_SHIFT) - 1;

  private final KnownNodes nodes;
  private final LongPredicate online;
  private final PeerRank rank;
  private final long seed;

  /**
   * @param online whether a node that has not announced is there nevertheless
   * @param seed makes the order among equals this tracker's own
   */
  PeerChoice(KnownNodes nodes, LongPredicate online, PeerRank rank, long seed) {
    this.nodes = nodes;
    this.online = online;
    this.rank = rank;
    this.seed = seed;
  }

  /** Whether a peer counts now: it announced lately, or holds the bit and is online. */
  boolean isAlive(long[] block, int at, int now) {
    return hasAnnounced(block, at, now)
        || (PeerBlock.has(block, at, PeerBlock.HOLDS) && online.test(PeerBlock.node(block, at)));
  }

  static boolean hasAnnounced(long[] block, int at, int now) {
    int announced = PeerBlock.announced(block, at);
    return announced != 0 && now - announced < Limits.PEER_TTL.toSeconds();
  }

  /** Whether a peer has all of the bit: as its client says, else as the registry does. */
  static boolean isComplete(long[] block, int at) {
    return PeerBlock.announced(block, at) == 0
        ? PeerBlock.has(block, at, PeerBlock.HOLDS)
        : PeerBlock.has(block, at, PeerBlock.SEEDS);
  }

  /**
   * Chooses for a peer that is not complete.
   *
   * @param self where the asker's own entry is
   * @param gateway the bit's, which only a stock client is told of, and only if nobody else has it
   */
  PeerList choose(
      long[] block, int self, KnownNode asker, int wanted, int now, @Nullable Gateway gateway) {
    long[] scores = new long[(PeerBlock.end(block) - PeerBlock.HEADER) / PeerBlock.PEER];
    int found = 0;
    boolean complete = false;
    for (int at = PeerBlock.HEADER; at < PeerBlock.end(block); at += PeerBlock.PEER) {
      if (at != self && isAlive(block, at, now)) {
        complete |= isComplete(block, at);
        scores[found++] = score(block, at, asker, now);
      }
    }
    Arrays.sort(scores, 0, found);
    int chosen = Math.min(found, wanted);
    ByteBuffer v4 = ByteBuffer.allocate((chosen + 1) * PeerList.V4_BYTES);
    ByteBuffer v6 = ByteBuffer.allocate((chosen + 1) * PeerList.V6_BYTES);
    boolean loopback = isLoopback(block, self);
    for (int i = 0; i < chosen; i++) {
      int at = (int) scores[found - 1 - i] & POSITION_MASK;
      write(block, at, now, loopback, v4, v6);
    }
    if (gateway != null && !complete && asker.isStock() && wanted > 0) {
      write(gateway.address(), gateway.port(), v4, v6);
    }
    return new PeerList(bytes(v4), bytes(v6));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private long score(long[] block, int at, KnownNode asker, int now) {
    long node = PeerBlock.node(block, at);
    KnownNode known = nodes.byKey(node);
    long near = 0;
    if (known != null && known.region().equals(asker.region())) {
      near = known.site().equals(asker.site()) ? 2 : 1;
    }
    long quality = Math.clamp(rank.of(node), 0, PeerRank.BEST);
    // The minute is in it so that no peer is first for an asker for ever.
    long chance = mix(seed ^ (asker.key() * 31) ^ (node << 32) ^ (now / 60)) & POSITION_MASK;
    return (isComplete(block, at) ? 1L << COMPLETE_SHIFT : 0)
        | (near << NEAR_SHIFT)
        | (quality << QUALITY_SHIFT)
        | (chance << CHANCE_SHIFT)
        | at;
  }

  /** The finalizer of SplitMix64. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static boolean isLoopback(long[] block, int at) {
    return PeerBlock.has(block, at, PeerBlock.V4) && PeerBlock.v4(block, at) >>> 24 == 127;
  }

  private void write(
      long[] block, int at, int now, boolean toLoopback, ByteBuffer v4, ByteBuffer v6) {
    KnownNode known = nodes.byKey(PeerBlock.node(block, at));
    // A node beside the tracker announces from an address that is no use elsewhere.
    boolean elsewhere = !toLoopback && isLoopback(block, at) && isReachable(known);
    if (!hasAnnounced(block, at, now) || elsewhere) {
      if (known != null && known.address() != null) {
        write(known.address(), known.port(), v4, v6);
      }
      return;
    }
    int port = PeerBlock.port(block, at);
    if (PeerBlock.has(block, at, PeerBlock.V4)) {
      v4.putInt(PeerBlock.v4(block, at)).putShort((short) port);
    }
    if (PeerBlock.has(block, at, PeerBlock.V6)) {
      v6.putLong(block[at + 2]).putLong(block[at + 3]).putShort((short) port);
    }
  }

  private static boolean isReachable(@Nullable KnownNode node) {
    InetAddress address = node == null ? null : node.address();
    return address != null && !address.isLoopbackAddress();
  }

  private static void write(InetAddress address, int port, ByteBuffer v4, ByteBuffer v6) {
    byte[] bytes = address.getAddress();
    (bytes.length == Integer.BYTES ? v4 : v6).put(bytes).putShort((short) port);
  }
}
