// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

/**
 * What evidence makes of something that cannot be seen.
 *
 * @param value the best guess
 * @param low it is more with a chance of 95 %
 * @param high it is less with a chance of 95 %
 * @param evidence how many observations this rests on, old ones counting less
 */
public record Score(double value, double low, double high, double evidence) {}
