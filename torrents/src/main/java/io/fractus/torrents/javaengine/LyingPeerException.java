// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import java.io.IOException;

/** A peer sent bytes that are not those of the bit. */
final class LyingPeerException extends IOException {
  private static final long serialVersionUID = 1L;

  LyingPeerException(String message) {
    super(message);
  }
}
