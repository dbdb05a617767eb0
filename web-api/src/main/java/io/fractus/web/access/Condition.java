// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One key of a condition: holds if any of its values does, or, with a negated operator, if none
 * does. What a request does not say fits no value.
 *
 * @param operator how values are compared
 * @param ifExists whether it holds when the request does not say
 * @param key as {@link ContextKeys#name} has it
 * @param values at least one
 */
record Condition(Operator operator, boolean ifExists, String key, List<String> values) {
  private static final String IF_EXISTS = "IfExists";

  /** What values are. */
  enum Kind {
    TEXT,
    NUMBER,
    TRUTH,
    ADDRESS,
    DATE,
    ARN
  }

  /** Whether a value of a policy fits that of a request. */
  @Immutable
  @FunctionalInterface
  private interface Comparison {
    boolean test(String policy, String request);
  }

  /** How a value of a policy and one of a request are compared. */
  enum Operator {
    STRING_EQUALS("StringEquals", Kind.TEXT, String::equals),
    STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Kind.TEXT, String::equalsIgnoreCase),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
    STRING_LIKE("StringLike", Kind.TEXT, Wildcards::matches),
    STRING_NOT_LIKE("StringNotLike", STRING_LIKE),
    // AWS takes wildcards in both.
    ARN_EQUALS("ArnEquals", Kind.ARN, Arns::matches),
    ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
    ARN_LIKE("ArnLike", Kind.ARN, Arns::matches),
    ARN_NOT_LIKE("ArnNotLike", ARN_LIKE),
    BOOL("Bool", Kind.TRUTH, String::equalsIgnoreCase),
    IP_ADDRESS("IpAddress", Kind.ADDRESS, AddressRange::contains),
    NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),
    NUMERIC_EQUALS("NumericEquals", Kind.NUMBER, (p, r) -> numbers(p, r) == 0),
    NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
    NUMERIC_LESS_THAN("NumericLessThan", Kind.NUMBER, (p, r) -> numbers(p, r) < 0),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Kind.NUMBER, (p, r) -> numbers(p, r) <= 0),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Kind.NUMBER, (p, r) -> numbers(p, r) > 0),
    NUMERIC_GREATER_THAN_EQUALS(
        "NumericGreaterThanEquals", Kind.NUMBER, (p, r) -> numbers(p, r) >= 0),
    DATE_EQUALS("DateEquals", Kind.DATE, (p, r) -> dates(p, r) == 0),
    DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
    DATE_LESS_THAN("DateLessThan", Kind.DATE, (p, r) -> dates(p, r) < 0),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Kind.DATE, (p, r) -> dates(p, r) <= 0),
    DATE_GREATER_THAN("DateGreaterThan", Kind.DATE, (p, r) -> dates(p, r) > 0),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Kind.DATE, (p, r) -> dates(p, r) >= 0),
    /** Whether there is a value. */
    NULL("Null", Kind.TRUTH, (_, _) -> false);

    private final String text;
    private final Kind kind;
    private final boolean negated;
    private final Comparison fits;

    /**
     * One that asks for something.
     *
     * @param fits whether a value of a policy, the first, fits that of a request
     */
    Operator(String text, Kind kind, Comparison fits) {
      this.text = text;
      this.kind = kind;
      this.negated = false;
      this.fits = fits;
    }

    /** One that asks for anything but what another one asks for. */
    Operator(String text, Operator opposite) {
      this.text = text;
      this.kind = opposite.kind;
      this.negated = true;
      this.fits = opposite.fits;
    }

    Kind kind() {
      return kind;
    }

    private static Optional<Operator> of(String text) {
      return Arrays.stream(values()).filter(operator -> operator.text.equals(text)).findFirst();
    }

    /** What a client sends in place of a number is smaller than any. */
    private static int numbers(String policy, String request) {
      long value = request.matches("\\d{1,18}") ? Long.parseLong(request) : -1;
      return Long.compare(value, Long.parseLong(policy));
    }

    private static int dates(String policy, String request) {
      return Dates.of(request).orElse(Instant.MIN).compareTo(Dates.of(policy).orElseThrow());
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
    return new Condition(known, ifExists, ContextKeys.name(key), List.copyOf(values));
  }

  boolean holds(Context context) {
    Optional<String> given = context.get(key);
    if (operator == Operator.NULL) {
      return values.contains(Boolean.toString(given.isEmpty()));
    }
    if (given.isEmpty()) {
      return ifExists || operator.negated;
    }
    boolean any = values.stream().anyMatch(value -> operator.fits.test(value, given.get()));
    return any != operator.negated;
  }
}
