// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.pace.ByteBucket;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

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

  /** Who gives less is asked as if it gave so much: it may have recovered. */
  private static final double SPEED_MIN = 16 << 10;

  private final RepairSettings settings;
  private final LongToDoubleFunction speeds;
  private final Map<Long, ByteBucket> nodes = new HashMap<>();
  private final Map<String, ByteBucket> sites = new HashMap<>();
  private final ByteBucket cloud;

  /** One end of a transfer. */
  public record End(long node, String site) {}

  /** Of nodes that all give as fast as they may. */
  public Rates(RepairSettings settings, Instant now) {
    this(settings, now, _ -> Double.MAX_VALUE);
  }

  /**
   * @param speeds how many bytes per second a node gives as far as is known, else the most there is
   */
  public Rates(RepairSettings settings, Instant now, LongToDoubleFunction speeds) {
    this.settings = settings;
    this.speeds = speeds;
    this.cloud = bucket(settings.cloudBytesPerSecond(), now.toEpochMilli());
  }

  private static ByteBucket bucket(long bytesPerSecond, long now) {
    return new ByteBucket((double) bytesPerSecond * BURST_SECONDS, bytesPerSecond / 1e3, now);
  }

  /** Whether the cloud may move anything now. */
  public boolean allow(Instant now) {
    return cloud.level(now.toEpochMilli()) > 0;
  }

  /** Whether a node may fetch or give something now. */
  public boolean allow(End end, Instant now) {
    long millis = now.toEpochMilli();
    ByteBucket node = nodes.get(end.node());
    ByteBucket site = sites.get(end.site());
    return (node == null || node.level(millis) > 0) && (site == null || site.level(millis) > 0);
  }

  /** A node fetches so many bytes from others, each of which gives its share of them. */
  public void take(End to, List<End> from, long bytes, Instant now) {
    long millis = now.toEpochMilli();
    forget(millis);
    cloud.take((double) bytes, millis);
    take(to, (double) bytes, 1, millis);
    from.forEach(end -> take(end, (double) bytes / from.size(), slowness(end), millis));
  }

  /** A byte of a node that gives a tenth of what nodes may give costs it ten. */
  private double slowness(End from) {
    double speed = Math.max(SPEED_MIN, speeds.applyAsDouble(from.node()));
    return Math.max(1, settings.nodeBytesPerSecond() / speed);
  }

  private void take(End end, double bytes, double slowness, long now) {
    ByteBucket node =
        nodes.computeIfAbsent(end.node(), _ -> bucket(settings.nodeBytesPerSecond(), now));
    ByteBucket site =
        sites.computeIfAbsent(end.site(), _ -> bucket(settings.siteBytesPerSecond(), now));
    node.take(bytes * slowness, now);
    site.take(bytes, now);
  }

  /** A bucket that is full is as good as none. */
  private void forget(long now) {
    if (nodes.size() > RepairLimits.BUCKETS_MAX) {
      nodes.values().removeIf(bucket -> bucket.isFull(now));
      sites.values().removeIf(bucket -> bucket.isFull(now));
    }
  }
}
