// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.InfoHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * An infohash as numbers, for looking up a swarm.
 *
 * @param high the first eight bytes
 * @param middle the next eight
 * @param low the last four
 */
public record SwarmKey(long high, long middle, int low) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  public static SwarmKey of(InfoHash bit) {
    return of(bit.bytes(), 0);
  }

  /** The twenty bytes from this position on. */
  public static SwarmKey of(byte[] bytes, int offset) {
    return new SwarmKey(
        (long) LONG.get(bytes, offset),
        (long) LONG.get(bytes, offset + Long.BYTES),
        (int) INT.get(bytes, offset + 2 * Long.BYTES));
  }

  public InfoHash infoHash() {
    byte[] bytes = new byte[InfoHash.BYTES];
    LONG.set(bytes, 0, high);
    LONG.set(bytes, Long.BYTES, middle);
    INT.set(bytes, 2 * Long.BYTES, low);
    return InfoHash.of(bytes);
  }

  /** Infohashes are hashes already; what decides is where their bits go. */
  int tag() {
    return (int) (middle ^ low);
  }

  int shard(int shards) {
    return (int) (high >>> 32) & (shards - 1);
  }
}
