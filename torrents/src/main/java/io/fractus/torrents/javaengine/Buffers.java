// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A bounded number of direct buffers that connections borrow. Thread-safe. */
final class Buffers {
  /** Bytes of each: as many blocks as are sent at once, with their heads. */
  static final int BYTES =
      Limits.UPLOAD_BLOCKS_AT_ONCE * (Wire.PIECE_HEAD_BYTES + Limits.WIRE_BLOCK_MAX);

  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private int made;

  /** An empty buffer, or null if all are lent. */
  synchronized @Nullable ByteBuffer borrow() {
    ByteBuffer buffer = free.poll();
    if (buffer == null && made < Limits.UPLOAD_BUFFERS_MAX) {
      made++;
      buffer = ByteBuffer.allocateDirect(BYTES);
    }
    return buffer == null ? null : buffer.clear();
  }

  synchronized void giveBack(ByteBuffer buffer) {
    free.push(buffer);
  }
}
