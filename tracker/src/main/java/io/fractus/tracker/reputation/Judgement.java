// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import java.util.List;
import java.util.Set;

/**
 * What is held of a node, and on what grounds.
 *
 * @param scores honesty, presence and speed
 * @param grounds those of the tags that the tracker's rules have set
 */
public record Judgement(Scores scores, List<Ground> grounds) {
  public Judgement {
    grounds = List.copyOf(grounds);
  }

  /**
   * That of a node.
   *
   * @param tags that it has by the tracker's rules
   * @param watchedHours for how long it was watched
   */
  public static Judgement of(Reputation of, Set<String> tags, double watchedHours, long now) {
    Scores scores = of.scores(now);
    Grounds grounds = new Grounds(of, scores, watchedHours);
    return new Judgement(scores, tags.stream().sorted().map(grounds::of).toList());
  }
}
