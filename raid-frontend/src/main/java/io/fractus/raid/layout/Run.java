// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.layout;

/**
 * Sealed bytes that lie one after the other in one data bit.
 *
 * @param bit the data bit, 0 to k - 1
 * @param offset of the first byte in the bit
 * @param length bytes, at least 1
 */
public record Run(int bit, long offset, int length) {}
