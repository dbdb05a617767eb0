// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What the tracker is told of one bit, and when. Thread-safe. */
public final class Announced implements Comparable<Announced> {
  /** What happened since the last announce. */
  enum Event {
    STARTED,
    COMPLETED,
    STOPPED,
    NONE
  }

  private final InfoHash bit;
  private final String url;
  private Event next = Event.STARTED;
  private boolean known;
  private boolean owed;
  private int failures;
  private long uploaded;
  private long downloaded;
  private long left;
  private Consumer<List<PeerAddress>> found = _ -> {};
  private volatile long due = System.nanoTime();

  /**
   * A bit that the tracker knows nothing of yet.
   *
   * @param url where to announce; it has a passkey in it
   * @param left bytes that are still to be fetched
   */
  public Announced(InfoHash bit, String url, long left) {
    this.bit = bit;
    this.url = url;
    this.left = left;
  }

  /** One announce: its event and its numbers. */
  record Words(String url, InfoHash bit, Event event, long uploaded, long downloaded, long left) {}

  /** What to say now; it is said unless {@link #failed} is called. */
  synchronized Words words() {
    return new Words(url, bit, next, uploaded, downloaded, left);
  }

  /** The tracker has heard it. */
  synchronized void heard(Words words, Duration interval, long jitterNanos) {
    known = words.event() != Event.STOPPED;
    failures = 0;
    if (words.event() == next && next != Event.STOPPED) {
      next = Event.NONE;
    }
    if (owed && known) {
      owed = false;
      next = Event.COMPLETED;
    }
    due =
        next == Event.NONE
            ? System.nanoTime() + interval.toNanos() + jitterNanos
            : System.nanoTime();
  }

  /** The tracker has not heard it. */
  synchronized void failed() {
    failures = Math.min(failures + 1, 16);
    long pause =
        Math.min(
            Limits.ANNOUNCE_RETRY_MIN.toNanos() << (failures - 1),
            Limits.ANNOUNCE_RETRY_MAX.toNanos());
    due = System.nanoTime() + pause;
  }

  /** The tracker is not to be told before this time, unless the bit is whole sooner. */
  void postpone(long until) {
    due = until;
  }

  /**
   * The bit is whole: the tracker is to be told at once. Where it has heard nothing of it yet, it
   * hears of somebody who starts with all of it.
   *
   * @param underWay whether an announce is being sent
   */
  synchronized void completed(boolean underWay) {
    left = 0;
    found = _ -> {};
    if (next == Event.STARTED) {
      owed = underWay;
    } else {
      next = Event.COMPLETED;
    }
    due = System.nanoTime();
  }

  /** We have it no more. Returns whether the tracker needs to be told. */
  synchronized boolean stopped() {
    next = Event.STOPPED;
    failures = 0;
    owed = false;
    found = _ -> {};
    due = System.nanoTime();
    return known;
  }

  /** Whether there is nothing more to say; a goodbye is tried once. */
  synchronized boolean isDone() {
    return next == Event.STOPPED && (!known || failures > 0);
  }

  InfoHash bit() {
    return bit;
  }

  /** Counts bytes of pieces to peers. */
  public synchronized void uploaded(long bytes) {
    uploaded += bytes;
  }

  /** Counts bytes of pieces from peers, and says how many are still to come. */
  public synchronized void downloaded(long bytes, long stillLeft) {
    downloaded += bytes;
    left = stillLeft;
  }

  /** Says who wants to know of peers. */
  public synchronized void onPeers(Consumer<List<PeerAddress>> consumer) {
    found = consumer;
  }

  synchronized Consumer<List<PeerAddress>> found() {
    return found;
  }

  /** When the tracker is to be told next, by {@link System#nanoTime}. */
  long due() {
    return due;
  }

  @Override
  public int compareTo(Announced other) {
    return Long.signum(due - other.due);
  }
}
