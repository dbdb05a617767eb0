// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.protocol.control.ReportRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.history.Attendance.Past;
import io.fractus.tracker.history.HourBook.Hour;
import io.fractus.tracker.history.TagBook.Tag;
import io.fractus.tracker.reputation.Crowd;
import io.fractus.tracker.reputation.Judgement;
import io.fractus.tracker.reputation.Rules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one node: about 3 KiB, and 50 KiB at most while the disk fails and changes wait.
 * Pure: time is what callers say it is, in milliseconds of the steady clock. Thread-safe.
 */
final class NodeMemory {
  /*
   * Times are those of the wall clock, counted by the steady one with an offset that changes only
   * when all of them move with it (follow): setting the clock makes nothing older, or future.
   */

  /** A gateway that reads a stripe reports a silent node once a bit; that is one silence. */
  private static final long SILENCE_MS = 60_000;

  /** A client announces each of its bits; that is one sign of life. */
  private static final long ANNOUNCED_MS = 10_000;

  private final long node;
  private final WeekProfile profile;
  private final HourBook book;
  private final Attendance attendance;
  private final Conduct conduct;
  private final Deque<Past> sessions = new ArrayDeque<>();
  private volatile String client;
  private volatile long announcedAt;
  private volatile @Nullable PeerAddress address;
  private volatile boolean dirty;

  /** How far the wall clock is ahead of the steady one. */
  private volatile long ahead;

  /** A node that is not known yet, by both clocks. */
  NodeMemory(long node, long now, long ahead) {
    this(node, now + ahead);
    this.ahead = ahead;
  }

  private NodeMemory(long node, long now) {
    this(NodeState.unknown(node, now), new WeekProfile(), List.of());
  }

  /** A node as it was written; it is not watched yet. */
  NodeMemory(NodeState state, WeekProfile profile, List<Tag> standing) {
    this.node = state.node();
    this.profile = profile;
    this.book = new HourBook(profile, state.hours().getLast(), state.accounted());
    this.attendance = new Attendance(state.attendance());
    this.conduct = new Conduct(state, standing);
    this.client = state.client();
  }

  /**
   * Carries on after a start of the tracker: what was so when it ended was so until then, and from
   * now on it is watched again.
   */
  synchronized void resume(long lastAlive, long now) {
    long alive = Math.min(lastAlive, now);
    if (lastAlive > now) {
      // The clock was set back while there was no tracker.
      ahead = lastAlive - now;
      follow(0, now);
    }
    if (book.accounted() > now) {
      book.shift(now);
    }
    if (attendance.isAwaited()) {
      book.watch(book.accounted());
      book.settle(alive, true);
      attendance.wasHere(alive);
      book.unwatch();
    } else if (attendance.lastSeen(now) != Attendance.NEVER) {
      book.watch(book.accounted());
      book.settle(alive, false);
      book.watch(now);
    }
    dirty = true;
  }

  /** The wall clock is so far ahead of the steady one now. */
  synchronized void follow(long newAhead, long now) {
    if (newAhead == ahead) {
      return;
    }
    settle(now + ahead);
    long by = newAhead - ahead;
    attendance.shift(by);
    conduct.shift(by);
    announcedAt = Attendance.shifted(announcedAt, by);
    ahead = newAhead;
    book.shift(now + newAhead);
    dirty = true;
  }

  /** Nobody watched between these times; what it was before, it is after. */
  synchronized void skip(long from, long to) {
    settle(from + ahead);
    if (book.isWatching()) {
      book.unwatch();
      book.watch(to + ahead);
    }
  }

  synchronized void channelOpened(long steady) {
    long now = steady + ahead;
    settle(now);
    came(attendance.channelOpened(now), now);
  }

  /** Its channel ended; it was last heard then. */
  synchronized void channelLost(long heard, boolean silent, long now) {
    settle(now + ahead);
    boolean draining = conduct.tags().words().contains("draining");
    Ending ending = draining ? Ending.DRAINED : silent ? Ending.SILENT : Ending.CLOSED;
    went(attendance.channelLost(heard + ahead, ending));
  }

