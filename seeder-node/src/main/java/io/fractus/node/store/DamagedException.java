// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import java.io.IOException;

/** A file was read well, and is not what it must be. */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
