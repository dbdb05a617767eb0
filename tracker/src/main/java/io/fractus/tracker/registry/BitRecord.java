// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;

/**
 * A bit as the registry has it.
 *
 * @param key its row
 * @param metainfo what it is
 * @param footprint bytes it takes of a share
 * @param copiesWanted how many nodes shall hold it
 * @param gateway where the gateway that last placed it serves it
 */
public record BitRecord(
    long key, BitMetainfo metainfo, long footprint, int copiesWanted, PeerAddress gateway) {
  /** Of bits that were taken over from nodes: nobody serves them but these. */
  static final PeerAddress NO_GATEWAY = new PeerAddress("0.0.0.0", 1);

  /** Whether no gateway has placed the bit since it was taken over from a node. */
  public boolean isAdopted() {
    return gateway.equals(NO_GATEWAY);
  }
}
