// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.plan;

/**
 * What a layout costs and gives on the nodes that there are. All chances are of one stripe, read at
 * the low bound of each node's availability; a trial of stripes that fill half of the free space is
 * placed, and the worst of them is told.
 *
 * @param layout in text
 * @param overhead bytes stored for each byte of data
 * @param nodes that a stripe needs
 * @param unavailableMean the chance that a stripe cannot be read, over all hours and stripes
 * @param unavailableWorstHour the same in the worst hour of the worst stripe
 * @param unavailableAfterSite the same while the site is away that this stripe can spare least
 * @param durability nines a year that the worst stripe is not lost, by nodes that leave on their
 *     own; below 0 if losses are expected within a year
 * @param repairPerYear bytes moved by repair in a year for each byte of data
 * @param anchored the share of bits with a copy on a reliable node
 * @param survivesSite whether the loss of any one site for good leaves each stripe readable
 */
public record Choice(
    String layout,
    double overhead,
    int nodes,
    double unavailableMean,
    double unavailableWorstHour,
    double unavailableAfterSite,
    double durability,
    double repairPerYear,
    double anchored,
    boolean survivesSite) {}
