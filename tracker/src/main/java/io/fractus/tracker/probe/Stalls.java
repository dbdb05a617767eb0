// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.AuditLimits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Questions that a node left open: it was connected, and silent. It is asked the same again, in
 * turn with others; if it answers those at once and never this, it withholds what it should have.
 * Else who lacks a bit could be silent whenever it is asked for it. A silence counts only if the
 * next question is answered, and by a node that is not slow: who is silent for all is ill, and who
 * is slow answers what nobody waits for any more, and neither is a liar. Thread-safe.
 */
final class Stalls {
  private final Map<Long, Stall> stalls = new ConcurrentHashMap<>();

  /** What came after an open question. */
  private enum Since {
    /** Nothing yet. */
    NOTHING,
    /** Others were left open as well. */
    SILENCE,
    /** Another was answered. */
    ANSWER
  }

  /**
   * A question that is open.
   *
   * @param times how often it was left open, and the next one answered without delay
   */
  private record Stall(Question question, int times, Since since) {}

  /** What is to be asked of a node again, if it is the turn of that. */
  Optional<Question> due(long node) {
    return Optional.ofNullable(stalls.get(node))
        .filter(stall -> stall.since() == Since.ANSWER)
        .map(Stall::question);
  }

  /** It did not answer; returns whether that was once too often, and then asks it no more. */
  boolean stalled(long node, Question question) {
    Stall before = stalls.get(node);
    if (before == null) {
      if (stalls.size() < AuditLimits.AUDITS_STALLED_MAX) {
        stalls.put(node, new Stall(question, 0, Since.NOTHING));
      }
      return false;
    }
    if (!before.question().equals(question) || before.since() != Since.ANSWER) {
      // It is silent for another too.
      stalls.put(node, new Stall(before.question(), before.times(), Since.SILENCE));
      return false;
    }
    if (before.times() + 1 >= AuditLimits.AUDIT_STALLS_MAX) {
      stalls.remove(node);
      return true;
    }
    stalls.put(node, new Stall(question, before.times(), Since.NOTHING));
    return false;
  }

  /**
   * It answered a question, right or wrong.
   *
   * @param slowly whether it took as long as slow nodes do
   */
  void answered(long node, Question question, boolean slowly) {
    stalls.computeIfPresent(
        node,
        (_, stall) -> {
          if (stall.question().equals(question)) {
            return null;
          }
          int more = stall.since() == Since.NOTHING && !slowly ? 1 : 0;
          return new Stall(stall.question(), stall.times() + more, Since.ANSWER);
        });
  }

  /** It shall not have that bit any more. */
  void drop(long node) {
    stalls.remove(node);
  }
}
