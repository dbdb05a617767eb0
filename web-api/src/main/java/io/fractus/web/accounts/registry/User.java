// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts.registry;

import java.time.Instant;

/**
 * A user.
 *
 * @param name for ever: it is given to no other
 * @param created when
 * @param enabled whether its keys are good
 * @param policy what it may do: the name of one that comes with us, or a document
 * @param quota how much
 */
public record User(String name, Instant created, boolean enabled, String policy, Quota quota) {
  /** Whoever has the credentials of the first start. */
  public static final String ROOT = "root";

  private static final String SYNTAX = "[a-z0-9][a-z0-9._-]{0,63}";

  /** Throws {@link IllegalArgumentException} if it is no name for a user. */
  public static void checkName(String name) {
    if (!name.matches(SYNTAX) || name.equals(ROOT) || name.equals("anonymous")) {
      throw new IllegalArgumentException(
          "a user's name has 1..64 of a-z, 0-9, '.', '_', '-', begins with a letter or a digit, and"
              + " is neither 'root' nor 'anonymous'");
    }
  }
}
