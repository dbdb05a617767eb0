// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.torrents.wire.HangUp;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One source that is asked for the pieces of one bit in a window: staging, or one copy. It runs on
 * a thread of its own, and says when it is over; what it found may be looked at after that. Only
 * {@link #cancel} and {@link #received} may be called before.
 */
final class Attempt implements Runnable {
  private final BitSource source;
  private final Window window;
  private final @Nullable Copy copy;
  private final boolean isFresh;
  private final Duration pause;
  private final Consumer<Attempt> over;
  private final Hedging hedging;
  private final long started;
  private volatile @Nullable PeerReader reader;
  private volatile long receivedBefore;
  private @Nullable Thread thread;
  private boolean cancelled;
  private byte @Nullable [] bytes;
  private @Nullable PeerException failure;
  private @Nullable RuntimeException error;
  private long tookNanos;

  /**
   * @param copy who is asked, or null for staging
   * @param open the connection to it, or null if one is to be made
   * @param pause before it is asked
   * @param over called when it is over, on its thread
   */
  Attempt(
      BitSource source,
      Window window,
      @Nullable Copy copy,
      @Nullable PeerReader open,
      Duration pause,
      Consumer<Attempt> over,
      Hedging hedging) {
    this.source = source;
    this.window = window;
    this.copy = copy;
    this.reader = open;
    this.isFresh = open == null;
    this.pause = pause;
    this.over = over;
    this.hedging = hedging;
    this.receivedBefore = open == null ? 0 : open.bytesReceived();
    this.started = hedging.now();
  }

  @Override
  public void run() {
    try {
      if (begin()) {
        read();
      }
    } catch (RuntimeException e) {
      error = e;
    } finally {
      tookNanos = hedging.now() - started;
      end();
      over.accept(this);
    }
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return !cancelled;
  }

  private synchronized void end() {
    thread = null;
    if (cancelled) {
      closeReader();
    }
  }

  private void read() {
    try {
      if (copy == null) {
        bytes = source.readStaged(window);
        return;
      }
      Thread.sleep(pause);
      byte[] into = new byte[source.length(window)];
      PeerReader peer = reader;
      if (peer == null || !readKept(peer, into)) {
        peer = source.connect(copy);
        receivedBefore = peer.bytesReceived();
        reader = peer;
        peer.readPieces(window.firstPiece(), window.pieces(), into, 0);
      }
      bytes = into;
    } catch (PeerException e) {
      failure = explained(e);
    } catch (IOException | InterruptedException _) {
      // Staging has it no more, or nobody wants it any more: there are no bytes.
    }
  }

  private PeerException explained(PeerException e) {
    // A stock client has few places, and hangs up on those for whom it has none.
    return copy == null || copy.stock() ? e : HangUp.explain(e, () -> source.connect(copy));
  }

  /** Reads over a connection that was there; returns false if it had ended while nobody read. */
  private boolean readKept(PeerReader peer, byte[] into) throws PeerException {
    try {
      peer.readPieces(window.firstPiece(), window.pieces(), into, 0);
      return true;
    } catch (PeerException e) {
      boolean hasEnded =
          switch (e.kind()) {
            case UNREACHABLE, NOT_SERVED, BUSY -> true;
            case PROTOCOL, MISSING, CORRUPT, TIMEOUT, CLOSED -> false;
          };
      if (!hasEnded || peer.bytesReceived() > receivedBefore) {
        throw e;
      }
      peer.close();
      return false;
    }
  }

  /**
   * Ends it at once, wherever it is: an interrupt closes the socket that a virtual thread waits
   * for. Idempotent.
   */
  synchronized void cancel() {
    cancelled = true;
    closeReader();
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void closeReader() {
    PeerReader open = reader;
    if (open != null) {
      open.close();
    }
  }

  BitSource source() {
    return source;
  }

  @Nullable Copy copy() {
    return copy;
  }

  /** The first piece that it asks for. */
  int firstPiece() {
    return window.firstPiece();
  }

  /** Bytes that it asks for. */
  int length() {
    return source.length(window);
  }

  /** Whether its connection is made for it. */
  boolean isFresh() {
    return isFresh;
  }

  /** After how many nanoseconds it is late. */
  long lateNanos() {
    return copy == null
        ? ReadLimits.LATE_MAX.toNanos()
        : pause.toNanos() + hedging.speeds().late(copy.nodeId(), length(), isFresh);
  }

  /** After how many nanoseconds others are asked as well, if they are expected sooner. */
  long dueNanos() {
    return copy == null
        ? ReadLimits.LATE_MAX.toNanos()
        : Math.min(lateNanos(), pause.toNanos() + hedging.speeds().due(length(), isFresh));
  }

  /** When it began. */
  long started() {
    return started;
  }

  /** Bytes that have come so far; what surrounds the pieces makes it no more than they are. */
  long received() {
    PeerReader open = reader;
    return open == null ? 0 : Math.clamp(open.bytesReceived() - receivedBefore, 0, (long) length());
  }

  /** The pieces, verified; null if there are none. */
  byte @Nullable [] bytes() {
    return bytes;
  }

  /** What its peer did instead, if it did. */
  @Nullable PeerException failure() {
    return failure;
  }

  /** What should not have happened at all, if it did. */
  @Nullable RuntimeException error() {
    return error;
  }

  /** The connection, for the next window. */
  @Nullable PeerReader reader() {
    return reader;
  }

  /** From its beginning to its end. */
  long tookNanos() {
    return tookNanos;
  }
}
