// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.Limits;
import java.util.HashMap;
import java.util.Map;

/**
 * How many probes may start: of all nodes, of one, of a site. Pure: time is what callers say it is.
 * Not thread-safe.
 */
final class ProbePace {
  private final TokenBucket all = new TokenBucket(Limits.PROBE_EVERY, Limits.PROBE_BURST);
  private final Map<Long, TokenBucket> nodes = new HashMap<>();
  private final Map<String, TokenBucket> sites = new HashMap<>();

  /** Takes a token of each kind, or none if one is missing. */
  boolean take(long node, String site, long now) {
    TokenBucket ofNode =
        nodes.computeIfAbsent(
            node, _ -> new TokenBucket(Limits.PROBE_OF_NODE_EVERY, Limits.PROBE_OF_NODE_BURST));
    TokenBucket ofSite =
        sites.computeIfAbsent(
            site, _ -> new TokenBucket(Limits.PROBE_OF_SITE_EVERY, Limits.PROBE_OF_SITE_BURST));
    if (!all.has(now) || !ofNode.has(now) || !ofSite.has(now)) {
      return false;
    }
    all.take(now);
    ofNode.take(now);
    ofSite.take(now);
    return true;
  }

  /** Forgets those that are full again: as if they had never been. */
  void forget(long now) {
    nodes.values().removeIf(bucket -> bucket.isFull(now));
    sites.values().removeIf(bucket -> bucket.isFull(now));
  }
}
