// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.List;

/** Names of AWS, of six parts with colons between them. Stateless. */
final class Arns {
  private static final int PARTS = 6;

  private Arns() {}

  /** That of a user. */
  static String ofUser(String name) {
    return "arn:aws:iam:::user/" + name;
  }

  static boolean isValid(String pattern) {
    return parts(pattern).size() == PARTS;
  }

  /** Whether a pattern fits, part by part: no star reaches over a colon before the last part. */
  static boolean matches(String pattern, String arn) {
    List<String> wanted = parts(pattern);
    List<String> given = parts(arn);
    if (wanted.size() != given.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!Wildcards.matches(wanted.get(i), given.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> parts(String arn) {
    return List.of(arn.split(":", PARTS));
  }
}
