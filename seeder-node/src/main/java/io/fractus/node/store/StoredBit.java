// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import io.fractus.torrents.InfoHash;

/**
 * A bit that is complete on disk. Its metainfo stays on disk too: 50,000 of these fit in 12 MB.
 *
 * @param infoHash which
 * @param name of its file
 * @param length bytes of the bit
 * @param footprint bytes of the share that it takes
 */
public record StoredBit(InfoHash infoHash, String name, long length, long footprint) {}
