// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

/**
 * All scores of a node, shares from 0 to 1 and speeds in bytes per second.
 *
 * @param audits that it answered, right or wrong, ever
 * @param honesty how often it has what it should have
 * @param answersProbes how often it answers the tracker
 * @param answersReaders how often it answers gateways
 * @param speedToProbes how fast the tracker gets pieces
 * @param speedToReaders how fast gateways get them
 */
public record Scores(
    int audits,
    Score honesty,
    Score answersProbes,
    Score answersReaders,
    Score speedToProbes,
    Score speedToReaders) {}
