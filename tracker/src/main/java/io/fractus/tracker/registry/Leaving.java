// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

/**
 * A node that shall hold less than it does.
 *
 * @param node its key
 * @param draining whether all its copies shall go; else those beyond its share
 * @param copies those that it has
 * @param copiesAtStart those that it had when it began to drain; 0 if it does not
 * @param usedBytes space that its copies take
 * @param shareBytes space offered
 */
public record Leaving(
    long node, boolean draining, int copies, int copiesAtStart, long usedBytes, long shareBytes) {

  /** Bytes that shall go. */
  public long excessBytes() {
    return draining ? usedBytes : Math.max(0, usedBytes - shareBytes);
  }
}
