// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;

import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTransition;
import io.fractus.raid.object.StorageClass;
import io.fractus.web.s3.error.S3Exception;
import java.util.List;
import java.util.Optional;

/**
 * Reads the transitions of a lifecycle rule. As with S3 they lead to a class but {@code STANDARD},
 * each to another, one after the other, and end before the objects do. Stateless.
 */
final class TransitionParser {
  private TransitionParser() {}

  /** Those of a rule, for the last versions of keys. */
  static List<LifecycleTransition> current(XmlTree rule) {
    return rule.all("Transition").stream().map(TransitionParser::transition).toList();
  }

  /** Those of a rule, for all other versions. */
  static List<LifecycleTransition> noncurrent(XmlTree rule) {
    return rule.all("NoncurrentVersionTransition").stream()
        .map(TransitionParser::noncurrentTransition)
        .toList();
  }

  private static LifecycleTransition transition(XmlTree transition) {
    Optional<String> date = transition.textOf("Date");
    if (date.isPresent() == transition.one("Days").isPresent()) {
      throw new IllegalArgumentException("a Transition has one of Days and Date");
    }
    return new LifecycleTransition(
        LifecycleParser.days(transition, "Days", 0),
        date.map(LifecycleParser::date).orElse(""),
        0,
        target(transition));
  }

  private static LifecycleTransition noncurrentTransition(XmlTree transition) {
    if (transition.one("NoncurrentDays").isEmpty()) {
      throw new IllegalArgumentException("a NoncurrentVersionTransition has no NoncurrentDays");
    }
    return new LifecycleTransition(
        LifecycleParser.days(transition, "NoncurrentDays", 0),
        "",
        LifecycleParser.days(transition, "NewerNoncurrentVersions", 1),
        target(transition));
  }

  private static StorageClass target(XmlTree transition) {
    String name = transition.textOf("StorageClass").orElse("");
    return StorageClass.named(name)
        .filter(named -> named != StorageClass.STANDARD)
        .orElseThrow(
            () -> new IllegalArgumentException("objects do not move to a class '" + name + "'"));
  }

  /** Throws if a rule contradicts itself. */
  static void check(LifecycleRule rule) {
    List<LifecycleTransition> current = rule.transitions();
    List<LifecycleTransition> noncurrent = rule.noncurrentTransitions();
    checkEachAnother(current, rule);
    checkEachAnother(noncurrent, rule);
    boolean byDate =
        !rule.expirationDate().isEmpty() || current.stream().anyMatch(t -> !t.date().isEmpty());
    boolean byDays =
        rule.expirationDays() > 0 || current.stream().anyMatch(t -> t.date().isEmpty());
    if (byDate && byDays) {
      throw new S3Exception(
          INVALID_REQUEST,
          "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule"
              + " for prefix '"
              + rule.prefix()
              + "'");
    }
    boolean early =
        current.stream()
            .anyMatch(t ->
                rule.expirationDate().isEmpty()
                    ? rule.expirationDays() > 0 && rule.expirationDays() <= t.days()
                    : rule.expirationDate().compareTo(t.date()) <= 0);
    boolean noncurrentEarly =
        rule.noncurrentDays() > 0
            && noncurrent.stream().anyMatch(t -> rule.noncurrentDays() <= t.days());
    if (early || noncurrentEarly) {
      throw new S3Exception(
          INVALID_ARGUMENT,
          "the expiration for prefix '" + rule.prefix() + "' must be later than each transition");
    }
  }

  private static void checkEachAnother(List<LifecycleTransition> all, LifecycleRule rule) {
    if (all.stream().map(LifecycleTransition::storageClass).distinct().count() < all.size()) {
      throw new S3Exception(
          INVALID_REQUEST,
          "'StorageClass' must be different for 'Transition' actions in same 'Rule' with prefix '"
              + rule.prefix()
              + "'");
    }
    if (all.stream().map(t -> t.days() + " " + t.date()).distinct().count() < all.size()) {
      throw new S3Exception(
          INVALID_ARGUMENT,
          "transitions of one rule must be at other times; prefix '" + rule.prefix() + "'");
    }
  }
}
