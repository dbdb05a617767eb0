// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

/** Peers as they are sent, the best first. The arrays are the reader's to look at only. */
public final class PeerList {
  /** Bytes of a peer with an IPv4 address (BEP 23). */
  public static final int V4_BYTES = 6;

  /** Bytes of a peer with an IPv6 address (BEP 7). */
  public static final int V6_BYTES = 18;

  /** Nobody. */
  public static final PeerList EMPTY = new PeerList(new byte[0], new byte[0]);

  private final byte[] v4;
  private final byte[] v6;

  PeerList(byte[] v4, byte[] v6) {
    this.v4 = v4;
    this.v6 = v6;
  }

  public byte[] v4() {
    return v4;
  }

  public byte[] v6() {
    return v6;
  }
}
