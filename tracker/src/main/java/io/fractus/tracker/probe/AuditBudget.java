// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.AuditLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes audits may ask for: of a node in a day, of all in a second. Pure: time is what
 * callers say it is. Thread-safe.
 */
final class AuditBudget {
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final Map<Long, Purse> nodes = new HashMap<>();
  private final Purse all =
      new Purse(AuditLimits.AUDIT_BYTES_BURST, AuditLimits.AUDIT_BYTES_PER_SECOND / 1e3);

  /** Fills with time, up to its size. */
  private static final class Purse {
    private final double size;
    private final double perMilli;
    private double left;
    private long at = Long.MIN_VALUE;

    Purse(double size, double perMilli) {
      this.size = size;
      this.perMilli = perMilli;
      this.left = size;
    }

    double left(long now) {
      if (at != Long.MIN_VALUE) {
        left = Math.min(size, left + perMilli * Math.max(0, now - at));
      }
      at = now;
      return left;
    }

    void spend(double bytes) {
      left -= bytes;
    }
  }

  /** Spends so much on a node, or nothing if it is not there. */
  synchronized boolean spend(long node, long bytes, long now) {
    Purse own =
        nodes.computeIfAbsent(
            node,
            _ ->
                new Purse(
                    AuditLimits.AUDIT_BYTES_OF_NODE_PER_DAY,
                    (double) AuditLimits.AUDIT_BYTES_OF_NODE_PER_DAY / DAY_MS));
    if (own.left(now) < bytes || all.left(now) < bytes) {
      return false;
    }
    own.spend((double) bytes);
    all.spend((double) bytes);
    return true;
  }

  /** Forgets those that are full again: as if they had never been. */
  synchronized void forget(long now) {
    nodes.values().removeIf(purse -> purse.left(now) >= purse.size);
  }
}
