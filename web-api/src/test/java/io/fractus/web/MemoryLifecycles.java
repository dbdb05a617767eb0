// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.Lifecycles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lifecycle rules of a store in memory, which nobody follows. Thread-safe. */
final class MemoryLifecycles implements Lifecycles {
  private final Map<String, List<LifecycleRule>> rules = new ConcurrentHashMap<>();

  @Override
  public List<LifecycleRule> of(String bucket) {
    return rules.getOrDefault(bucket, List.of());
  }

  @Override
  public void set(String bucket, List<LifecycleRule> wanted) {
    rules.put(bucket, wanted);
  }

  void clear() {
    rules.clear();
  }
}
