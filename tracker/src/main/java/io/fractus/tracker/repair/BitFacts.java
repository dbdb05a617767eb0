// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import java.util.List;
import java.util.function.Predicate;

/**
 * A bit as repair sees it.
 *
 * @param key its row
 * @param footprint bytes that a copy takes of a share
 * @param wanted how many nodes shall hold it
 * @param isYoung whether it was placed so lately that its gateway sees to it
 * @param isMoving whether one of its copies is about to take the place of another
 * @param copies all its copies
 */
public record BitFacts(
    long key,
    long footprint,
    int wanted,
    boolean isYoung,
    boolean isMoving,
    List<CopyFacts> copies) {
  public BitFacts {
    copies = List.copyOf(copies);
  }

  /** Whether time alone may make it need something. */
  public boolean isInDoubt() {
    return count(health -> health == Health.DOUBTED) > 0;
  }

  /** How many complete copies more than wanted it has. */
  public int spare() {
    return count(Health::isComplete) - wanted;
  }

  /** Whether a node that has one of its complete copies has no space to spare. */
  boolean isCrowded() {
    return copies.stream().anyMatch(copy -> copy.health().isComplete() && copy.isCrowded());
  }

  /** How many of its copies are so. */
  int count(Predicate<Health> condition) {
    return (int) copies.stream().map(CopyFacts::health).filter(condition).count();
  }
}
