// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.plan;

/**
 * Why nothing fits.
 *
 * @param constraint nodes, availability, durability, or overhead
 * @param wanted in the unit of the constraint: nodes, nines in the worst hour, nines a year, bytes
 *     for each byte
 * @param reached the best that the cloud gives while the other constraints do not count, but for
 *     the overhead
 * @param mend what would help, tried before it is said
 */
public record Shortfall(String constraint, double wanted, double reached, String mend) {}
