// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

/** One attempt of a race that is under way, and when it has to be looked at. Not thread-safe. */
final class Lane {
  private final Attempt attempt;
  private final long expected;
  private final long late;
  private long lookAt;
  private long sampledAt;
  private long sampled;
  private boolean isHedged;

  /**
   * @param expected how long it will take, in nanoseconds
   * @param late after how long it is late
   */
  Lane(Attempt attempt, long expected, long late) {
    this.attempt = attempt;
    this.expected = expected;
    this.late = late;
    this.sampledAt = attempt.started();
    this.lookAt = attempt.started() + late / 2;
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

  boolean isLate(long now) {
    return now - attempt.started() >= late;
  }

  boolean isHedged() {
    return isHedged;
  }

  /** Others are asked in its place. */
  void hedged() {
    isHedged = true;
  }

  /** Notes what has come until now, and when to look again. */
  void sample(long now) {
    sampled = attempt.received();
    sampledAt = now;
    long due = attempt.started() + late;
    lookAt = now < due ? due : now + Math.max(late / 2, ReadLimits.LATE_MIN.toNanos());
  }

  /** How long it will still take, at the pace that it has had since it was looked at last. */
  long left(long now) {
    long received = attempt.received();
    if (received <= sampled) {
      // It may come in a moment or never. As long again as it has taken is a fair guess.
      return now - attempt.started();
    }
    double pace = (now - sampledAt) / (double) (received - sampled);
    return (long) (Math.max(0, attempt.length() - received) * pace);
  }
}
