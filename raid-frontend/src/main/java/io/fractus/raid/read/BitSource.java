// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Pace;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.PieceCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where one bit can be read: staging, or its copies on nodes. The best is asked first; one that
 * failed is not asked again, but for one that was busy. Not thread-safe.
 */
final class BitSource implements AutoCloseable {
  /** Asked before a copy of which everybody is sure only if that takes a thousand times as long. */
  private static final int SUSPECT_RANK = 20;

  private final StoredBit bit;
  private final Readers shared;
  private final Speeds speeds;
  private final List<Copy> left;
  private boolean tryStaging;
  private @Nullable PeerReader open;
  private @Nullable Copy openTo;
  private final List<Copy> busyOnes = new ArrayList<>();
  private int busy;

  BitSource(StoredBit bit, List<Copy> copies, Readers shared) {
    this.bit = bit;
    this.shared = shared;
    this.speeds = shared.hedging().speeds();
    this.left = new ArrayList<>(copies.stream().filter(Sources::isReadable).toList());
    // The catalog may have been read before a lost bit was made again: it is looked for then.
    this.tryStaging = (bit.staged() || left.isEmpty()) && shared.staging().has(bit.metainfo());
  }

  int position() {
    return bit.position();
  }

  /** Whether there is anyone left to ask who is not being asked. */
  boolean isPromising() {
    return tryStaging || !left.isEmpty();
  }

  /**
   * How long the best who is not being asked will take, in nanoseconds; the longest time there is
   * if there is nobody.
   */
  long expected(int bytes) {
    if (tryStaging) {
      return 0;
    }
    return left.stream().mapToLong(copy -> expected(copy, bytes)).min().orElse(Long.MAX_VALUE);
  }

  private long expected(Copy copy, int bytes) {
    long nanos = speeds.expected(copy.nodeId(), bytes, !copy.equals(openTo));
    nanos += busyOnes.contains(copy) ? ReadLimits.BUSY_PAUSE.toNanos() : 0;
    return shared.shunned().contains(copy.nodeId()) ? nanos + ReadLimits.SHUN.toNanos() : nanos;
  }

  /**
   * Asks the best.
   *
   * @param over told when the attempt is over, on another thread; to be handed to {@link #ended} or
   *     {@link #gaveUp} then
   */
  Attempt ask(Window window, Consumer<Attempt> over) {
    if (tryStaging) {
      return new Attempt(this, window, null, null, Duration.ZERO, over, shared.hedging());
    }
    Copy copy = best(length(window));
    left.remove(copy);
    PeerReader reader = null;
    if (copy.equals(openTo)) {
      reader = open;
      open = null;
      openTo = null;
    } else {
      reader = shared.contacts().kept(copy, bit.metainfo()).orElse(null);
    }
    Duration pause = busyOnes.contains(copy) ? ReadLimits.BUSY_PAUSE : Duration.ZERO;
    return new Attempt(this, window, copy, reader, pause, over, shared.hedging());
  }

