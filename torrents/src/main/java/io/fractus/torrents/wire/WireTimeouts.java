// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import java.time.Duration;

/**
 * How long a peer may be silent.
 *
 * @param connect for the TCP connection
 * @param handshake from the TCP connection until the peer has answered
 * @param unchoke from then on until it serves us: Transmission thinks of that every ten seconds
 * @param block without any block of those that were requested
 */
public record WireTimeouts(Duration connect, Duration handshake, Duration unchoke, Duration block) {
  /** For peers across the Internet: 3 s, 5 s, 15 s, 5 s. */
  public static final WireTimeouts DEFAULT =
      new WireTimeouts(
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5));

  public WireTimeouts {
    check("connect", connect);
    check("handshake", handshake);
    check("unchoke", unchoke);
    check("block", block);
  }

  /** With as long to serve us as to answer. */
  public WireTimeouts(Duration connect, Duration handshake, Duration block) {
    this(connect, handshake, handshake, block);
  }

  private static void check(String name, Duration timeout) {
    if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " must be 1 ms to 24 days, is " + timeout);
    }
  }
}