  /**
   * It announced from there. Returns at once, without a lock, if more or the same is known.
   *
   * @return whether only a probe can tell if it is here
   */
  boolean announced(Supplier<PeerAddress> from, long steady) {
    long now = steady + ahead;
    if (attendance.seenBy() == SeenBy.CHANNEL || now - announcedAt < ANNOUNCED_MS) {
      return false;
    }
    announcedAt = now;
    address = from.get();
    return announcedAlone(steady);
  }

  private synchronized boolean announcedAlone(long steady) {
    long now = steady + ahead;
    settle(now);
    if (attendance.failures() > 0) {
      return true;
    }
    came(attendance.announced(now), now);
    return false;
  }

  /** How good a source it is, from 0, not here, to 255, here and as fast as can be. */
  int rank(long now) {
    return attendance.isHere(now + ahead) ? conduct.rank() : 0;
  }

  /** Where it announced from, unless it has a channel and says so itself. */
  @Nullable PeerAddress address() {
    return attendance.seenBy() == SeenBy.CHANNEL ? null : address;
  }

  void client(String name) {
    String cut = name.substring(0, Math.min(name.length(), Limits.CLIENT_LENGTH_MAX));
    if (!cut.equals(client)) {
      client = cut;
      dirty = true;
    }
  }

  synchronized void transferred(Direction direction, long bytes, long millis, long now) {
    settle(now + ahead);
    conduct.transferred(book, direction, bytes, millis, now + ahead);
    dirty = true;
  }

  synchronized void reported(GatewayWord word, long steady) {
    long now = steady + ahead;
    settle(now);
    boolean counts = true;
    if (word.kind() == ReportRequest.Kind.UNREACHABLE) {
      book.count(Count.UNREACHABLE, 1);
      counts = now - attendance.asked() >= SILENCE_MS;
      if (counts) {
        attendance.unansweredSomeone(now);
      }
    } else if (word.kind() == ReportRequest.Kind.SERVED) {
      attendance.answeredSomeone(now);
    }
    if (counts) {
      conduct.reported(book, word, now);
    }
    dirty = true;
  }

  /** A probe ended; the tracker chose by itself what it asked for if it was an audit. */
  synchronized void probed(
      ProbeVerdict verdict, boolean audit, long bytes, long millis, long steady) {
    long now = steady + ahead;
    settle(now);
    switch (verdict) {
      case SERVED -> came(attendance.answered(now), now);
      case UNREACHABLE -> went(attendance.unanswered(now));
      case STALLED -> went(attendance.stalled(now));
      case MISSING, CORRUPT -> attendance.answeredWrong(now);
    }
    conduct.probed(book, verdict, audit, bytes, millis, now);
    dirty = true;
  }

  synchronized void counted(Count count, long value, long now) {
    settle(now + ahead);
    book.count(count, value);
    dirty = true;
  }

  synchronized void full(long until) {
    conduct.full(until + ahead);
    dirty = true;
  }

  synchronized boolean tag(String tag, String evidence, long now) {
    boolean room = conduct.tag(tag, evidence, now + ahead);
    dirty |= room;
    return room;
  }

  synchronized boolean untag(String tag, long now) {
    boolean stood = conduct.tags().takeBack(tag, NodeHistory.ADMIN, now + ahead);
    dirty |= stood;
    return stood;
  }

  private void settle(long now) {
    @Nullable Past past = attendance.expire(now);
    if (past != null) {
      book.settle(past.ended(), true);
      went(past);
    }
    book.settle(now, attendance.since() != Attendance.NEVER && !attendance.isAwaited());
  }

  private void came(boolean came, long now) {
    if (!book.isWatching()) {
      book.watch(now);
    }
    if (came) {
      book.count(Count.JOINS, 1);
    }
    dirty = true;
  }

