// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.contact;

import io.fractus.protocol.control.Copy;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.PeerReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Connections of reads that are over, kept for a few seconds for the next one. Thread-safe. */
final class IdleReaders implements AutoCloseable {
  /*
   * A handshake is for one bit, so a connection is good for the same bit of the same node only:
   * for who reads an object range by range, three round trips sooner each time. The oldest go when
   * there are too many, of one node or of all: each takes a place at its node, which others may
   * need.
   */

  private final Duration keep;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean isSwept;
  private boolean closed;

  /**
   * Keeps none yet.
   *
   * @param keep how long each may wait
   */
  IdleReaders(Duration keep) {
    this.keep = keep;
  }

  private record Place(String nodeId, PeerAddress peer, InfoHash bit) {
    static Place of(Copy copy, InfoHash bit) {
      return new Place(copy.nodeId(), copy.peer(), bit);
    }
  }

  /** One that waits since a value of {@link System#nanoTime}. */
  private record Idle(Place place, PeerReader reader, long since) {}

  /** The one that was used last, which is its caller's from now on, or none. */
  synchronized @Nullable PeerReader take(Copy copy, InfoHash bit) {
    Place place = Place.of(copy, bit);
    for (Iterator<Idle> newest = idle.descendingIterator(); newest.hasNext(); ) {
      Idle each = newest.next();
      if (each.place.equals(place) && !isOld(each)) {
        newest.remove();
        return each.reader;
      }
    }
    return null;
  }

  /** Takes one that nobody reads from any more, and to which nothing happened. */
  void give(Copy copy, InfoHash bit, PeerReader reader) {
    Place place = Place.of(copy, bit);
    List<PeerReader> ended = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        ended.add(reader);
      } else {
        Predicate<Idle> same = each -> each.place.nodeId.equals(copy.nodeId());
        if (idle.stream().filter(same).count() >= ContactLimits.IDLE_PER_NODE) {
          removeOldest(same, ended);
        }
        if (idle.size() >= ContactLimits.IDLE_MAX) {
          removeOldest(_ -> true, ended);
        }
        reader.rest();
        idle.add(new Idle(place, reader, System.nanoTime()));
        beginToSweep();
      }
    }
    ended.forEach(PeerReader::close);
  }

  private void removeOldest(Predicate<Idle> which, List<PeerReader> ended) {
    for (Iterator<Idle> oldest = idle.iterator(); oldest.hasNext(); ) {
      Idle each = oldest.next();
      if (which.test(each)) {
        oldest.remove();
        ended.add(each.reader);
        return;
      }
    }
  }

  private boolean isOld(Idle each) {
    return System.nanoTime() - each.since >= keep.toNanos();
  }

  private void beginToSweep() {
    if (!isSwept) {
      isSwept = true;
      Thread.ofVirtual().name("idle readers").start(this::sweep);
    }
  }

  /** Ends with the last one. */
  private void sweep() {
    try {
      while (sweepOnce()) {
        Thread.sleep(keep.dividedBy(4));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean sweepOnce() {
    List<PeerReader> ended = new ArrayList<>();
    boolean isMore;
    synchronized (this) {
      while (!idle.isEmpty() && isOld(idle.getFirst())) {
        ended.add(idle.removeFirst().reader);
      }
      isMore = !idle.isEmpty();
      isSwept = isMore;
    }
    ended.forEach(PeerReader::close);
    return isMore;
  }

  /** How many wait now. */
  synchronized int count() {
    return idle.size();
  }

  @Override
  public void close() {
    List<Idle> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(idle);
      idle.clear();
    }
    all.forEach(each -> each.reader.close());
  }
}
