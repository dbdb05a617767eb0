// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;

import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTransition;
import io.fractus.web.s3.error.S3Exception;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the rules of a lifecycle. What it refuses, it refuses as S3 does. Stateless. */
final class LifecycleParser {
  private static final int RULES_MAX = 1_000;
  private static final int ID_MAX = 255;

  private LifecycleParser() {}

  /** Throws {@link S3Exception} if it is no such document, or says something that cannot be. */
  static List<LifecycleRule> parse(byte[] xml) {
    return XmlInput.parse(
        xml,
        "LifecycleConfiguration",
        reader -> rules(XmlTree.read(reader, "LifecycleConfiguration")));
  }

  private static List<LifecycleRule> rules(XmlTree document) {
    List<XmlTree> given = document.all("Rule");
    if (given.isEmpty() || given.size() > RULES_MAX) {
      throw new IllegalArgumentException("a lifecycle has 1 to " + RULES_MAX + " rules");
    }
    List<LifecycleRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (XmlTree rule : given) {
      LifecycleRule read = rule(rule, "rule-" + (rules.size() + 1));
      if (!ids.add(read.id())) {
        throw new S3Exception(
            INVALID_ARGUMENT, "Rule ID must be unique. Found same ID for more than one rule");
      }
      rules.add(read);
    }
    return rules;
  }

  private static LifecycleRule rule(XmlTree rule, String otherwise) {
    String id = rule.textOf("ID").filter(text -> !text.isEmpty()).orElse(otherwise);
    if (id.length() > ID_MAX) {
      throw new S3Exception(INVALID_ARGUMENT, "ID length should not exceed allowed limit of 255");
    }
    XmlTree filter = filter(rule);
    XmlTree within = filter.one("And").orElse(filter);
    Optional<XmlTree> expiration = rule.one("Expiration");
    Optional<XmlTree> noncurrent = rule.one("NoncurrentVersionExpiration");
    Optional<XmlTree> abort = rule.one("AbortIncompleteMultipartUpload");
    List<LifecycleTransition> current = TransitionParser.current(rule);
    List<LifecycleTransition> hidden = TransitionParser.noncurrent(rule);
    boolean moves = !current.isEmpty() || !hidden.isEmpty();
    if (expiration.isEmpty() && noncurrent.isEmpty() && abort.isEmpty() && !moves) {
      throw new S3Exception(INVALID_REQUEST, "At least one action needs to be specified in a rule");
    }
    LifecycleRule read =
        new LifecycleRule(
            id,
            isEnabled(rule),
            within.textOf("Prefix").or(() -> rule.textOf("Prefix")).orElse(""),
            tags(within),
            size(within, "ObjectSizeGreaterThan", -1),
            size(within, "ObjectSizeLessThan", Long.MAX_VALUE),
            expiration.map(e -> days(e, "Days")).orElse(0),
            expiration.flatMap(e -> e.textOf("Date")).map(LifecycleParser::date).orElse(""),
            expiration
                .flatMap(e -> e.textOf("ExpiredObjectDeleteMarker"))
                .map(Boolean::parseBoolean)
                .orElse(false),
            noncurrent.map(n -> required(n, "NoncurrentDays")).orElse(0),
            noncurrent.map(n -> days(n, "NewerNoncurrentVersions")).orElse(0),
            abort.map(a -> required(a, "DaysAfterInitiation")).orElse(0),
            current,
            hidden);
    check(read, expiration);
    TransitionParser.check(read);
    return read;
  }

  private static void check(LifecycleRule rule, Optional<XmlTree> expiration) {
    long ways =
        Stream.of("Days", "Date", "ExpiredObjectDeleteMarker")
            .filter(name -> expiration.flatMap(e -> e.one(name)).isPresent())
            .count();
    if (expiration.isPresent() && ways != 1) {
      throw new IllegalArgumentException(
          "an Expiration has one of Days, Date and ExpiredObjectDeleteMarker");
    }
    if (rule.looksAtObjects() && rule.expiredMarkers()) {
      throw new S3Exception(
          INVALID_REQUEST, "ExpiredObjectDeleteMarker cannot be specified with tags or sizes");
    }
    if (rule.looksAtObjects() && rule.abortDays() > 0) {
      throw new S3Exception(
          INVALID_REQUEST, "AbortIncompleteMultipartUpload cannot be specified with tags or sizes");
    }
    if (rule.largerThan() >= rule.smallerThan()) {
      throw new S3Exception(
          INVALID_REQUEST, "ObjectSizeLessThan must be more than ObjectSizeGreaterThan");
    }
  }

  private static XmlTree filter(XmlTree rule) {
    Optional<XmlTree> filter = rule.one("Filter");
    if (filter.isPresent() == rule.one("Prefix").isPresent()) {
      throw new IllegalArgumentException("a Rule has a Filter or, as of old, a Prefix");
    }
    if (filter.isPresent() && filter.get().children().size() > 1) {
      throw new IllegalArgumentException("a Filter has one element; several go into And");
    }
    return filter.orElse(rule);
  }

  private static boolean isEnabled(XmlTree rule) {
    return switch (rule.textOf("Status").orElse("")) {
      case "Enabled" -> true;
      case "Disabled" -> false;
      default -> throw new IllegalArgumentException("the Status is Enabled or Disabled");
    };
  }

  private static Map<String, String> tags(XmlTree within) {
    Map<String, String> tags = new HashMap<>();
    for (XmlTree tag : within.all("Tag")) {
      String key = tag.textOf("Key").orElse("");
      if (key.isEmpty() || tags.put(key, tag.textOf("Value").orElse("")) != null) {
        throw new S3Exception(INVALID_REQUEST, "Tags must have keys, each another");
      }
    }
    return tags;
  }

  private static long size(XmlTree within, String name, long otherwise) {
    return within.textOf(name).map(text -> number(name, text, 0, 18)).orElse(otherwise);
  }

  private static int required(XmlTree action, String name) {
    if (action.one(name).isEmpty()) {
      throw new IllegalArgumentException(action.name() + " has no " + name);
    }
    return days(action, name);
  }

  private static int days(XmlTree action, String name) {
    return days(action, name, 1);
  }

  /** A number of an action, 0 if it says none. */
  static int days(XmlTree action, String name, int min) {
    return action.textOf(name).map(text -> (int) number(name, text, min, 7)).orElse(0);
  }

  private static long number(String name, String text, long min, int digitsMax) {
    boolean isNumber = text.matches("\\d{1," + digitsMax + "}");
    if (!isNumber || Long.parseLong(text) < min) {
      throw new S3Exception(INVALID_ARGUMENT, "'" + name + "' must be a positive integer");
    }
    return Long.parseLong(text);
  }

  /** A day as {@code 2026-11-23}. */
  static String date(String text) {
    try {
      OffsetDateTime time =
          text.contains("T")
              ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC)
              : LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
      if (!time.truncatedTo(ChronoUnit.DAYS).equals(time)) {
        throw new S3Exception(INVALID_ARGUMENT, "'Date' must be at midnight GMT");
      }
      return time.toLocalDate().toString();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no date", e);
    }
  }
}
