// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.tracker.reputation.Ground;
import io.fractus.tracker.reputation.Judgement;
import io.fractus.tracker.reputation.Scores;
import java.util.List;

/**
 * What is held of a node: shares from 0 to 1 and speeds in bytes per second.
 *
 * @param audits that it answered, right or wrong, ever
 * @param honesty how often it has what it should have
 * @param answersProbes how often it answers the tracker
 * @param answersGateways how often it answers gateways
 * @param speedToProbes how fast the tracker gets pieces
 * @param speedToGateways how fast gateways get them
 * @param grounds why its tags stand, and what is next
 */
record JudgementView(
    int audits,
    ScoreView honesty,
    ScoreView answersProbes,
    ScoreView answersGateways,
    ScoreView speedToProbes,
    ScoreView speedToGateways,
    List<Ground> grounds) {
  static JudgementView of(Judgement judgement) {
    Scores scores = judgement.scores();
    return new JudgementView(
        scores.audits(),
        ScoreView.of(scores.honesty()),
        ScoreView.of(scores.answersProbes()),
        ScoreView.of(scores.answersReaders()),
        ScoreView.of(scores.speedToProbes()),
        ScoreView.of(scores.speedToReaders()),
        judgement.grounds());
  }
}
