// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.protocol.Json;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What whoever signed a form lets be sent with it: until when, which fields, how many bytes. Every
 * field must be covered by a condition.
 *
 * @param lengthMin least bytes of the file
 * @param lengthMax most of them
 */
record FormPolicy(long lengthMin, long lengthMax) {
  /** Fields that prove, or are not looked at. */
  private static final Set<String> FREE =
      Set.of("policy", "x-amz-signature", "${filename}", FormBody.TYPE_OF_FILE);

  /**
   * Checks the fields of a form.
   *
   * @param base64 the policy as it was signed
   * @param fields by names in lower case, the bucket among them
   * @throws S3Exception if a condition does not hold
   */
  static FormPolicy check(String base64, Map<String, String> fields, Instant now) {
    JsonNode policy = parse(base64);
    checkExpiration(policy, now);
    Set<String> covered = new HashSet<>(FREE);
    long min = 0;
    long max = Long.MAX_VALUE;
    for (JsonNode condition : policy.path("conditions")) {
      if (condition.isObject()) {
        condition.forEachEntry(
            (name, value) -> equal(name.toLowerCase(Locale.ROOT), text(value), fields, covered));
      } else if (condition.size() == 3 && is(condition, "content-length-range")) {
        min = Math.max(min, number(condition.get(1)));
        max = Math.min(max, number(condition.get(2)));
      } else {
        match(condition, fields, covered);
      }
    }
    for (String name : fields.keySet()) {
      if (!covered.contains(name) && !name.startsWith("x-ignore-")) {
        throw refused("there is no condition for the field " + name);
      }
    }
    return new FormPolicy(min, max);
  }

  private static JsonNode parse(String base64) {
    try {
      byte[] json = Base64.getDecoder().decode(base64);
      JsonNode policy = Json.read(new String(json, StandardCharsets.UTF_8), JsonNode.class);
      if (policy.path("conditions").isArray()) {
        return policy;
      }
    } catch (IllegalArgumentException e) {
      throw new S3Exception(S3Error.INVALID_POLICY_DOCUMENT, "the policy is not JSON in base64", e);
    }
    throw invalid("the policy has no conditions");
  }

  private static void checkExpiration(JsonNode policy, Instant now) {
    try {
      if (!now.isBefore(Instant.parse(text(policy.path("expiration"))))) {
        throw refused("the policy has expired");
      }
    } catch (DateTimeException e) {
      throw new S3Exception(
          S3Error.INVALID_POLICY_DOCUMENT, "the expiration is not like 2026-12-01T12:00:00Z", e);
    }
  }

  private static void match(JsonNode condition, Map<String, String> fields, Set<String> covered) {
    boolean exact = is(condition, "eq");
    if (condition.size() != 3 || !(exact || is(condition, "starts-with"))) {
      throw invalid("a condition is an object, eq, starts-with or content-length-range");
    }
    String field = text(condition.get(1));
    if (!field.startsWith("$")) {
      throw invalid("the name of a field in a condition begins with $");
    }
    String name = field.substring(1).toLowerCase(Locale.ROOT);
    String wanted = text(condition.get(2));
    if (exact) {
      equal(name, wanted, fields, covered);
    } else {
      covered.add(name);
      if (!fields.getOrDefault(name, "").startsWith(wanted)) {
        throw refused("[\"starts-with\", \"$" + name + "\", \"" + wanted + "\"]");
      }
    }
  }

  private static void equal(
      String name, String wanted, Map<String, String> fields, Set<String> covered) {
    covered.add(name);
    if (!fields.getOrDefault(name, "").equals(wanted)) {
      throw refused("[\"eq\", \"$" + name + "\", \"" + wanted + "\"]");
    }
  }

  private static boolean is(JsonNode condition, String operator) {
    return condition.isArray()
        && condition.path(0).isString()
        && condition.path(0).asString().equalsIgnoreCase(operator);
  }

  private static String text(JsonNode node) {
    if (!node.isString()) {
      throw invalid("a condition has texts");
    }
    return node.asString();
  }

  private static long number(JsonNode node) {
    String digits = node.isString() || node.isIntegralNumber() ? node.asString() : "";
    if (!digits.matches("\\d{1,18}")) {
      throw invalid("content-length-range has two numbers");
    }
    return Long.parseLong(digits);
  }

  private static S3Exception refused(String condition) {
    return new S3Exception(
        S3Error.ACCESS_DENIED,
        "Invalid according to Policy: Policy Condition failed: " + condition);
  }

  private static S3Exception invalid(String why) {
    return new S3Exception(S3Error.INVALID_POLICY_DOCUMENT, why);
  }
}
