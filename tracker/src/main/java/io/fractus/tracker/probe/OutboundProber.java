// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import io.fractus.tracker.registry.NodeRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What asks a node over a connection that the node opens. Blocks; thread-safe. */
@FunctionalInterface
public interface OutboundProber {

  /**
   * Asks for one piece.
   *
   * @param bit which the node should have, or null to see only whether it connects
   * @param piece of that bit
   * @return nothing if the node did not connect
   */
  Optional<ProbeReport> probe(NodeRecord node, @Nullable BitMetainfo bit, int piece);
}
