// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

/**
 * What has moved to other storage classes since the gateway started.
 *
 * @param objects that are of another class now
 * @param sealedBytes that were encoded anew
 * @param failed how often an object, or all of a class, had to be left for the next round
 */
public record TransitionTotals(long objects, long sealedBytes, long failed) {}
