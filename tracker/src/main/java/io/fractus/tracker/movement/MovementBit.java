// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import java.time.Duration;
import java.util.List;

/**
 * A bit all of whose copies are complete, on nodes that count, and of which none is moving.
 *
 * @param key its row
 * @param footprint bytes that a copy takes of a share
 * @param wanted how many nodes shall hold it in any case
 * @param extra how many more may for the sake of its readers
 * @param readsAtLeast decayed reads that it has for sure
 * @param readsAtMost those that it may have
 * @param age since it was placed
 * @param holders the nodes that have it
 */
public record MovementBit(
    long key,
    long footprint,
    int wanted,
    int extra,
    double readsAtLeast,
    double readsAtMost,
    Duration age,
    List<MovementNode> holders) {
  public MovementBit {
    holders = List.copyOf(holders);
  }
}
