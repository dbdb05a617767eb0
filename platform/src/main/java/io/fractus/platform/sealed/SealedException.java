// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

/** A sealed directory that does not open. The message says why and what to do. */
public final class SealedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealedException(String message) {
    super(message);
  }

  SealedException(String message, Throwable cause) {
    super(message, cause);
  }
}
