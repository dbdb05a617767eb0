// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.torrents.Limits;

/** One attempt of a race that is under way, and when it has to be looked at. Not thread-safe. */
final class Lane {
  /*
   * It is late for its node after nineteen of twenty reads from that, which is what its node may be
   * blamed for. It is overdue, and others may be asked, after nineteen of twenty of all reads if
   * that is sooner; or after half of that, if it will take several times as long at its pace.
   */

  private final Attempt attempt;
  private final long expected;
  private final long late;
  private final long due;
  private long lookAt;
  private long sampledAt;
  private long sampled;
  private boolean isForeseen;
  private boolean isHedged;

  /**
   * @param expected how long it will take, in nanoseconds
   */
  Lane(Attempt attempt, long expected) {
    this.attempt = attempt;
    this.expected = expected;
    this.late = attempt.lateNanos();
    this.due = attempt.dueNanos();
    this.sampledAt = attempt.started();
    this.lookAt = attempt.started() + halfDue();
  }

  Attempt attempt() {
    return attempt;
  }

  BitSource source() {
    return attempt.source();
  }

  /** How long it was expected to take. */
  long expected() {
    return expected;
  }

  /** When to look at it; never once it is hedged. */
  long lookAt() {
    return isHedged ? Long.MAX_VALUE : lookAt;
  }

  /** Whether a read that takes so long is later than its node usually is. */
  boolean isLate(long nanos) {
    return nanos >= late;
  }

  /** Whether it is not relied on any longer. */
  boolean isOverdue(long now) {
    return isForeseen || now - attempt.started() >= due;
  }

  boolean isHedged() {
    return isHedged;
  }

  /** Others are asked in its place. */
  void hedged() {
    isHedged = true;
  }

  /** Whether it will be overdue by far, by what has come of it. */
  void foresee(long now) {
    long took = now - attempt.started();
    isForeseen =
        attempt.received() >= Math.min(Limits.WIRE_BLOCK_MAX, attempt.length() / 2)
            && took + left(now) >= ReadLimits.SLOW_FACTOR * due;
  }

  /** Notes what has come until now, and when to look again. */
  void sample(long now) {
    sampled = attempt.received();
    sampledAt = now;
    long next = attempt.started() + due;
    lookAt = now < next ? next : now + halfDue();
  }

  /**
   * What others have to save to be asked in its place: of a source that gave most of it what it
   * gave would be for nothing.
   */
  long savingMin() {
    return attempt.received() < attempt.length() / 2 ? 0 : halfDue();
  }

  /** Half of the time after which it is overdue, but no less than can be measured. */
  private long halfDue() {
    return Math.max(due / 2, ReadLimits.LATE_MIN.toNanos());
  }

  /** How long it will still take, at the pace that it has had since it was looked at last. */
  long left(long now) {
    long took = now - attempt.started();
    long received = attempt.received();
    long missing = Math.max(0, attempt.length() - received);
    if (received > sampled) {
      return (long) (missing * ((now - sampledAt) / (double) (received - sampled)));
    }
    // It may come in a moment or never. As long again as it has taken is a fair guess, or what the
    // rest will take if it goes on as it did from the beginning.
    return received == 0 ? took : Math.max(took, (long) (missing * (took / (double) received)));
  }
}
