// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes that did not answer lately, so that reads ask them last. Thread-safe. */
public final class Shunned {
  private final InstantSource steady;
  private final Map<String, Instant> until = new LinkedHashMap<>();

  /** Shuns nobody yet. */
  public Shunned(InstantSource steady) {
    this.steady = steady;
  }

  synchronized void add(String nodeId) {
    until.remove(nodeId);
    until.put(nodeId, steady.instant().plus(ReadLimits.SHUN));
    if (until.size() > ReadLimits.SHUNNED_MAX) {
      until.remove(until.keySet().iterator().next());
    }
  }

  synchronized boolean contains(String nodeId) {
    Instant end = until.get(nodeId);
    return end != null && steady.instant().isBefore(end);
  }
}
