// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signature is good for: a user, a day, a region, a service.
 *
 * @param accessKeyId the user
 * @param date the day, {@code yyyyMMdd}
 * @param region any
 * @param service {@code s3}
 */
record CredentialScope(String accessKeyId, String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  private static final Pattern SYNTAX =
      Pattern.compile("(.{1,128})/(\\d{8})/([^/]{1,64})/([^/]{1,32})/" + TERMINATOR);

  /**
   * Parses {@code AKID/20130524/us-east-1/s3/aws4_request}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  static CredentialScope parse(String credential) {
    Matcher matcher = SYNTAX.matcher(credential);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a credential is ACCESSKEY/yyyyMMdd/REGION/s3/" + TERMINATOR);
    }
    return new CredentialScope(
        matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
  }

  /** As it is signed: without the user. */
  String text() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
