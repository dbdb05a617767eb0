// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What shall become of some objects of a bucket in time. Numbers that are 0 say nothing.
 *
 * @param id unique in its bucket
 * @param enabled whether it is followed
 * @param prefix what keys start with
 * @param tags that objects have, all of them
 * @param largerThan only objects with more bytes, or -1
 * @param smallerThan only objects with fewer bytes, or {@link Long#MAX_VALUE}
 * @param expirationDays after so many days an object is deleted, as without naming a version
 * @param expirationDate from this day on it is deleted, as {@code 2026-11-23}; or empty
 * @param expiredMarkers whether delete markers go that hide nothing
 * @param noncurrentDays after so many days a version goes that is not the last of its key
 * @param newerNoncurrent so many such versions of a key are kept in any case
 * @param abortDays after so many days an unfinished upload is aborted
 * @param transitions when objects move to other storage classes; null in rules of old catalogs
 * @param noncurrentTransitions when versions do that are not the last of their key
 */
public record LifecycleRule(
    String id,
    boolean enabled,
    String prefix,
    Map<String, String> tags,
    long largerThan,
    long smallerThan,
    int expirationDays,
    String expirationDate,
    boolean expiredMarkers,
    int noncurrentDays,
    int newerNoncurrent,
    int abortDays,
    @Nullable List<LifecycleTransition> transitions,
    @Nullable List<LifecycleTransition> noncurrentTransitions) {
  public LifecycleRule {
    tags = Map.copyOf(tags);
    transitions = transitions == null ? List.of() : List.copyOf(transitions);
    noncurrentTransitions =
        noncurrentTransitions == null ? List.of() : List.copyOf(noncurrentTransitions);
  }

  /** A rule that moves nothing. */
  public LifecycleRule(
      String id,
      boolean enabled,
      String prefix,
      Map<String, String> tags,
      long largerThan,
      long smallerThan,
      int expirationDays,
      String expirationDate,
      boolean expiredMarkers,
      int noncurrentDays,
      int newerNoncurrent,
      int abortDays) {
    this(
        id,
        enabled,
        prefix,
        tags,
        largerThan,
        smallerThan,
        expirationDays,
        expirationDate,
        expiredMarkers,
        noncurrentDays,
        newerNoncurrent,
        abortDays,
        List.of(),
        List.of());
  }

  /** The same with these transitions. */
  public LifecycleRule with(
      List<LifecycleTransition> current, List<LifecycleTransition> noncurrent) {
    return new LifecycleRule(
        id,
        enabled,
        prefix,
        tags,
        largerThan,
        smallerThan,
        expirationDays,
        expirationDate,
        expiredMarkers,
        noncurrentDays,
        newerNoncurrent,
        abortDays,
        current,
        noncurrent);
  }

  @Override
  public List<LifecycleTransition> transitions() {
    return transitions == null ? List.of() : transitions;
  }

  @Override
  public List<LifecycleTransition> noncurrentTransitions() {
    return noncurrentTransitions == null ? List.of() : noncurrentTransitions;
  }

  /** Whether it moves anything to another storage class. */
  public boolean moves() {
    return enabled && !(transitions().isEmpty() && noncurrentTransitions().isEmpty());
  }

  /** Whether it is only for objects of some sizes or tags, which markers and uploads lack. */
  public boolean looksAtObjects() {
    return !tags.isEmpty() || largerThan >= 0 || smallerThan < Long.MAX_VALUE;
  }
}
