// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

/** A node that cannot start. The message says what is wrong and what to do. */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NodeException(String message) {
    super(message);
  }

  public NodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
