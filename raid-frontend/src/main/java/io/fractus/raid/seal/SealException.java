// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

/** Something sealed does not open: it was changed, moved, or sealed with another key. */
public final class SealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SealException(String message) {
    super(message);
  }

  SealException(String message, Throwable cause) {
    super(message, cause);
  }
}
