// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.InfoHash;

/**
 * One swarm as an array of numbers: no object for each peer. Static; whoever has the array locks.
 *
 * <pre>
 *   header  0  infohash, bytes 0..7
 *           1  infohash, bytes 8..15
 *           2  infohash, bytes 16..19 | times completed (32 bit)
 *           3  read at (32 bit, seconds) | gateway (16 bit, number) | stale (16 bit)
 *   peer    0  node (32 bit) | port (16 bit) | flags (16 bit)
 *           1  IPv4 address (32 bit) | announced at (32 bit, seconds; 0: never)
 *           2  IPv6 address, bytes 0..7
 *           3  IPv6 address, bytes 8..15
 *           4  uploaded, as the client last said, -1 if it did not
 *           5  downloaded, as the client last said, -1 if it did not
 * </pre>
 */
final class PeerBlock {
  static final int HEADER = 4;
  static final int PEER = 6;

  /** The registry has the copy as complete. */
  static final int HOLDS = 1;

  /** The client says that nothing is left. */
  static final int SEEDS = 2;

  static final int V4 = 4;
  static final int V6 = 8;

  /** The client has a part and wants no more. */
  static final int PAUSED = 16;

  private static final long LOW_32 = 0xffff_ffffL;
  private static final int LOW_16 = 0xffff;

  static {
    if (Long.BYTES * PEER != 48 || InfoHash.BYTES > Long.BYTES * 2 + Integer.BYTES) {
      throw new AssertionError("the layout above is another");
    }
  }

  private PeerBlock() {}

  static long[] create(SwarmKey key, int peers, int completed, int now, int gateway) {
    long[] block = new long[HEADER + peers * PEER];
    block[0] = key.high();
    block[1] = key.middle();
    block[2] = ((long) key.low() << 32) | (completed & LOW_32);
    block[3] = ((long) now << 32) | ((long) gateway << 16);
    return block;
  }

  static boolean is(long[] block, SwarmKey key) {
    return block[0] == key.high()
        && block[1] == key.middle()
        && (int) (block[2] >>> 32) == key.low();
  }

  static SwarmKey key(long[] block) {
    return new SwarmKey(block[0], block[1], (int) (block[2] >>> 32));
  }

  static int completed(long[] block) {
    return (int) block[2];
  }

  static void addCompleted(long[] block) {
    block[2] = (block[2] & ~LOW_32) | ((completed(block) + 1) & LOW_32);
  }

  static int readAt(long[] block) {
    return (int) (block[3] >>> 32);
  }

  static int gateway(long[] block) {
    return (int) (block[3] >>> 16) & LOW_16;
  }

  static boolean isStale(long[] block) {
    return (block[3] & LOW_16) != 0;
  }

  static void setStale(long[] block) {
    block[3] |= 1;
  }

  static int end(long[] block) {
    return block.length;
  }

  /** Where the peer of a node begins, or -1. */
  static int find(long[] block, long node) {
    for (int at = HEADER; at < block.length; at += PEER) {
      if (block[at] >>> 32 == node) {
        return at;
      }
    }
    return -1;
  }

  static void init(long[] block, int at, long node, boolean holds) {
    block[at] = (node << 32) | (holds ? HOLDS : 0);
    block[at + 4] = Announce.UNKNOWN;
    block[at + 5] = Announce.UNKNOWN;
  }

  static void copy(long[] from, int fromAt, long[] to, int toAt) {
    System.arraycopy(from, fromAt, to, toAt, PEER);
  }

  static long node(long[] block, int at) {
    return block[at] >>> 32;
  }

  static int port(long[] block, int at) {
    return (int) (block[at] >>> 16) & LOW_16;
  }

  static boolean has(long[] block, int at, int flag) {
    return (block[at] & flag) != 0;
  }

  static void set(long[] block, int at, int flag, boolean on) {
    block[at] = on ? block[at] | flag : block[at] & ~(long) flag;
  }

  static void setPort(long[] block, int at, int port) {
    block[at] = (block[at] & ~((long) LOW_16 << 16)) | ((long) port << 16);
  }

  static int announced(long[] block, int at) {
    return (int) block[at + 1];
  }

  static void setAnnounced(long[] block, int at, int seconds) {
    block[at + 1] = (block[at + 1] & ~LOW_32) | (seconds & LOW_32);
  }

  static int v4(long[] block, int at) {
    return (int) (block[at + 1] >>> 32);
  }

  static void setAddress(long[] block, int at, byte[] address) {
    if (address.length == Integer.BYTES) {
      block[at + 1] = (block[at + 1] & LOW_32) | (number(address, 0, Integer.BYTES) << 32);
      set(block, at, V4, true);
    } else {
      block[at + 2] = number(address, 0, Long.BYTES);
      block[at + 3] = number(address, Long.BYTES, Long.BYTES);
      set(block, at, V6, true);
    }
  }

  private static long number(byte[] bytes, int from, int length) {
    long number = 0;
    for (int i = from; i < from + length; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  /** Whether a peer announced from this address and port. */
  static boolean isAt(long[] block, int at, byte[] address, int port) {
    if (port != Swarms.ANY_PORT && port(block, at) != port) {
      return false;
    }
    return address.length == Integer.BYTES
        ? has(block, at, V4) && v4(block, at) == (int) number(address, 0, Integer.BYTES)
        : has(block, at, V6)
            && block[at + 2] == number(address, 0, Long.BYTES)
            && block[at + 3] == number(address, Long.BYTES, Long.BYTES);
  }

  /** Forgets where a client was, and that it was there; not what it said of its bytes. */
  static void clearAddresses(long[] block, int at) {
    block[at] &= ~(long) (V4 | V6);
  }
}
