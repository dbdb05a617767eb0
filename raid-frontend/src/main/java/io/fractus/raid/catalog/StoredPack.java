// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

/**
 * A pack as the catalog keeps it.
 *
 * @param id its own, and that of its stripe
 * @param layout of its stripe, in text
 * @param sealedLength bytes in it
 * @param live those of objects that are still there; the others are holes
 */
public record StoredPack(String id, String layout, long sealedLength, long live) {}
