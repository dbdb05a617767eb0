// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import io.fractus.tracker.history.TagBook.Tag;
import java.util.List;

/**
 * How a node behaves while it is here: how fast it is, what it sends wrong, what it is tagged with.
 * Pure: time is what callers say it is. Not thread-safe, but for {@link #rank}.
 */
final class Conduct {
  private final Speed up;
  private final Speed down;
  private final TagBook tags = new TagBook();
  private WrongPieces wrong;
  private long fullUntil;

  Conduct(NodeState state, List<Tag> standing) {
    this.up = new Speed(state.upSpeed(), state.upMeasured());
    this.down = new Speed(state.downSpeed(), state.downMeasured());
    this.wrong = state.wrong();
    standing.forEach(tags::load);
  }

  void transferred(HourBook book, Direction direction, long bytes, long millis) {
    switch (direction) {
      case UP -> {
        book.count(Count.UP_BYTES, bytes);
        book.count(Count.UP_MS, millis);
        book.count(Count.UP_SPEED_MAX, up.measure(bytes, millis));
      }
      case DOWN -> {
        book.count(Count.DOWN_BYTES, bytes);
        book.count(Count.DOWN_MS, millis);
        book.count(Count.DOWN_SPEED_MAX, down.measure(bytes, millis));
      }
    }
  }

  void wrongPiece(HourBook book, long now) {
    book.count(Count.CORRUPT, 1);
    wrong = wrong.plus(now);
  }

  void full(long until) {
    fullUntil = until;
  }

  /** The clock was set by so much. */
  void shift(long millis) {
    fullUntil = Attendance.shifted(fullUntil, millis);
    wrong = wrong.shifted(millis);
  }

  /** Sets a tag by hand; returns whether there was room for it. */
  boolean tag(String tag, String evidence, long now) {
    if (tags.words(NodeHistory.ADMIN).size() >= Limits.ADMIN_TAGS_MAX
        && !tags.words(NodeHistory.ADMIN).contains(tag)) {
      return false;
    }
    tags.set(tag, NodeHistory.ADMIN, evidence, now);
    return true;
  }

  /** Makes the tags of the rules what they should be now; returns whether that changed any. */
  boolean judge(Attendance attendance, long watchedFrom, long lostAfter, long now) {
    var facts =
        new TagRules.Facts(
            now,
            attendance.isHere(now) || attendance.isAwaited(),
            attendance.lastSeen(now),
            watchedFrom,
            attendance.failures(),
            up.bytesPerSecond(),
            up.measured(),
            wrong,
            fullUntil,
            tags.words(NodeHistory.TRACKER));
    return tags.judged(NodeHistory.TRACKER, TagRules.judge(facts, lostAfter), now);
  }

  TagBook tags() {
    return tags;
  }

  /** How good a source it is while it is here, from 1 to 255. */
  int rank() {
    return up.rank();
  }

  Speed up() {
    return up;
  }

  Speed down() {
    return down;
  }

  WrongPieces wrong() {
    return wrong;
  }
}
