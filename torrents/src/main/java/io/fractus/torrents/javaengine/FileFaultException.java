// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import java.io.IOException;

/** The file of a seeded bit cannot be read: not the fault of the peer that asked for it. */
final class FileFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  FileFaultException(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
