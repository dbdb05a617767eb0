// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import io.fractus.web.access.Condition.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The keys that conditions may look at. Stateless. */
public final class ContextKeys {
  public static final String SOURCE_IP = "aws:sourceip";
  public static final String SECURE_TRANSPORT = "aws:securetransport";
  public static final String USER_NAME = "aws:username";
  public static final String USER_AGENT = "aws:useragent";
  public static final String REFERER = "aws:referer";
  public static final String PREFIX = "s3:prefix";
  public static final String DELIMITER = "s3:delimiter";
  public static final String MAX_KEYS = "s3:max-keys";
  public static final String ACL = "s3:x-amz-acl";
  public static final String STORAGE_CLASS = "s3:x-amz-storage-class";
  public static final String VERSION_ID = "s3:versionid";
  public static final String LOCK_MODE = "s3:object-lock-mode";
  public static final String LOCK_DAYS = "s3:object-lock-remaining-retention-days";
  public static final String LEGAL_HOLD = "s3:object-lock-legal-hold";

  private static final Set<String> KNOWN =
      Set.of(
          SOURCE_IP,
          SECURE_TRANSPORT,
          USER_NAME,
          USER_AGENT,
          REFERER,
          PREFIX,
          DELIMITER,
          MAX_KEYS,
          ACL,
          STORAGE_CLASS,
          VERSION_ID,
          LOCK_MODE,
          LOCK_DAYS,
          LEGAL_HOLD);

  private static final Set<String> NUMBERS = Set.of(MAX_KEYS, LOCK_DAYS);

  private ContextKeys() {}

  /** Throws {@link MalformedPolicyException} if a request would never be compared as meant. */
  static void check(Operator operator, String key, List<String> values) {
    String name = key.toLowerCase(Locale.ROOT);
    if (!KNOWN.contains(name)) {
      throw new MalformedPolicyException("the condition key " + key + " is not supported");
    }
    boolean fits =
        operator == Operator.NULL
            || (operator.isOfAddresses() == name.equals(SOURCE_IP)
                && operator.isNumeric() == NUMBERS.contains(name)
                && (operator == Operator.BOOL) == name.equals(SECURE_TRANSPORT));
    if (!fits || values.isEmpty()) {
      throw new MalformedPolicyException(
          "the condition key " + key + " cannot be compared in this way");
    }
    for (String value : values) {
      check(operator, value);
    }
  }

  private static void check(Operator operator, String value) {
    boolean good =
        switch (operator) {
          case BOOL, NULL -> value.equals("true") || value.equals("false");
          case IP_ADDRESS, NOT_IP_ADDRESS -> AddressRange.isValid(value);
          case NUMERIC_EQUALS,
              NUMERIC_LESS_THAN,
              NUMERIC_LESS_THAN_EQUALS,
              NUMERIC_GREATER_THAN,
              NUMERIC_GREATER_THAN_EQUALS ->
              value.matches("\\d{1,18}");
          case STRING_EQUALS,
              STRING_NOT_EQUALS,
              STRING_EQUALS_IGNORE_CASE,
              STRING_NOT_EQUALS_IGNORE_CASE,
              STRING_LIKE,
              STRING_NOT_LIKE ->
              !value.contains("${");
        };
    if (!good) {
      throw new MalformedPolicyException("the condition value '" + value + "' is not supported");
    }
  }
}
