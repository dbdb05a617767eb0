// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.util.Optional;

/**
 * What keeps a version of an object from being deleted. Pure: who asks brings the time.
 *
 * @param retention until when it stays, if that was said
 * @param legalHold whether it stays until the hold is taken away
 */
public record ObjectLock(Optional<Retention> retention, boolean legalHold) {
  /** Nothing does. */
  public static final ObjectLock NONE = new ObjectLock(Optional.empty(), false);

  /** The same with another retention. */
  public ObjectLock with(Optional<Retention> other) {
    return new ObjectLock(other, legalHold);
  }

  /** The same with a hold, or without. */
  public ObjectLock with(boolean hold) {
    return new ObjectLock(retention, hold);
  }

  /** The retention that is still in force. */
  private Optional<Retention> inForce(Instant time) {
    return retention.filter(kept -> kept.until().isAfter(time));
  }

  /**
   * Why the version may not be deleted; empty if it may.
   *
   * @param bypass whether who asks may end a retention of governance, and wants to
   */
  public Optional<String> refusal(Instant time, boolean bypass) {
    if (legalHold) {
      return Optional.of("it is under a legal hold");
    }
    return inForce(time)
        .filter(kept -> kept.mode() == Retention.Mode.COMPLIANCE || !bypass)
        .map(kept -> "it is retained until " + kept.until() + " (" + kept.mode() + ")");
  }

  /**
   * Why the retention may not become this one; empty if it may.
   *
   * @param bypass as in {@link #refusal}
   */
  public Optional<String> refusalOf(Optional<Retention> next, Instant time, boolean bypass) {
    return inForce(time)
        .filter(kept -> next.filter(wanted -> wanted.prolongs(kept)).isEmpty())
        .filter(kept -> kept.mode() == Retention.Mode.COMPLIANCE || !bypass)
        .map(kept -> "it is retained until " + kept.until() + " (" + kept.mode() + ")");
  }
}
