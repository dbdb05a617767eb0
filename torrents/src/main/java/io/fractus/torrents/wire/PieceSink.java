// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import java.io.IOException;

/** Takes verified pieces, in rising order. */
@FunctionalInterface
public interface PieceSink {
  /**
   * Takes one piece on the reading thread.
   *
   * @param bytes holds the piece from its first byte; reused after the call
   * @param length bytes of the piece
   * @throws IOException to end the reading
   */
  void piece(int piece, byte[] bytes, int length) throws IOException;
}
