// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.AuditLimits;
import io.fractus.tracker.pace.ByteBucket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes audits may ask for: of a node in a day, of all in a second. Pure: time is what
 * callers say it is. Thread-safe.
 */
final class AuditBudget {
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final Map<Long, ByteBucket> nodes = new HashMap<>();

  /** Full, and so it does not matter since when. */
  private final ByteBucket all =
      new ByteBucket(AuditLimits.AUDIT_BYTES_BURST, AuditLimits.AUDIT_BYTES_PER_SECOND / 1e3, 0);

  /** Spends so much on a node, or nothing if it is not there. */
  synchronized boolean spend(long node, long bytes, long now) {
    ByteBucket own =
        nodes.computeIfAbsent(
            node,
            _ ->
                new ByteBucket(
                    AuditLimits.AUDIT_BYTES_OF_NODE_PER_DAY,
                    (double) AuditLimits.AUDIT_BYTES_OF_NODE_PER_DAY / DAY_MS,
                    now));
    if (own.level(now) < bytes || all.level(now) < bytes) {
      return false;
    }
    own.take((double) bytes, now);
    all.take((double) bytes, now);
    return true;
  }

  /** Forgets those that are full again: as if they had never been. */
  synchronized void forget(long now) {
    nodes.values().removeIf(bucket -> bucket.isFull(now));
  }
}
