// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.tracker.reputation.Score;
import org.jspecify.annotations.Nullable;

/**
 * A score with its bounds, all of them null as long as nothing is known.
 *
 * @param value the best guess
 * @param low it is more with a chance of 95 %
 * @param high it is less with a chance of 95 %
 * @param evidence how many observations this rests on, old ones counting less
 */
record ScoreView(
    @Nullable Double value, @Nullable Double low, @Nullable Double high, double evidence) {
  static ScoreView of(Score score) {
    return score.evidence() > 0
        ? new ScoreView(score.value(), score.low(), score.high(), score.evidence())
        : new ScoreView(null, null, null, 0);
  }
}
