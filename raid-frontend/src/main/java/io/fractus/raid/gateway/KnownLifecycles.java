// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.catalog.LifecycleCatalog;
import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.Lifecycles;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The lifecycle rules of buckets, in memory as they are in the catalog. Thread-safe. */
final class KnownLifecycles implements Lifecycles {
  private final LifecycleCatalog catalog;
  private final ConcurrentHashMap<String, List<LifecycleRule>> rules;

  KnownLifecycles(LifecycleCatalog catalog) {
    this.catalog = catalog;
    this.rules = new ConcurrentHashMap<>(catalog.all());
  }

  @Override
  public List<LifecycleRule> of(String bucket) {
    return rules.getOrDefault(bucket, List.of());
  }

  @Override
  public void set(String bucket, List<LifecycleRule> wanted) {
    // Under the lock of the entry: two that set at once end with the same in both places.
    rules.compute(
        bucket,
        (name, before) -> {
          catalog.set(name, wanted);
          return wanted.isEmpty() ? null : List.copyOf(wanted);
        });
  }

  /** A bucket is gone, and its rules with it. */
  void forget(String bucket) {
    rules.remove(bucket);
  }
}
