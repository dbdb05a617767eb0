// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.PeerAddress;
import org.jspecify.annotations.Nullable;

/** What asks a node: the wire, or what a simulation makes of it. Blocks; thread-safe. */
@FunctionalInterface
public interface Prober {

  /**
   * Asks for a piece, or a run of them.
   *
   * @param question what the node should have, or null to see only whether it accepts connections
   */
  ProbeReport probe(PeerAddress peer, @Nullable Question question);
}
