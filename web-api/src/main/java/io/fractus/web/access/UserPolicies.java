// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.List;

/** What users may do: one of the policies that come with us, or a document. Stateless. */
public final class UserPolicies {
  /** What a new user has: everything, in buckets that are open to it. */
  public static final String READ_WRITE = "readwrite";

  private static final String READ_ONLY = "readonly";

  private UserPolicies() {}

  /**
   * The policy of a user.
   *
   * @param text {@code readwrite}, {@code readonly}, {@code none} or a document
   * @throws MalformedPolicyException if it is none of them
   */
  public static Policy parse(String text) {
    return switch (text) {
      case READ_WRITE -> allow("s3:*");
      case READ_ONLY -> allow("s3:Get*", "s3:List*");
      case "none" -> Policy.NONE;
      default -> PolicyParser.ofUser(text);
    };
  }

  private static Policy allow(String... actions) {
    return new Policy(
        List.of(
            new Statement(true, Principals.EVERYBODY, List.of(actions), List.of("*"), List.of())));
  }
}
