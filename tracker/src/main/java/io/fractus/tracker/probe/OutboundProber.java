// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.registry.NodeRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What asks a node over a connection that the node opens. Blocks; thread-safe. */
@FunctionalInterface
public interface OutboundProber {

  /**
   * Asks for a piece, or a run of them.
   *
   * @param question what the node should have, or null to see only whether it connects
   * @return nothing if the node did not connect
   */
  Optional<ProbeReport> probe(NodeRecord node, @Nullable Question question);
}
