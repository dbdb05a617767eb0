// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.registry.MovementRows.Done;

/**
 * How far movement is.
 *
 * @param waitsFor why nothing is begun now, for people; empty if something may be
 * @param bytesPerDay what it may move in a day
 * @param bytesLeft what of that is left today
 * @param countedBits bits whose reads are counted
 * @param hotBits those of them that are read so often that they may have more copies
 * @param underWay copies that it has on their way
 * @param underWayBytes bytes of these
 * @param extraCopies copies beyond those wanted, for readers
 * @param extraBytes bytes of these
 * @param today what was done since midnight UTC
 * @param week what was done in the last seven days
 */
public record MovementStatus(
    String waitsFor,
    long bytesPerDay,
    long bytesLeft,
    int countedBits,
    int hotBits,
    int underWay,
    long underWayBytes,
    long extraCopies,
    long extraBytes,
    Done today,
    Done week) {}
