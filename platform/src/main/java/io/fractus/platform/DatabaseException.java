// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import org.jspecify.annotations.Nullable;

/** The database did not do it: its disk is full, or the program has an error. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
