// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

/** A stock client that did not do what it was asked. The message has no secrets in it. */
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why not. */
  public enum Kind {
    /** Nobody answers, or what answers is not that client. */
    UNREACHABLE,
    /** It does not take the user and the password. */
    DENIED,
    /** It says no to this one order. */
    REFUSED
  }

  public ClientException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ClientException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
