// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

/**
 * What all packs are together.
 *
 * @param packs how many
 * @param objects how many lie in them
 * @param liveBytes sealed bytes of these
 * @param holeBytes sealed bytes that nobody needs any more
 */
public record PackTotals(long packs, long objects, long liveBytes, long holeBytes) {}
