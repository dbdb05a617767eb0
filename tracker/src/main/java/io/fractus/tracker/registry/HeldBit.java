// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import java.time.Instant;

/**
 * A copy on a node, with what the bit has elsewhere.
 *
 * @param bit its name
 * @param footprint bytes that it takes of the share
 * @param state how far the copy is
 * @param changed when it became that
 * @param copiesWanted how many nodes shall hold the bit
 * @param complete how many nodes do, this one included
 */
public record HeldBit(
    InfoHash bit,
    long footprint,
    CopyState state,
    Instant changed,
    int copiesWanted,
    int complete) {}
