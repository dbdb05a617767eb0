// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

/**
 * Frames of a stripe and the pieces that hold them: what is fetched and decoded at a time.
 *
 * @param firstFrame the first frame wanted
 * @param lastFrame the last frame wanted
 * @param firstPiece the first piece of every bit in it
 * @param pieces how many pieces of every bit are in it
 */
record Window(int firstFrame, int lastFrame, int firstPiece, int pieces) {}
