// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts.registry;

/** A change of users or keys that is refused. */
public final class AccountException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    INVALID,
    NO_SUCH_USER,
    NO_SUCH_KEY,
    CONFLICT
  }

  private final Reason reason;

  public AccountException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