  /**
   * In the order of the tracker, but for those of which nobody is sure, and those that are expected
   * to take twice as long as another, or longer.
   */
  private Copy best(int bytes) {
    long fastest = left.stream().mapToLong(copy -> expected(copy, bytes)).min().orElseThrow();
    Copy best = null;
    int bestRank = Integer.MAX_VALUE;
    for (Copy copy : left) {
      long slowness = expected(copy, bytes) / Math.max(1, fastest);
      int rank = Long.SIZE - Long.numberOfLeadingZeros(slowness / 2);
      rank = 2 * rank + (copy.equals(openTo) ? 0 : 1);
      rank += copy.state() == CopyState.COMPLETE ? 0 : SUSPECT_RANK;
      if (best == null || rank < bestRank) {
        best = copy;
        bestRank = rank;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** Bytes of the pieces of a window. */
  int length(Window window) {
    BitMetainfo metainfo = bit.metainfo();
    long from = (long) window.firstPiece() * metainfo.pieceLength();
    long to = from + (long) window.pieces() * metainfo.pieceLength();
    return (int) (Math.min(metainfo.length(), to) - from);
  }

  /** Begins to read from a copy; blocks. On any thread. */
  PeerReader connect(Copy copy) throws PeerException {
    return shared.contacts().read(copy, bit.metainfo());
  }

  /** Staged bytes are hashed like all others: a gateway's disk rots too. On any thread. */
  byte[] readStaged(Window window) throws IOException {
    BitMetainfo metainfo = bit.metainfo();
    long offset = (long) window.firstPiece() * metainfo.pieceLength();
    byte[] staged = shared.staging().read(metainfo, offset, length(window));
    int wrong =
        new PieceCheck(metainfo).firstWrong(window.firstPiece(), window.pieces(), staged, 0);
    if (wrong >= 0) {
      throw new IOException("piece " + wrong + " of a staged bit is wrong");
    }
    return staged;
  }

  /** Takes note of an attempt that is over, and keeps its connection if it was good. */
  void ended(Attempt attempt) {
    Copy copy = attempt.copy();
    PeerException failure = attempt.failure();
    if (copy == null) {
      // It left staging a moment ago, or its disk has rotted: nodes have it.
      tryStaging = attempt.bytes() != null;
    } else if (attempt.bytes() != null) {
      served(attempt, copy);
    } else if (failure != null) {
      attempt.cancel();
      failed(copy, failure);
    }
  }

  private void served(Attempt attempt, Copy copy) {
    speeds.took(copy.nodeId(), attempt.length(), attempt.isFresh(), attempt.tookNanos());
    long millis = TimeUnit.NANOSECONDS.toMillis(attempt.tookNanos());
    report(new Report(copy.nodeId(), bit.infoHash(), Kind.SERVED, attempt.length(), millis, ""));
    left.add(copy);
    close();
    open = attempt.reader();
    openTo = copy;
  }

  /**
   * Ends an attempt that is not needed any more.
   *
   * @param pace what others did, if it was overtaken; null if it just was not the first
   * @param isLate whether it would have been later than its node usually is
   */
  void gaveUp(Attempt attempt, @Nullable Pace pace, boolean isLate) {
    attempt.cancel();
    Copy copy = attempt.copy();
    if (copy == null) {
      return;
    }
    left.add(copy);
    if (pace == null) {
      return;
    }
    long nanos = shared.hedging().now() - attempt.started();
    speeds.judge(copy.nodeId(), attempt.length(), attempt.isFresh(), projected(attempt, nanos));
    if (!isLate || nanos < ReadLimits.BLAME_MIN.toNanos()) {
      // Too short to blame anybody for it: a look will tell.
      shared.explorer().suspect(copy, bit, attempt.firstPiece(), pace);
    } else {
      report(
          Explorer.slow(copy, bit, attempt.received(), TimeUnit.NANOSECONDS.toMillis(nanos), pace));
    }
  }

  /**
   * How long an attempt would take at the pace that it has had so far; of which nothing has come,
   * as long as it has taken.
   */
  static long projected(Attempt attempt, long nanos) {
    long came = attempt.received();
    double times = came == 0 ? 1 : Math.max(1, attempt.length() / (double) came);
    return Math.min((long) (nanos * times), ReadLimits.SLOWEST.toNanos());
  }

  private void failed(Copy copy, PeerException e) {
    if (isBusy(copy, e.kind()) && busy < ReadLimits.BUSY_MAX) {
      // Asked once more, after a pause, for which others will hardly be waited for.
      busy++;
      busyOnes.add(copy);
      left.add(copy);
    } else {
      shun(copy, e);
    }
  }

  /** A stock client that is busy may not even answer. */
  private static boolean isBusy(Copy copy, PeerException.Kind kind) {
    return kind == PeerException.Kind.BUSY
        || (kind == PeerException.Kind.NOT_SERVED && copy.stock());
  }

  private void shun(Copy copy, PeerException e) {
    Kind kind =
        switch (e.kind()) {
          case CORRUPT, PROTOCOL -> Kind.CORRUPT;
          case NOT_SERVED, MISSING -> Kind.MISSING;
          case UNREACHABLE -> Kind.UNREACHABLE;
          case BUSY -> Kind.SLOW;
          case TIMEOUT -> Kind.SLOW;
          case CLOSED -> null;
        };
    if (kind == null) {
      return;
    }
    if (kind == Kind.UNREACHABLE || kind == Kind.SLOW) {
      shared.shunned().add(copy.nodeId());
    }
    report(new Report(copy.nodeId(), bit.infoHash(), kind, 0, 0, String.valueOf(e.getMessage())));
  }

  private void report(Report report) {
    shared.reports().report(report);
  }

  @Override
  public void close() {
    if (open != null && openTo != null) {
      shared.contacts().keep(openTo, bit.metainfo(), open);
    }
    open = null;
    openTo = null;
  }
}
