// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts;

import io.fractus.web.Limits;
import io.fractus.web.accounts.registry.AccountException;
import io.fractus.web.accounts.registry.AccountException.Reason;
import io.fractus.web.accounts.registry.User;

/** The rules for changes of accounts; what breaks one is an {@link AccountException}. Stateless. */
final class AccountRefusals {
  private AccountRefusals() {}

  static void checkName(String name) {
    try {
      User.checkName(name);
    } catch (IllegalArgumentException e) {
      throw new AccountException(Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  static void checkNote(String note) {
    if (note.length() > Limits.KEY_NOTE_CHARS_MAX
        || note.chars().anyMatch(Character::isISOControl)) {
      throw new AccountException(
          Reason.INVALID,
          "a note has at most " + Limits.KEY_NOTE_CHARS_MAX + " characters on one line");
    }
  }

  static void checkNotRoot(String name) {
    if (name.equals(User.ROOT)) {
      throw new AccountException(
          Reason.CONFLICT, "root cannot be changed, only be given further keys");
    }
  }

  static void checkNotRootKey(String id, String ofFile) {
    if (id.equals(ofFile)) {
      throw new AccountException(
          Reason.CONFLICT,
          "this key is in the gateway's credentials file: stop the gateway, take the file away, and"
              + " the next start makes another");
    }
  }

  static AccountException noUser(String name) {
    return new AccountException(Reason.NO_SUCH_USER, "there is no user " + name);
  }
}
