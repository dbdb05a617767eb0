// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What repair may move: token buckets of bytes for each node, each site and the cloud. Pure: time
 * is what callers say it is. Not thread-safe.
 */
public final class Rates {
  /*
   * A bucket lends: as long as it is not empty a bit is taken, whatever its size, and then nothing
   * until it is full enough again. So a bit that is larger than a bucket is moved like others.
   */

  private static final long BURST_SECONDS = 4;

  private final RepairSettings settings;
  private final Map<Long, Bucket> nodes = new HashMap<>();
  private final Map<String, Bucket> sites = new HashMap<>();
  private final Bucket cloud;

  /** One end of a transfer. */
  public record End(long node, String site) {}

  private static final class Bucket {
    private final double perMilli;
    private final double most;
    private double level;
    private long at;

    Bucket(long bytesPerSecond, long now) {
      this.perMilli = bytesPerSecond / 1e3;
      this.most = (double) bytesPerSecond * BURST_SECONDS;
      this.level = most;
      this.at = now;
    }

    double level(long now) {
      level = Math.min(most, level + Math.max(0, now - at) * perMilli);
      at = now;
      return level;
    }

    void take(double bytes) {
      level -= bytes;
    }

    boolean isFull(long now) {
      return level(now) >= most;
    }
  }

  public Rates(RepairSettings settings, Instant now) {
    this.settings = settings;
    this.cloud = new Bucket(settings.cloudBytesPerSecond(), now.toEpochMilli());
  }

  /** Whether the cloud may move anything now. */
  public boolean allow(Instant now) {
    return cloud.level(now.toEpochMilli()) > 0;
  }

  /** Whether a node may fetch or give something now. */
  public boolean allow(End end, Instant now) {
    long millis = now.toEpochMilli();
    Bucket node = nodes.get(end.node());
    Bucket site = sites.get(end.site());
    return (node == null || node.level(millis) > 0) && (site == null || site.level(millis) > 0);
  }

  /** A node fetches so many bytes from others, each of which gives its share of them. */
  public void take(End to, List<End> from, long bytes, Instant now) {
    long millis = now.toEpochMilli();
    forget(millis);
    cloud.level(millis);
    cloud.take((double) bytes);
    take(to, (double) bytes, millis);
    from.forEach(end -> take(end, (double) bytes / from.size(), millis));
  }

  private void take(End end, double bytes, long now) {
    Bucket node =
        nodes.computeIfAbsent(end.node(), _ -> new Bucket(settings.nodeBytesPerSecond(), now));
    Bucket site =
        sites.computeIfAbsent(end.site(), _ -> new Bucket(settings.siteBytesPerSecond(), now));
    node.level(now);
    node.take(bytes);
    site.level(now);
    site.take(bytes);
  }

  /** A bucket that is full is as good as none. */
  private void forget(long now) {
    if (nodes.size() > RepairLimits.BUCKETS_MAX) {
      nodes.values().removeIf(bucket -> bucket.isFull(now));
      sites.values().removeIf(bucket -> bucket.isFull(now));
    }
  }
}
