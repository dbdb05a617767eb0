// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

/** How good a node is as a source: speed, presence, reputation. Called often; must not block. */
@FunctionalInterface
public interface PeerRank {
  /** The best there is. */
  int BEST = 255;

  /** All are alike. */
  PeerRank EQUAL = _ -> 0;

  /**
   * A node's quality.
   *
   * @return 0 to {@link #BEST}
   */
  int of(long node);
}
