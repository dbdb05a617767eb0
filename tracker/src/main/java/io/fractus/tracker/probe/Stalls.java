// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.AuditLimits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Questions that a node left open: it was connected, and silent. It is asked the same again, in
 * turn with others; if it answers those and never this, it withholds what it should have. Else who
 * lacks a bit could be silent whenever it is asked for it, and who is silent for all would be a
 * liar rather than ill. Thread-safe.
 */
final class Stalls {
  private final Map<Long, Stall> stalls = new ConcurrentHashMap<>();

  /**
   * A question that is open.
   *
   * @param times how often it was left open, with an answer to another between any two
   * @param answered whether another was answered since
   */
  private record Stall(Question question, int times, boolean answered) {}

  /** What is to be asked of a node again, if it is the turn of that. */
  Optional<Question> due(long node) {
    return Optional.ofNullable(stalls.get(node)).filter(Stall::answered).map(Stall::question);
  }

  /** It did not answer; returns whether that was once too often, and then asks it no more. */
  boolean stalled(long node, Question question) {
    Stall before = stalls.get(node);
    if (before == null) {
      if (stalls.size() < AuditLimits.AUDITS_STALLED_MAX) {
        stalls.put(node, new Stall(question, 1, false));
      }
      return false;
    }
    if (!before.question().equals(question) || !before.answered()) {
      // It is silent for another too.
      stalls.put(node, new Stall(before.question(), before.times(), false));
      return false;
    }
    if (before.times() + 1 >= AuditLimits.AUDIT_STALLS_MAX) {
      stalls.remove(node);
      return true;
    }
    stalls.put(node, new Stall(question, before.times() + 1, false));
    return false;
  }

  /** It answered a question, right or wrong. */
  void answered(long node, Question question) {
    stalls.computeIfPresent(
        node,
        (_, stall) ->
            stall.question().equals(question)
                ? null
                : new Stall(stall.question(), stall.times(), true));
  }

  /** It shall not have that bit any more. */
  void drop(long node) {
    stalls.remove(node);
  }
}
