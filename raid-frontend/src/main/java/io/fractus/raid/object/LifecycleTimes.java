// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When lifecycle rules apply. Pure: who asks brings the time. */
public final class LifecycleTimes {
  private LifecycleTimes() {}

  /**
   * When an object goes, and by which rule.
   *
   * @param at from then on
   */
  public record Expiry(Instant at, String ruleId) {}

  /** So many days after something, and then the next midnight in UTC, as S3 counts. */
  public static Instant after(Instant from, int days) {
    return from.plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
  }

  /** When the last version of a key goes, if any rule says so: the first of them counts. */
  public static Optional<Expiry> expiry(List<LifecycleRule> rules, ObjectInfo object) {
    return rules.stream()
        .filter(rule -> matches(rule, object))
        .flatMap(rule -> expiry(rule, object).stream())
        .min(Comparator.comparing(Expiry::at).thenComparing(Expiry::ruleId));
  }

  private static Optional<Expiry> expiry(LifecycleRule rule, ObjectInfo object) {
    if (!rule.expirationDate().isEmpty()) {
      return Optional.of(new Expiry(day(rule.expirationDate()), rule.id()));
    }
    return rule.expirationDays() == 0
        ? Optional.empty()
        : Optional.of(new Expiry(after(object.lastModified(), rule.expirationDays()), rule.id()));
  }

  /**
   * Whether a version goes that is not the last of its key.
   *
   * @param since when a newer one came
   * @param newer how many of those that are not the last are newer
   */
  public static boolean goes(
      List<LifecycleRule> rules, VersionInfo version, Instant since, int newer, Instant now) {
    return rules.stream()
        .filter(rule -> rule.noncurrentDays() > 0 && newer >= rule.newerNoncurrent())
        .filter(rule -> matches(rule, version))
        .anyMatch(rule -> !after(since, rule.noncurrentDays()).isAfter(now));
  }

  private static Instant day(String date) {
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * The storage class that the last version of a key is to be of by now, if any rule says so: that
   * to which one was to move last. Of two on the same day it is the one that comes later in the
   * list of classes.
   */
  public static Optional<StorageClass> target(
      List<LifecycleRule> rules, ObjectInfo object, Instant now) {
    return last(
        rules.stream()
            .filter(rule -> matches(rule, object))
            .flatMap(rule -> rule.transitions().stream())
            .map(transition -> move(transition, object.lastModified())),
        now);
  }

  /**
   * The same for a version that is not the last of its key.
   *
   * @param since when a newer one came
   * @param newer how many of those that are not the last are newer
   */
  public static Optional<StorageClass> target(
      List<LifecycleRule> rules, ObjectInfo object, Instant since, int newer, Instant now) {
    return last(
        rules.stream()
            .filter(rule -> matches(rule, object))
            .flatMap(rule -> rule.noncurrentTransitions().stream())
            .filter(transition -> newer >= transition.newerNoncurrent())
            .map(transition -> move(transition, since)),
        now);
  }

  /** An object moves then. */
  private record Move(Instant at, StorageClass to) {}

  private static Move move(LifecycleTransition transition, Instant from) {
    Instant at =
        transition.date().isEmpty() ? after(from, transition.days()) : day(transition.date());
    return new Move(at, transition.storageClass());
  }

  private static Optional<StorageClass> last(Stream<Move> moves, Instant now) {
    return moves
        .filter(move -> !move.at.isAfter(now))
        .max(Comparator.comparing(Move::at).thenComparing(Move::to))
        .map(Move::to);
  }

  /** Whether a delete marker goes that hides nothing. */
  public static boolean markerGoes(List<LifecycleRule> rules, VersionInfo marker) {
    return rules.stream().anyMatch(rule -> rule.expiredMarkers() && matches(rule, marker));
  }

  /** Whether an unfinished upload is aborted. */
  public static boolean isAborted(List<LifecycleRule> rules, UploadInfo upload, Instant now) {
    return rules.stream()
        .filter(rule -> rule.enabled() && rule.abortDays() > 0 && !rule.looksAtObjects())
        .filter(rule -> upload.key().key().startsWith(rule.prefix()))
        .anyMatch(rule -> !after(upload.started(), rule.abortDays()).isAfter(now));
  }

  private static boolean matches(LifecycleRule rule, VersionInfo version) {
    return version.object().isPresent()
        ? matches(rule, version.object().get())
        : rule.enabled() && !rule.looksAtObjects() && version.key().key().startsWith(rule.prefix());
  }

  private static boolean matches(LifecycleRule rule, ObjectInfo object) {
    return rule.enabled()
        && object.key().key().startsWith(rule.prefix())
        && object.size() > rule.largerThan()
        && object.size() < rule.smallerThan()
        && object.tags().entrySet().containsAll(rule.tags().entrySet());
  }
}
