// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.layout;

/**
 * A range of the bytes of one bit.
 *
 * @param bit the bit, 0 to n - 1
 * @param from offset of the first byte
 * @param to offset after the last byte, above {@code from}
 */
public record BitRange(int bit, long from, long to) {}
