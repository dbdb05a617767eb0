// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import java.time.Duration;

/** What a probe of one peer found. */
public sealed interface ProbeResult {
  /** From the start of the TCP connection to the verdict. */
  Duration took();

  /** The peer delivered the piece and its hash is right. */
  record Served(Duration took) implements ProbeResult {}

  /**
   * The peer did not deliver the piece.
   *
   * @param kind why not
   * @param message what it did instead
   */
  record Failed(PeerException.Kind kind, String message, Duration took) implements ProbeResult {}

  /** Whether the peer delivered. */
  default boolean served() {
    return this instanceof Served;
  }
}
