// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

/**
 * A data directory that this role must not or cannot use. The message says which, why, what to do.
 */
public final class DataDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataDirectoryException(String message) {
    super(message);
  }

  public DataDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
