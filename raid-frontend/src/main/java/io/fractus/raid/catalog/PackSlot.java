// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

/**
 * Where the sealed bytes of a small object lie.
 *
 * @param packId in which pack
 * @param offset of its first sealed byte in the pack
 * @param length its sealed bytes
 */
public record PackSlot(String packId, long offset, long length) {}
