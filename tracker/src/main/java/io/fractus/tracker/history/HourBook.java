// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time of a node by the hour: how much of it was watched, how much of that the node was here,
 * and what was counted meanwhile. Hours that are over go into the week's profile and wait to be
 * written. Pure: time is what callers say it is, in milliseconds. Not thread-safe.
 */
final class HourBook {
  /*
   * Nothing happens while time passes. Whoever is about to change what a node is, or to look at
   * it, first settles the time since the last such moment; so a node that stays as it is costs
   * nothing but one step an hour.
   */

  private final WeekProfile profile;
  private final Deque<Hour> closed = new ArrayDeque<>();
  private @Nullable Hour previous;
  private Hour current;
  private long accounted;
  private boolean watching;
  private boolean folded;

  /** One hour. */
  record Hour(long start, Tally tally) {
    Hour copy() {
      return new Hour(start, tally.copy());
    }
  }

  /**
   * @param current the hour that goes on, with what is known of it
   * @param accounted up to when its time is accounted for
   */
  HourBook(WeekProfile profile, Hour current, long accounted) {
    this.profile = profile;
    this.current = current;
    this.accounted = accounted;
  }

  /** Watches from now on; the time before is not accounted for. */
  void watch(long now) {
    enter(now);
    accounted = Math.max(accounted, now);
    watching = true;
  }

  /** Does not watch until {@link #watch}. */
  void unwatch() {
    watching = false;
  }

  boolean isWatching() {
    return watching;
  }

  /** Accounts for the time until now, in which the node was here or not. */
  void settle(long now, boolean here) {
    while (watching && accounted < now) {
      enter(accounted);
      long end = Math.min(now, current.start() + Span.HOUR.millis());
      current.tally().add(Count.OBSERVED_MS, end - accounted);
      current.tally().add(Count.HERE_MS, here ? end - accounted : 0);
      accounted = end;
    }
    enter(now);
  }

  /** The node turns out not to have been here since then; goes back to the last hour at most. */
  void takeBack(long since) {
    long inCurrent = accounted - Math.max(since, current.start());
    if (inCurrent > 0) {
      current.tally().take(Count.HERE_MS, inCurrent);
    }
    if (previous != null && since < current.start()) {
      long end = previous.start() + Span.HOUR.millis();
      long taken = previous.tally().take(Count.HERE_MS, end - Math.max(since, previous.start()));
      profile.takeBack(previous.start(), taken);
      folded = true;
      if (!closed.contains(previous)) {
        closed.addLast(previous);
      }
    }
  }

  /** Counts something that happens now. */
  void count(Count count, long value) {
    current.tally().add(count, value);
  }

  private void enter(long at) {
    long start = Span.HOUR.start(at);
    if (start > current.start()) {
      turn(start);
    }
  }

  private void turn(long start) {
    if (!current.tally().isEmpty()) {
      profile.add(current.start(), current.tally());
      folded = true;
      closed.addLast(current);
      if (closed.size() > Limits.HOURS_UNWRITTEN_MAX) {
        closed.removeFirst();
      }
    }
    previous = current;
    current = new Hour(start, new Tally());
  }

  /**
   * The clock was set: what was accounted for stays as it is, and time goes on from there. An hour
   * that comes twice is then as it was the second time.
   */
  void shift(long to) {
    long start = Span.HOUR.start(to);
    if (start != current.start()) {
      long before = current.start();
      turn(start);
      previous = null;
      profile.shift(before, start);
    }
    accounted = to;
  }

  /** Up to when time is accounted for. */
  long accounted() {
    return accounted;
  }

  long hourStart() {
    return current.start();
  }

  /** The hour that goes on. */
  Hour current() {
    return current.copy();
  }

  /** Copies of the hours to write: those that are over, and the one that goes on. */
  List<Hour> unwritten() {
    List<Hour> hours = new ArrayList<>(closed.size() + 1);
    closed.forEach(hour -> hours.add(hour.copy()));
    hours.add(current.copy());
    return hours;
  }

  /** The profile to write, if it changed. */
  @Nullable WeekProfile unwrittenProfile() {
    return folded ? profile.copy() : null;
  }

  /** All that was unwritten has been taken to be written. */
  void taken() {
    closed.clear();
    folded = false;
  }

  /** What was taken could not be written: it waits again, unless it changed meanwhile. */
  void untaken(List<Hour> hours) {
    for (Hour hour : hours.reversed()) {
      if (hour.start() != current.start()
          && closed.stream().noneMatch(waiting -> waiting.start() == hour.start())) {
        closed.addFirst(hour);
      }
    }
    while (closed.size() > Limits.HOURS_UNWRITTEN_MAX) {
      closed.removeFirst();
    }
    folded = true;
  }
}