  private void went(@Nullable Past past) {
    if (past == null) {
      return;
    }
    book.takeBack(past.ended());
    book.count(Count.LOSSES, 1);
    sessions.addLast(past);
    if (sessions.size() > Limits.CHANGES_UNWRITTEN_MAX) {
      sessions.removeFirst();
    }
    dirty = true;
  }

  /** Accounts for the time until now, and ends what time has ended. */
  synchronized void advance(
      long steady, boolean graceIsOver, long watchedFrom, long lostAfter, Crowd crowd) {
    long now = steady + ahead;
    if (graceIsOver && attendance.isAwaited()) {
      went(attendance.missed());
      book.watch(now);
    }
    long hour = book.hourStart();
    settle(now);
    dirty |= book.hourStart() != hour;
    double watched = profile.watchedHours(book.current().tally());
    dirty |= conduct.judge(attendance, watched, crowd, watchedFrom + ahead, lostAfter, now);
  }

  long node() {
    return node;
  }

  synchronized List<String> words() {
    return List.copyOf(conduct.tags().words());
  }

  boolean isHereWithoutChannel(long now) {
    return attendance.seenBy() != SeenBy.CHANNEL && attendance.isHere(now + ahead);
  }

  synchronized Absence absence(long steady, long watchedFrom) {
    return attendance.absence(steady + ahead, watchedFrom + ahead);
  }

  boolean isHere(long now) {
    return attendance.isHere(now + ahead);
  }

  /** When, by the steady clock, it was last asked for a piece, and the failures since. */
  synchronized Asked asked() {
    return new Asked(
        Attendance.shifted(attendance.asked(), -ahead),
        attendance.failures(),
        conduct.reputation().audits(),
        Rules.isSlowToProbes(conduct.reputation()),
        Rules.isSpeedOpen(conduct.reputation()),
        Rules.isDoubtful(conduct.reputation()));
  }

  /** The hours of its week, the one that goes on among them. */
  synchronized WeekProfile week(long now) {
    settle(now + ahead);
    WeekProfile week = profile.copy();
    week.add(book.hourStart(), book.current().tally());
    return week;
  }

  synchronized Judgement judgement(long now) {
    return conduct.judgement(profile.watchedHours(book.current().tally()), now + ahead);
  }

  synchronized Service service() {
    return conduct.service();
  }

  /** Gives its vote on what is usual. */
  synchronized void vote(Crowd.Census census) {
    census.add(conduct.reputation());
  }

  boolean isDirty() {
    return dirty;
  }

  /** Takes what is to be written. */
  synchronized Unwritten take(long now) {
    settle(now + ahead);
    dirty = false;
    @Nullable WeekProfile changedProfile = book.unwrittenProfile();
    var unwritten =
        new Unwritten(
            state(book.unwritten()), changedProfile, List.copyOf(sessions), conduct.tags().take());
    book.taken();
    sessions.clear();
    return unwritten;
  }

  /** What was taken could not be written. */
  synchronized void untake(Unwritten unwritten) {
    book.untaken(unwritten.state().hours());
    conduct.tags().untake(unwritten.tags());
    unwritten.sessions().reversed().forEach(sessions::addFirst);
    while (sessions.size() > Limits.CHANGES_UNWRITTEN_MAX) {
      sessions.removeFirst();
    }
    dirty = true;
  }

  private NodeState state(List<Hour> hours) {
    return new NodeState(
        node,
        book.accounted(),
        hours,
        attendance.saved(),
        conduct.reputation().copy(),
        conduct.down().bytesPerSecond(),
        conduct.down().measured(),
        client);
  }

  synchronized NodeLook look(long steady) {
    long now = steady + ahead;
    settle(now);
    return new NodeLook(
        attendance.isHere(now),
        attendance.seenBy(),
        attendance.since(),
        attendance.lastSeen(now),
        attendance.isReachable(),
        client,
        conduct.reputation().bytesPerSecond(),
        conduct.down().recent(),
        profile.availability(book.current().tally()),
        book.unwritten(),
        List.copyOf(sessions),
        List.copyOf(conduct.tags().words()),
        conduct.tags().unwritten());
  }
}
