// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol;

import io.fractus.torrents.BitMetainfo;

/**
 * The space that a bit takes of a node's share, the same for the node that gives it and the tracker
 * that plans with it. Stateless.
 */
public final class Footprint {
  /** Bytes that file systems hand out at once. */
  private static final long BLOCK = 4_096;

  /** Bytes for what a node keeps beside a bit: its metainfo, its directory entry. */
  private static final long SIDECAR = 8_192;

  private Footprint() {}

  /** Bytes of the share that this bit takes. */
  public static long of(BitMetainfo bit) {
    return of(bit.length());
  }

  /** Bytes of the share that a bit of this length takes. */
  public static long of(long length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK + SIDECAR;
  }
}
