// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Which nodes to probe next. Pure; stateless. */
final class ProbeOrder {
  /*
   * What is known of a node grows old, and the faster the less it rests on. A channel says that a
   * node lives, so that only its port is in doubt. Without one a right piece is all there is, and
   * must be renewed well before it no longer counts (Limits.SERVED_TTL). Who did not answer is
   * asked again soon, and then ever less often. A node with few audits is asked more often, until
   * it is known what to make of it. A node is due when the time since it was last asked is as long
   * as what is known of it is good for, and urgent in that proportion.
   */

  static final Duration WITH_CHANNEL = Duration.ofMinutes(15);
  static final Duration WITHOUT_CHANNEL = Duration.ofMinutes(5);

  /** Who has few audits is asked so many times as often. */
  static final int NEW_AS_OFTEN = 3;

  /** As many as it takes to be believed, and to find out most liars. */
  static final int AUDITS_FEW = 30;

  static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
  static final Duration AFTER_FAILURES_MAX = Duration.ofHours(1);

  private ProbeOrder() {}

  /**
   * A node and how much is known of it.
   *
   * @param node its key
   * @param site nodes that fail together
   * @param channel whether its channel is open
   * @param asked when it was last asked, in milliseconds of the steady clock, 0 for never
   * @param failures how often in a row nobody answered
   * @param audits that it answered, right or wrong, ever
   */
  record Candidate(long node, String site, boolean channel, long asked, int failures, int audits) {}

  /**
   * The most urgent of those that are due, the most urgent first. One pass, with memory for what is
   * returned: it is asked for every second, of all nodes.
   *
   * @param most how many are wanted at most, at least one
   */
  static List<Candidate> due(Stream<Candidate> candidates, long now, int most) {
    Comparator<Candidate> leastFirst =
        Comparator.comparingDouble(candidate -> urgency(candidate, now));
    PriorityQueue<Candidate> due = new PriorityQueue<>(leastFirst);
    candidates
        .filter(candidate -> urgency(candidate, now) >= 1)
        .forEach(candidate -> {
          if (due.size() < most) {
            due.add(candidate);
          } else if (leastFirst.compare(candidate, due.element()) > 0) {
            due.remove();
            due.add(candidate);
          }
        });
    List<Candidate> ordered = new ArrayList<>(due);
    ordered.sort(leastFirst.reversed());
    return ordered;
  }

  /** From 1 on a node is due; the longer, the more. */
  static double urgency(Candidate candidate, long now) {
    if (candidate.asked() == 0) {
      return Double.MAX_VALUE;
    }
    return (now - candidate.asked()) / (double) goodFor(candidate).toMillis();
  }

  private static Duration goodFor(Candidate candidate) {
    if (candidate.failures() > 0) {
      int doublings = Math.min(candidate.failures() - 1, 16);
      Duration wait = AFTER_FAILURE.multipliedBy(1L << doublings);
      return wait.compareTo(AFTER_FAILURES_MAX) < 0 ? wait : AFTER_FAILURES_MAX;
    }
    Duration usual = candidate.channel() ? WITH_CHANNEL : WITHOUT_CHANNEL;
    return candidate.audits() < AUDITS_FEW ? usual.dividedBy(NEW_AS_OFTEN) : usual;
  }
}
