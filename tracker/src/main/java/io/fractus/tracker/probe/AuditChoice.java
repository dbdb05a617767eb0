// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.BitMetainfo;
import io.fractus.tracker.AuditLimits;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** What to audit of a node. Pure but for the chance that it is given; thread-safe if that is. */
public final class AuditChoice {
  /*
   * Every second audit is of any copy, with the same chance for each, so that whatever a node makes
   * of our habits, it keeps no copy out of that: who hides a share h of its copies is hit by an
   * audit with a chance of h/2 at least, and of h if it does not know which copies we prefer. The
   * others are of the one of a few drawn by chance that was audited the longest ago, or of which
   * nobody else has a copy and is here: who relays a friend's data has nothing to relay then.
   */

  private final RandomGenerator random;

  public AuditChoice(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A copy that could be audited.
   *
   * @param bit its key
   * @param auditedMillis when it was last audited, 0 for never
   * @param alone whether nobody else that has the bit is here
   */
  public record Candidate(long bit, long auditedMillis, boolean alone) {}

  /** How many candidates to draw this time, each with the same chance. */
  public int draws() {
    return random.nextBoolean() ? 1 : AuditLimits.AUDIT_DRAWS;
  }

  /** The one to audit of those drawn. */
  public Candidate pick(List<Candidate> drawn) {
    Comparator<Candidate> oldest = Comparator.comparingLong(Candidate::auditedMillis);
    Comparator<Candidate> order =
        drawn.size() > 1 && random.nextBoolean()
            ? Comparator.comparing((Candidate one) -> !one.alone()).thenComparing(oldest)
            : oldest;
    return drawn.stream().min(order).orElseThrow();
  }

  /**
   * What to ask of a bit.
   *
   * @param loaded whether somebody just found the node slow: it is to show how fast it is now
   */
  Question ask(BitMetainfo bit, boolean loaded) {
    boolean isLong = loaded || random.nextInt(AuditLimits.AUDIT_LONG_ONE_IN) == 0;
    int most = isLong ? (int) Math.max(1, AuditLimits.AUDIT_LONG_BYTES / bit.pieceLength()) : 1;
    int first = random.nextInt(bit.pieceCount());
    return new Question(bit, first, Math.min(most, bit.pieceCount() - first));
  }
}
