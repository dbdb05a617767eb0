// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.Optional;
import java.util.Set;

/**
 * For whom a statement is.
 *
 * @param everybody with a key or without
 * @param users by name
 */
record Principals(boolean everybody, Set<String> users) {
  static final Principals EVERYBODY = new Principals(true, Set.of());

  boolean include(Optional<String> user) {
    return everybody || user.filter(users::contains).isPresent();
  }
}
