// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A bit as repair sees it.
 *
 * @param key its row
 * @param footprint bytes that a copy takes of a share
 * @param wanted how many nodes shall hold it
 * @param isYoung whether it was placed so lately that its gateway sees to it
 * @param isMoving whether one of its copies is about to take the place of another
 * @param extra how many nodes more may hold it for the sake of its readers
 * @param copies all its copies
 */
public record BitFacts(
    long key,
    long footprint,
    int wanted,
    boolean isYoung,
    boolean isMoving,
    int extra,
    List<CopyFacts> copies) {
  public BitFacts {
    copies = List.copyOf(copies);
  }

  /** One that shall have no more copies than are wanted. */
  public BitFacts(
      long key,
      long footprint,
      int wanted,
      boolean isYoung,
      boolean isMoving,
      List<CopyFacts> copies) {
    this(key, footprint, wanted, isYoung, isMoving, 0, copies);
  }

  /** Whether time alone may make it need something. */
  public boolean isInDoubt() {
    return count(health -> health == Health.DOUBTED) > 0;
  }

  /** How many complete copies it has that neither safety nor readers want. */
  public int spare() {
    return count(Health::isComplete) - wanted - extra;
  }

  /** On how many sites it has copies that live: two on one site are lost together. */
  int living() {
    return sites(Health::isLiving).size();
  }

  /** On how many other sites it will have some. */
  int coming() {
    Set<String> coming = sites(health -> health == Health.COMING);
    coming.removeAll(sites(Health::isLiving));
    return coming.size();
  }

  private Set<String> sites(Predicate<Health> condition) {
    return copies.stream()
        .filter(copy -> condition.test(copy.health()))
        .map(CopyFacts::site)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** How many of its copies are so. */
  int count(Predicate<Health> condition) {
    return (int) copies.stream().map(CopyFacts::health).filter(condition).count();
  }
}
