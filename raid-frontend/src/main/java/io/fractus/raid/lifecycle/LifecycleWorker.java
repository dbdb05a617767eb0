// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTimes;
import io.fractus.raid.object.Lifecycles;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.raid.object.VersionInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the lifecycle rules of all buckets, a page at a time. Used by one thread. */
public final class LifecycleWorker {
  /*
   * What a page says may be old when it is acted upon. So each deletion looks again, in its own
   * transaction: an object is deleted only if it is still the one that was seen, a version only if
   * it is still not the last, a marker only if it still hides nothing. Where a round is, is not
   * kept: after a kill the next one begins anew, and finds what is still there.
   */

  private static final Logger log = LoggerFactory.getLogger(LifecycleWorker.class);

  private final Catalog catalog;
  private final Lifecycles lifecycles;
  private final Supplier<String> markerIds;
  private final Runnable onDeleted;
  private final Clocks clocks;
  private final InstantSource lockTime;
  private final Deque<String> buckets = new ArrayDeque<>();
  private Instant nextRound = Instant.MIN;
  private boolean uploads;
  private String afterKey = "";
  private String afterUpload = "";
  private Optional<VersionWalk> versions = Optional.empty();
  private int done;

  /**
   * A worker for one gateway.
   *
   * @param markerIds names delete markers, each time another
   * @param onDeleted called when there is something to reclaim
   * @param lockTime the time by which locks end
   */
  public LifecycleWorker(
      Catalog catalog,
      Lifecycles lifecycles,
      Supplier<String> markerIds,
      Runnable onDeleted,
      Clocks clocks,
      InstantSource lockTime) {
    this.catalog = catalog;
    this.lifecycles = lifecycles;
    this.markerIds = markerIds;
    this.onDeleted = onDeleted;
    this.clocks = clocks;
    this.lockTime = lockTime;
  }

  /** One page, and then a pause: it is never urgent. */
  public boolean pass() {
    page();
    return false;
  }

  /** One page; returns whether the round goes on. */
  public boolean page() {
    Instant now = clocks.wall().instant();
    if (buckets.isEmpty()) {
      // What passes between rounds is measured: a wall clock that is set back would end them.
      Instant steady = clocks.steady().instant();
      if (steady.isBefore(nextRound)) {
        return false;
      }
      nextRound = steady.plus(LifecycleLimits.ROUND_PAUSE);
      catalog.buckets().forEach(bucket -> buckets.add(bucket.name()));
      startBucket();
    }
    String bucket = buckets.peek();
    if (bucket == null) {
      return false;
    }
    List<LifecycleRule> rules = lifecycles.of(bucket);
    done = 0;
    boolean more = false;
    try {
      more =
          !rules.isEmpty()
              && (uploads ? uploads(bucket, rules, now) : versions(bucket, rules, now));
    } catch (StoreException e) {
      log.info("the lifecycle of {} will be looked at again: {}", bucket, e.getMessage());
      uploads = true;
    }
    if (done > 0) {
      log.info("the lifecycle of {} ended {} versions or uploads", bucket, done);
      onDeleted.run();
    }
    if (!more) {
      next(rules.isEmpty());
    }
    return !buckets.isEmpty();
  }

  private void next(boolean withoutRules) {
    boolean last = uploads || withoutRules;
    boolean toUploads = !last;
    if (last) {
      buckets.remove();
    }
    startBucket();
    uploads = toUploads;
  }

  private void startBucket() {
    uploads = false;
    afterKey = "";
    afterUpload = "";
    versions = Optional.empty();
  }

  /** A page of versions; returns whether there are more. */
  private boolean versions(String bucket, List<LifecycleRule> rules, Instant now) {
    VersionWalk walk = versions.orElseGet(() -> new VersionWalk(catalog, bucket));
    versions = Optional.of(walk);
    for (VersionWalk.Step step : walk.page()) {
      VersionInfo version = step.version();
      boolean gone =
          step.last()
              ? lastVersion(version, rules, now)
              : LifecycleTimes.goes(rules, version, step.newerSince(), step.newer(), now)
                  && catalog
                      .versions()
                      .dropOld(version.key(), version.version(), lockTime.instant());
      done += gone ? 1 : 0;
    }
    return walk.more();
  }

  private boolean lastVersion(VersionInfo version, List<LifecycleRule> rules, Instant now) {
    ObjectKey key = version.key();
    if (version.isMarker()) {
      return LifecycleTimes.markerGoes(rules, version)
          && catalog.versions().dropMarker(key, version.version());
    }
    ObjectInfo object = version.object().orElseThrow();
    return LifecycleTimes.expiry(rules, object)
        .filter(expiry -> !expiry.at().isAfter(now))
        .map(expiry -> catalog.versions().expire(object, markerIds.get(), now))
        .orElse(false);
  }

  /** A page of unfinished uploads; returns whether there are more. */
  private boolean uploads(String bucket, List<LifecycleRule> rules, Instant now) {
    UploadListing page =
        catalog
            .multipart()
            .list(
                new UploadListRequest(bucket, "", "", afterKey, afterUpload, ListRequest.PAGE_MAX));
    for (UploadInfo upload : page.uploads()) {
      if (LifecycleTimes.isAborted(rules, upload, now) && abort(upload)) {
        done++;
      }
    }
    afterKey = page.nextKey();
    afterUpload = page.nextUpload();
    return page.more();
  }

  private boolean abort(UploadInfo upload) {
    try {
      catalog.multipart().abort(upload.key(), upload.uploadId());
      return true;
    } catch (StoreException _) {
      // It was completed or aborted meanwhile.
      return false;
    }
  }
}
