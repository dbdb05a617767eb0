// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is here, since when and how that is known, and why it went. Pure: time is what
 * callers say it is, in milliseconds. Not thread-safe, but for {@link #isHere} and {@link #seenBy}.
 */
final class Attendance {
  /*
   * A channel is proof for as long as it is open. Without one a right piece is proof for a while,
   * and so is an announce unless the node did not answer when it was asked: a client that nobody
   * reaches is of no use as a source, however alive. After a start nobody is here until seen, but
   * who comes back in time was never away.
   */

  static final long NEVER = 0;

  private volatile long until = NEVER;
  private volatile SeenBy seenBy = SeenBy.NONE;
  private long lastSeen = NEVER;
  private long since = NEVER;
  private boolean awaited;
  private long answered = NEVER;
  private long asked = NEVER;
  private int failures;
  private int stalls;

  /** A session that is over. */
  record Past(long started, long ended, Ending ending) {}

  /** What is kept over a restart. */
  record Saved(long lastSeen, long since, SeenBy seenBy, long answered, long asked, int failures) {}

  Attendance() {}

  /** As it was when the tracker ended: who was here then is awaited. */
  Attendance(Saved saved) {
    lastSeen = saved.lastSeen();
    since = saved.since();
    answered = saved.answered();
    asked = saved.asked();
    failures = saved.failures();
    awaited = saved.since() != NEVER;
  }

  Saved saved() {
    return new Saved(lastSeen, since, seenBy, answered, asked, failures);
  }

  /** Whether it is here; time that passed since {@link #expire} is taken into account. */
  boolean isHere(long now) {
    return until > now;
  }

  /** Whether it was here at the end of the tracker and may be again. */
  boolean isAwaited() {
    return awaited;
  }

  SeenBy seenBy() {
    return seenBy;
  }

  /** When it was last known to be here. */
  long lastSeen(long now) {
    return seenBy == SeenBy.CHANNEL ? now : lastSeen;
  }

  /** When it came, {@link #NEVER} if it is not here. */
  long since() {
    return since;
  }

  /** When its channel was opened; returns whether it came by that. */
  boolean channelOpened(long now) {
    return seen(now, SeenBy.CHANNEL, Long.MAX_VALUE);
  }

  /** It announced; returns whether it came by that. */
  boolean announced(long now) {
    if (failures > 0) {
      return false;
    }
    return seen(now, SeenBy.ANNOUNCE, now + Limits.PEER_TTL.toMillis());
  }

  /** A probe got a right piece of it; returns whether it came by that. */
  boolean answered(long now) {
    answeredSomeone(now);
    return seen(now, SeenBy.PROBE, now + Limits.SERVED_TTL.toMillis());
  }

  /** A gateway got right pieces of it; that was a while ago, so it does not come by that. */
  void answeredSomeone(long now) {
    answered = now;
    asked = now;
    failures = 0;
    stalls = 0;
    if (isHere(now)) {
      lastSeen = now;
      until = Math.max(until, now + Limits.SERVED_TTL.toMillis());
    }
  }

  /** It answered, but not with what it was asked for: it is there, and no source. */
  void answeredWrong(long now) {
    asked = now;
  }

  /** A gateway got no answer of it: that may be the gateway's own net, so nothing ends by it. */
  void unansweredSomeone(long now) {
    asked = now;
    failures++;
  }

  /** It was here until then, as the tracker knew when it ended. */
  void wasHere(long at) {
    lastSeen = Math.max(lastSeen, at);
  }

  /** Nobody answered; returns the session that ends by that. */
  @Nullable Past unanswered(long now) {
    asked = now;
    failures++;
    return seenBy == SeenBy.CHANNEL || seenBy == SeenBy.NONE ? null : gone(now, Ending.UNREACHABLE);
  }

  /** It was connected and silent; returns the session that ends by that. */
  @Nullable Past stalled(long now) {
    stalls++;
    return unanswered(now);
  }

  private boolean seen(long now, SeenBy by, long newUntil) {
    boolean came = !isHere(now) && !awaited;
    awaited = false;
    if (since == NEVER) {
      since = now;
    }
    lastSeen = now;
    if (by.compareTo(seenBy) > 0 || !isHere(now)) {
      seenBy = by;
    }
    until = Math.max(until, newUntil);
    return came;
  }

  /**
   * Its channel ended.
   *
   * @param heard when it was last heard
   * @return the session that ends by that, unless it had no channel
   */
  @Nullable Past channelLost(long heard, Ending ending) {
    return seenBy == SeenBy.CHANNEL ? gone(heard, ending) : null;
  }

  /** Ends what time has ended; returns the session that ends by that. */
  @Nullable Past expire(long now) {
    return seenBy != SeenBy.NONE && !isHere(now) ? gone(until, Ending.SILENT) : null;
  }

  /** Waits no longer for a node that was here when the tracker ended. */
  @Nullable Past missed() {
    return awaited ? gone(lastSeen, Ending.UNOBSERVED) : null;
  }

  private Past gone(long at, Ending ending) {
    Past past = new Past(since, Math.max(since, at), ending);
    lastSeen = past.ended();
    since = NEVER;
    until = NEVER;
    awaited = false;
    seenBy = SeenBy.NONE;
    return past;
  }

  /** The clock was set by so much, and all that is known was as long ago as before. */
  void shift(long millis) {
    lastSeen = shifted(lastSeen, millis);
    since = shifted(since, millis);
    answered = shifted(answered, millis);
    asked = shifted(asked, millis);
    until = until == Long.MAX_VALUE ? until : shifted(until, millis);
  }

  /** The same moment by a clock that was set; never stays never. */
  static long shifted(long at, long millis) {
    return at == NEVER ? NEVER : Math.max(NEVER + 1, at + millis);
  }

  /**
   * For how long it has been away.
   *
   * @param watchedFrom since when the tracker has watched without a break
   */
  Absence absence(long now, long watchedFrom) {
    if (isHere(now) || awaited) {
      return new Absence(true, 0, 0, since != NEVER && answered >= since);
    }
    if (lastSeen == NEVER) {
      return Absence.NEVER_SEEN;
    }
    long away = Math.max(0, now - lastSeen);
    return new Absence(
        false, away, Math.clamp(now - Math.max(lastSeen, watchedFrom), 0, away), false);
  }

  /** Whether it answered when it was last asked, or null if it never was. */
  @Nullable Boolean isReachable() {
    return asked == NEVER ? null : failures == 0 && answered == asked;
  }

  /** When it was last asked. */
  long asked() {
    return asked;
  }

  /** How often in a row nobody answered. */
  int failures() {
    return failures;
  }

  /** How many of these were connected and silent, since the tracker started. */
  int stalls() {
    return stalls;
  }
}
