// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts;

import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.User;
import java.time.Instant;

/**
 * Who makes a request.
 *
 * @param user with its policy and quota as they are now
 * @param accessKeyId of the key it used; empty if none
 */
public record Caller(User user, String accessKeyId) {
  /** Somebody who shows no key: not a user, and named so that no user can be. */
  public static final Caller ANONYMOUS =
      new Caller(new User("anonymous", Instant.EPOCH, true, "", Quota.NONE), "");

  public String name() {
    return user.name();
  }

  public boolean isRoot() {
    return name().equals(User.ROOT);
  }

  public boolean isAnonymous() {
    return accessKeyId.isEmpty();
  }
}
