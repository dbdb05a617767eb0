// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

/**
 * What a gateway has read from nodes since it started.
 *
 * @param usefulBytes that were wanted
 * @param extraBytes that came for nothing: of sources that were overtaken, of hedges that were not
 *     needed, and of slow nodes that were looked at
 * @param detourBytes that were read beyond what was wanted to decode around bits whose nodes are
 *     away or known to be slow
 * @param hedges how often a source was late and others were asked
 * @param hedgesWon how often those were sooner
 * @param lateBindings how often one more than needed was asked at once
 * @param explored how often a slow node was asked in the background
 */
public record ReadTotals(
    long usefulBytes,
    long extraBytes,
    long detourBytes,
    long hedges,
    long hedgesWon,
    long lateBindings,
    long explored) {}
