// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import io.fractus.web.access.Condition.Kind;
import io.fractus.web.access.Condition.Operator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keys that conditions may look at. Stateless. */
public final class ContextKeys {
  public static final String SOURCE_IP = "aws:sourceip";
  public static final String SECURE_TRANSPORT = "aws:securetransport";
  public static final String USER_AGENT = "aws:useragent";
  public static final String REFERER = "aws:referer";
  public static final String PREFIX = "s3:prefix";
  public static final String DELIMITER = "s3:delimiter";
  public static final String MAX_KEYS = "s3:max-keys";
  public static final String ACL = "s3:x-amz-acl";
  public static final String VERSION_ID = "s3:versionid";
  public static final String LOCK_MODE = "s3:object-lock-mode";
  public static final String LOCK_DAYS = "s3:object-lock-remaining-retention-days";
  public static final String LOCK_UNTIL = "s3:object-lock-retain-until-date";
  public static final String LEGAL_HOLD = "s3:object-lock-legal-hold";
  public static final String AUTH_TYPE = "s3:authtype";
  public static final String SIGNATURE_VERSION = "s3:signatureversion";
  public static final String SIGNATURE_AGE = "s3:signatureage";

  /** What a key begins with that looks at a tag which the request gives; the tag's key follows. */
  public static final String REQUEST_TAG = "s3:requestobjecttag/";

  /** Headers that are keys as well, with {@link #OF_HEADER} before them. */
  public static final Set<String> HEADERS =
      Set.of(
          "x-amz-acl",
          "x-amz-content-sha256",
          "x-amz-copy-source",
          "x-amz-metadata-directive",
          "x-amz-server-side-encryption",
          "x-amz-server-side-encryption-customer-algorithm",
          "x-amz-storage-class",
          "x-amz-website-redirect-location");

  public static final String OF_HEADER = "s3:";

  // What is known of the caller, the time and the object, whoever asks.
  static final String USER_NAME = "aws:username";
  static final String PRINCIPAL = "aws:principalarn";
  static final String CURRENT_TIME = "aws:currenttime";
  static final String EPOCH_TIME = "aws:epochtime";
  static final String EXISTING_TAG = "s3:existingobjecttag/";

  private static final Map<String, Set<Kind>> KNOWN = known();

  private ContextKeys() {}

  private static Map<String, Set<Kind>> known() {
    Map<String, Set<Kind>> known = new HashMap<>();
    for (String text :
        List.of(
            USER_NAME,
            USER_AGENT,
            REFERER,
            PREFIX,
            DELIMITER,
            VERSION_ID,
            LOCK_MODE,
            LEGAL_HOLD,
            AUTH_TYPE,
            SIGNATURE_VERSION)) {
      known.put(text, EnumSet.of(Kind.TEXT));
    }
    HEADERS.forEach(header -> known.put(OF_HEADER + header, EnumSet.of(Kind.TEXT)));
    known.put(SOURCE_IP, EnumSet.of(Kind.ADDRESS));
    known.put(SECURE_TRANSPORT, EnumSet.of(Kind.TRUTH));
    known.put(PRINCIPAL, EnumSet.of(Kind.TEXT, Kind.ARN));
    known.put(CURRENT_TIME, EnumSet.of(Kind.DATE));
    known.put(EPOCH_TIME, EnumSet.of(Kind.DATE, Kind.NUMBER));
    known.put(LOCK_UNTIL, EnumSet.of(Kind.DATE));
    known.put(LOCK_DAYS, EnumSet.of(Kind.NUMBER));
    known.put(MAX_KEYS, EnumSet.of(Kind.NUMBER));
    known.put(SIGNATURE_AGE, EnumSet.of(Kind.NUMBER));
    return known;
  }

  /** A key as it is compared: names are alike in both cases, and keys of tags are not. */
  static String name(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    int slash = key.indexOf('/');
    return slash < 0 ? lower : lower.substring(0, slash) + key.substring(slash);
  }

  private static Set<Kind> kinds(String name, String key) {
    for (String tags : List.of(REQUEST_TAG, EXISTING_TAG)) {
      if (name.startsWith(tags) && name.length() > tags.length() && !name.contains("${")) {
        return EnumSet.of(Kind.TEXT);
      }
    }
    Set<Kind> kinds = KNOWN.get(name);
    if (kinds == null) {
      throw new MalformedPolicyException("the condition key " + key + " is not supported");
    }
    return kinds;
  }

  /** Throws {@link MalformedPolicyException} if a request would never be compared as meant. */
  static void check(Operator operator, String key, List<String> values) {
    Set<Kind> kinds = kinds(name(key), key);
    if ((operator != Operator.NULL && !kinds.contains(operator.kind())) || values.isEmpty()) {
      throw new MalformedPolicyException(
          "the condition key " + key + " cannot be compared in this way");
    }
    for (String value : values) {
      if (!isValid(operator.kind(), value)) {
        throw new MalformedPolicyException("the condition value '" + value + "' is not supported");
      }
    }
  }

  private static boolean isValid(Kind kind, String value) {
    return switch (kind) {
      case TRUTH -> value.equals("true") || value.equals("false");
      case ADDRESS -> AddressRange.isValid(value);
      case NUMBER -> value.matches("\\d{1,18}");
      case DATE -> Dates.of(value).isPresent();
      case ARN -> Arns.isValid(value) && !value.contains("${");
      case TEXT -> !value.contains("${");
    };
  }
}
