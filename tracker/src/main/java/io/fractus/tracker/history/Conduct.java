// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import io.fractus.tracker.history.TagBook.Tag;
import io.fractus.tracker.reputation.Crowd;
import io.fractus.tracker.reputation.Judgement;
import io.fractus.tracker.reputation.Reputation;
import io.fractus.tracker.reputation.Rules;
import io.fractus.tracker.reputation.Standing;
import io.fractus.tracker.reputation.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a node behaves while it is here: how fast it is, what it sends wrong, what it is tagged with.
 * Pure: time is what callers say it is. Not thread-safe, but for {@link #rank}.
 */
final class Conduct {
  private static final int RANK_UNKNOWN = 128;
  private static final int RANK_PER_DOUBLING = 16;
  private static final int RANK_MAX = 255;

  /** Of which the rank is 0. */
  private static final double RANKED_FROM = 16 << 10;

  private final Reputation reputation;
  private final Speed down;
  private final TagBook tags = new TagBook();
  private long fullUntil;
  private volatile int rank;

  Conduct(NodeState state, List<Tag> standing) {
    this.reputation = state.reputation();
    this.down = new Speed(state.downSpeed(), state.downMeasured());
    standing.forEach(tags::load);
    this.rank = ranked();
  }

  /** Others measured a transfer. */
  void transferred(HourBook book, Direction direction, long bytes, long millis, long now) {
    switch (direction) {
      case UP -> sent(book, Viewer.READER, bytes, millis, now);
      case DOWN -> {
        book.count(Count.DOWN_BYTES, bytes);
        book.count(Count.DOWN_MS, millis);
        book.count(Count.DOWN_SPEED_MAX, down.measure(bytes, millis));
      }
    }
  }

  private void sent(HourBook book, Viewer to, long bytes, long millis, long now) {
    if (bytes > 0) {
      reputation.measured(to, bytes, millis, now);
      rank = ranked();
      counted(book, bytes, millis);
    }
  }

  private static void counted(HourBook book, long bytes, long millis) {
    book.count(Count.UP_BYTES, bytes);
    book.count(Count.UP_MS, millis);
    book.count(Count.UP_SPEED_MAX, Speed.of(bytes, millis));
  }

  /** A gateway reported; not for the silences of a minute but the first. */
  void reported(HourBook book, GatewayWord word, long now) {
    switch (word.kind()) {
      case SERVED -> {
        book.count(Count.SERVED, 1);
        reputation.asked(Viewer.READER, true, now);
      }
      case SLOW -> {
        overtaken(book, word, now);
        return;
      }
      case UNREACHABLE -> reputation.asked(Viewer.READER, false, now);
      case CORRUPT -> {
        book.count(Count.CORRUPT, 1);
        reputation.wrongToReader(now);
      }
      case MISSING -> {
        book.count(Count.MISSING, 1);
        reputation.wrongToReader(now);
      }
    }
    sent(book, Viewer.READER, word.bytes(), word.millis(), now);
  }

  private void overtaken(HourBook book, GatewayWord word, long now) {
    if (word.overtaken().isBlame()) {
      book.count(Count.SLOW, 1);
    }
    reputation.asked(Viewer.READER, true, now);
    reputation.overtaken(word.overtaken(), now);
    rank = ranked();
    counted(book, word.bytes(), word.millis());
  }

  /**
   * A probe ended.
   *
   * @param audited whether the tracker chose what it asked for
   */
  void probed(
      HourBook book, ProbeVerdict verdict, boolean audited, long bytes, long millis, long now) {
    book.count(verdict == ProbeVerdict.SERVED ? Count.PROBES_SERVED : Count.PROBES_FAILED, 1);
    boolean answered = verdict != ProbeVerdict.UNREACHABLE && verdict != ProbeVerdict.STALLED;
    reputation.asked(Viewer.PROBE, answered, now);
    switch (verdict) {
      case SERVED -> {
        if (audited && bytes > 0) {
          reputation.right(now);
        }
      }
      case UNREACHABLE -> {}
      case STALLED -> {
        if (millis > 0) {
          reputation.silent(millis, now);
          rank = ranked();
        }
      }
      case MISSING -> {
        book.count(Count.MISSING, 1);
        wrong(audited, now);
      }
      case CORRUPT -> {
        book.count(Count.CORRUPT, 1);
        wrong(audited, now);
      }
    }
    sent(book, Viewer.PROBE, bytes, millis, now);
  }

  /** What a node says that it has and cannot show yet, nobody counts on. */
  private void wrong(boolean audited, long now) {
    if (audited) {
      reputation.wrong(now);
    }
  }

  void full(long until) {
    fullUntil = until;
  }

  /** The clock was set by so much. */
  void shift(long millis) {
    fullUntil = Attendance.shifted(fullUntil, millis);
    reputation.shift(millis);
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
  boolean judge(
      Attendance attendance,
      double watchedHours,
      Crowd crowd,
      long watchedFrom,
      long lostAfter,
      long now) {
    Set<String> had = tags.words(NodeHistory.TRACKER);
    Map<String, String> deserved =
        Rules.judge(reputation, new Rules.Facts(watchedHours, crowd, had), now);
    // Who is slow is silent when many ask: that says no more.
    int explained = deserved.containsKey(Rules.SLOW) ? attendance.stalls() : 0;
    var facts =
        new TagRules.Facts(
            now,
            attendance.isHere(now) || attendance.isAwaited(),
            attendance.lastSeen(now),
            watchedFrom,
            attendance.failures() - explained,
            deserved,
            fullUntil);
    return tags.judged(NodeHistory.TRACKER, TagRules.judge(facts, lostAfter), now);
  }

  Judgement judgement(double watchedHours, long now) {
    return Judgement.of(reputation, tags.words(NodeHistory.TRACKER), watchedHours, now);
  }

  TagBook tags() {
    return tags;
  }

  /** How good a source it is while it is here, from 1 to 255. */
  int rank() {
    return rank;
  }

  /** Sixteen for every doubling from 16 KiB/s on, 128 for what is not known. */
  private int ranked() {
    @Nullable Double speed = reputation.bytesPerSecond();
    if (speed == null) {
      return RANK_UNKNOWN;
    }
    double doublings = Math.log(Math.max(1, speed) / RANKED_FROM) / Math.log(2);
    return (int) Math.clamp(RANK_PER_DOUBLING * doublings, 1, RANK_MAX);
  }

  Service service() {
    Set<String> words = tags.words(NodeHistory.TRACKER);
    Standing standing = Rules.standing(words);
    boolean wrong = standing == Standing.LIAR || words.contains(Rules.CORRUPT);
    return new Service(reputation.bytesPerSecond(), standing, wrong);
  }

  Reputation reputation() {
    return reputation;
  }

  Speed down() {
    return down;
  }
}
