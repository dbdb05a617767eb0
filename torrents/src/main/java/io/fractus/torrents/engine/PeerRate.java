// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.PeerAddress;

/**
 * One connection of one bit.
 *
 * @param peer the other side
 * @param downloadRate bytes per second from it, of pieces
 * @param uploadRate bytes per second to it, of pieces
 * @param downloaded bytes from it so far
 * @param uploaded bytes to it so far
 * @param complete whether it has said that it has every piece
 */
public record PeerRate(
    PeerAddress peer,
    long downloadRate,
    long uploadRate,
    long downloaded,
    long uploaded,
    boolean complete) {}
