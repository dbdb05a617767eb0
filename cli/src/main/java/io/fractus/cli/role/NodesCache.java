// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Limits;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.TrackerClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The nodes as the tracker knew them a moment ago, so that health checks and consoles that ask a
 * gateway often do not ask the tracker as often. Thread-safe.
 */
final class NodesCache {
  private final TrackerClient tracker;
  private final InstantSource steady;
  private List<NodeView> nodes = List.of();
  private Instant asked = Instant.MIN;

  NodesCache(TrackerClient tracker, InstantSource steady) {
    this.tracker = tracker;
    this.steady = steady;
  }

  /** Throws {@link io.fractus.protocol.control.TrackerException} if it is time to ask, in vain. */
  synchronized List<NodeView> nodes() {
    Instant now = steady.instant();
    boolean fresh =
        !asked.equals(Instant.MIN)
            && Duration.between(asked, now).compareTo(Limits.NODES_CACHED) < 0;
    if (!fresh) {
      nodes = List.copyOf(tracker.nodes());
      asked = now;
    }
    return nodes;
  }
}
