// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The versions of a bucket, page by page, each with what is newer. Not thread-safe. */
final class VersionWalk {
  private final Catalog catalog;
  private final String bucket;
  private String afterKey = "";
  private String afterVersion = "";
  private boolean more = true;

  /** Of the version before, in the listing: the next newer one if it has the same key. */
  private String newerKey = "";

  private Instant newerSince = Instant.MIN;
  private int noncurrent;

  VersionWalk(Catalog catalog, String bucket) {
    this.catalog = catalog;
    this.bucket = bucket;
  }

  /**
   * A version as it was seen.
   *
   * @param last whether it is the last of its key
   * @param newerSince when the next newer one of its key came, if it is not
   * @param newer how many newer ones of its key are not the last either
   */
  record Step(VersionInfo version, boolean last, Instant newerSince, int newer) {}

  /** Whether there is another page. */
  boolean more() {
    return more;
  }

  /** The next page; throws NO_SUCH_BUCKET. */
  List<Step> page() {
    VersionListing page =
        catalog
            .versions()
            .list(
                new VersionListRequest(
                    bucket, "", "", afterKey, afterVersion, ListRequest.PAGE_MAX));
    List<Step> steps = new ArrayList<>(page.versions().size());
    for (VersionInfo version : page.versions()) {
      boolean last = !version.key().key().equals(newerKey);
      noncurrent = last ? -1 : noncurrent + 1;
      steps.add(new Step(version, last, newerSince, noncurrent));
      newerKey = version.key().key();
      newerSince = version.lastModified();
    }
    afterKey = page.nextKey();
    afterVersion = page.nextVersion();
    more = page.more();
    return steps;
  }
}
