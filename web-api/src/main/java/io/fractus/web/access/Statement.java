// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.List;

/**
 * One statement of a policy.
 *
 * @param allow whether it allows; otherwise it denies
 * @param principals for whom; of a user's policy it is everybody, for it is that user
 * @param actions patterns
 * @param resources patterns
 * @param conditions all of which must hold
 */
record Statement(
    boolean allow,
    Principals principals,
    List<String> actions,
    List<String> resources,
    List<Condition> conditions) {
  /** Ranges of addresses as wide as these are as good as none. */
  private static final int NARROW_BITS = 8;

  boolean appliesTo(AccessRequest request) {
    return principals.include(request.user())
        && actions.stream().anyMatch(pattern -> Action.matches(pattern, request.action()))
        && resources.stream().anyMatch(pattern -> Wildcards.matches(pattern, request.resource()))
        && conditions.stream().allMatch(condition -> condition.holds(request.context()));
  }

  /** Whether it lets in people whom nobody has named, by a user's name or a network. */
  boolean isPublic() {
    return allow && principals.everybody() && conditions.stream().noneMatch(Statement::narrows);
  }

  private static boolean narrows(Condition condition) {
    if (condition.ifExists()) {
      return false;
    }
    return switch (condition.operator()) {
      case IP_ADDRESS ->
          condition.values().stream()
              .noneMatch(range -> range.matches(".*/[0-" + NARROW_BITS + "]"));
      case STRING_EQUALS -> condition.key().equals(ContextKeys.USER_NAME);
      default -> false;
    };
  }
}
