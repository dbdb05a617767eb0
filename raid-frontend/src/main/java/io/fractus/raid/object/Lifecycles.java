// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;

/** The lifecycle rules of buckets. Thread-safe. */
public interface Lifecycles {
  /** Those of a bucket; none if it has none, or is not there. */
  List<LifecycleRule> of(String bucket);

  /** These in place of all others; throws NO_SUCH_BUCKET. */
  void set(String bucket, List<LifecycleRule> rules);
}
