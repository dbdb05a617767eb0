// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;

/**
 * A bit as the catalog keeps it.
 *
 * @param position in its stripe: data bits first, then parity
 * @param metainfo what it is
 * @param copies how many nodes shall hold it
 * @param staged whether the gateway's staging area still has it
 */
public record StoredBit(int position, BitMetainfo metainfo, int copies, boolean staged) {
  public InfoHash infoHash() {
    return metainfo.infoHash();
  }
}
