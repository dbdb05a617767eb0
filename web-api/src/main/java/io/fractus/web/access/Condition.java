// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a condition: holds if any of its values does, or, with a negated operator, if none
 * does. What a request does not say fits no value.
 *
 * @param operator how values are compared
 * @param ifExists whether it holds when the request does not say
 * @param key in lower case
 * @param values at least one
 */
record Condition(Operator operator, boolean ifExists, String key, List<String> values) {
  private static final String IF_EXISTS = "IfExists";

  /** How a value of a policy and one of a request are compared. */
  enum Operator {
    STRING_EQUALS("StringEquals", false),
    STRING_NOT_EQUALS("StringNotEquals", true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    STRING_LIKE("StringLike", false),
    STRING_NOT_LIKE("StringNotLike", true),
    BOOL("Bool", false),
    IP_ADDRESS("IpAddress", false),
    NOT_IP_ADDRESS("NotIpAddress", true),
    NUMERIC_EQUALS("NumericEquals", false),
    NUMERIC_LESS_THAN("NumericLessThan", false),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
    NULL("Null", false);

    private final String text;
    private final boolean negated;

    Operator(String text, boolean negated) {
      this.text = text;
      this.negated = negated;
    }

    /** Whether a value of a request is what a value of a policy asks for, were it not negated. */
    private boolean fits(String policy, String request) {
      return switch (this) {
        case STRING_EQUALS, STRING_NOT_EQUALS -> policy.equals(request);
        case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE, BOOL ->
            policy.equalsIgnoreCase(request);
        case STRING_LIKE, STRING_NOT_LIKE -> Wildcards.matches(policy, request);
        case IP_ADDRESS, NOT_IP_ADDRESS -> AddressRange.contains(policy, request);
        case NUMERIC_EQUALS -> compare(request, policy) == 0;
        case NUMERIC_LESS_THAN -> compare(request, policy) < 0;
        case NUMERIC_GREATER_THAN -> compare(request, policy) > 0;
        case NUMERIC_LESS_THAN_EQUALS -> compare(request, policy) <= 0;
        case NUMERIC_GREATER_THAN_EQUALS -> compare(request, policy) >= 0;
        case NULL -> false;
      };
    }

    boolean isNumeric() {
      return text.startsWith("Numeric");
    }

    boolean isOfAddresses() {
      return this == IP_ADDRESS || this == NOT_IP_ADDRESS;
    }

    private static Optional<Operator> of(String text) {
      for (Operator operator : values()) {
        if (operator.text.equals(text)) {
          return Optional.of(operator);
        }
      }
      return Optional.empty();
    }

    /** What a client sends in place of a number is smaller than any. */
    private static int compare(String request, String policy) {
      long value = request.matches("\\d{1,18}") ? Long.parseLong(request) : -1;
      return Long.compare(value, Long.parseLong(policy));
    }
  }

  /** Throws {@link MalformedPolicyException} if it cannot be understood. */
  static Condition of(String operator, String key, List<String> values) {
    boolean ifExists = operator.endsWith(IF_EXISTS);
    String plain =
        ifExists ? operator.substring(0, operator.length() - IF_EXISTS.length()) : operator;
    Operator known =
        Operator.of(plain)
            .filter(found -> !(ifExists && found == Operator.NULL))
            .orElseThrow(() ->
                new MalformedPolicyException(
                    "the condition operator " + operator + " is not supported"));
    ContextKeys.check(known, key, values);
    return new Condition(known, ifExists, key.toLowerCase(Locale.ROOT), List.copyOf(values));
  }

  boolean holds(Map<String, String> context) {
    @Nullable String given = context.get(key);
    if (operator == Operator.NULL) {
      return values.contains(Boolean.toString(given == null));
    }
    if (given == null) {
      return ifExists || operator.negated;
    }
    boolean any = values.stream().anyMatch(value -> operator.fits(value, given));
    return any != operator.negated;
  }
}
