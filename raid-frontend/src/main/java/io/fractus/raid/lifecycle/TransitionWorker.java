// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.platform.Clocks;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.TransitionCatalog.Target;
import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTimes;
import io.fractus.raid.object.Lifecycles;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves objects to other storage classes as the rules of their buckets say. One thread's. */
public final class TransitionWorker {
  /*
   * A round of its own beside that of deletions: to move a bucket may take days, and what expires
   * must not wait for it. A class that cannot be met now, for want of nodes or of space, is left
   * for the rest of the round. Where a round is, is kept nowhere: what is of its class already
   * costs the next one a row of a listing.
   */

  private static final Logger log = LoggerFactory.getLogger(TransitionWorker.class);

  private final Catalog catalog;
  private final Lifecycles lifecycles;
  private final Mover mover;
  private final Function<StorageClass, Layout> layouts;
  private final Runnable onMoved;
  private final Clocks clocks;
  private final Deque<String> buckets = new ArrayDeque<>();
  private final Set<StorageClass> unmet = EnumSet.noneOf(StorageClass.class);
  private Optional<VersionWalk> versions = Optional.empty();
  private Instant nextRound = Instant.MIN;

  /**
   * A worker for one gateway.
   *
   * @param layouts of the classes
   * @param onMoved called when there is something to reclaim
   */
  public TransitionWorker(
      Catalog catalog,
      Lifecycles lifecycles,
      Mover mover,
      Function<StorageClass, Layout> layouts,
      Runnable onMoved,
      Clocks clocks) {
    this.catalog = catalog;
    this.lifecycles = lifecycles;
    this.mover = mover;
    this.layouts = layouts;
    this.onMoved = onMoved;
    this.clocks = clocks;
  }

  /** One page; returns whether to go on without a pause: moving has its own pace. */
  public boolean pass() {
    Instant now = clocks.steady().instant();
    if (buckets.isEmpty()) {
      if (now.isBefore(nextRound)) {
        return false;
      }
      nextRound = now.plus(LifecycleLimits.ROUND_PAUSE);
      unmet.clear();
      versions = Optional.empty();
      catalog.buckets().forEach(bucket -> buckets.add(bucket.name()));
    }
    String bucket = buckets.peek();
    if (bucket == null || mover.hasEnded()) {
      return false;
    }
    List<LifecycleRule> rules = lifecycles.of(bucket);
    boolean more = false;
    boolean moved = false;
    try {
      if (rules.stream().anyMatch(LifecycleRule::moves)) {
        VersionWalk walk = versions.orElseGet(() -> new VersionWalk(catalog, bucket));
        versions = Optional.of(walk);
        moved = move(bucket, wanted(walk.page(), rules, clocks.wall().instant()));
        more = walk.more();
      }
    } catch (StoreException e) {
      log.info("objects of {} will be looked at again: {}", bucket, e.getMessage());
    }
    if (!more) {
      buckets.remove();
      versions = Optional.empty();
    }
    // A bucket without such rules costs nothing, and need not be waited for.
    return moved || (!more && !buckets.isEmpty());
  }

  private Map<StorageClass, List<ObjectInfo>> wanted(
      List<VersionWalk.Step> steps, List<LifecycleRule> rules, Instant now) {
    Map<StorageClass, List<ObjectInfo>> wanted = new EnumMap<>(StorageClass.class);
    for (VersionWalk.Step step : steps) {
      step.version()
          .object()
          .ifPresent(object ->
              target(step, object, rules, now)
                  .filter(to -> to != object.storageClass())
                  .ifPresent(
                      to -> wanted.computeIfAbsent(to, any -> new ArrayList<>()).add(object)));
    }
    return wanted;
  }

  /** What is to be deleted is not moved any more. */
  private static Optional<StorageClass> target(
      VersionWalk.Step step, ObjectInfo object, List<LifecycleRule> rules, Instant now) {
    if (step.last()) {
      boolean goes =
          LifecycleTimes.expiry(rules, object)
              .filter(expiry -> !expiry.at().isAfter(now))
              .isPresent();
      return goes ? Optional.empty() : LifecycleTimes.target(rules, object, now);
    }
    return LifecycleTimes.goes(rules, step.version(), step.newerSince(), step.newer(), now)
        ? Optional.empty()
        : LifecycleTimes.target(rules, object, step.newerSince(), step.newer(), now);
  }

  /** Returns whether anything moved. */
  private boolean move(String bucket, Map<StorageClass, List<ObjectInfo>> wanted) {
    long before = mover.totals().objects();
    wanted.forEach((to, objects) -> {
      if (!unmet.contains(to)) {
        move(to, objects);
      }
    });
    long moved = mover.totals().objects() - before;
    if (moved > 0) {
      log.info("{} objects of {} are of another storage class now", moved, bucket);
      onMoved.run();
    }
    return moved > 0;
  }

  private void move(StorageClass to, List<ObjectInfo> objects) {
    try {
      mover.move(objects, new Target(to, layouts.apply(to)));
    } catch (StoreException e) {
      if (mover.hasEnded()) {
        return;
      }
      unmet.add(to);
      mover.hasFailed();
      log.warn(
          "objects that are to move to {} stay as they are until the next round: {}{}",
          to,
          e.getMessage(),
          e.code() == Code.NOT_ENOUGH_NODES ? "; its layout is " + layouts.apply(to) : "");
    }
  }
}
