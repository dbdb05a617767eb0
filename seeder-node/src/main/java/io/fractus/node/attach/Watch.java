// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.torrents.BitMetainfo;
import java.time.Duration;

/**
 * A bit that the client works on, to be looked at until it is complete or given up. Used by the
 * agent's thread.
 */
final class Watch {
  final BitMetainfo bit;

  /** Whether it was complete before: then this is a check of what the client has. */
  final boolean wasComplete;

  private final long beganNanos = System.nanoTime();
  private long orderedNanos = beganNanos;
  private long movedNanos = beganNanos;
  private long workedNanos;
  private long lookedNanos = beganNanos;
  private long doneBytes;

  /** Whether the client was told to forget who sent it the bit. */
  boolean renewed;

  /** Whether a probe is on its way. */
  boolean probing;

  /** What came of the last probe. */
  volatile ServeProbe.Verdict verdict = ServeProbe.Verdict.NONE;

  /** Probes that failed. */
  int probesFailed;

  Watch(BitMetainfo bit, boolean wasComplete) {
    this.bit = bit;
    this.wasComplete = wasComplete;
  }

  /** The client was told something that it may take a moment to begin with. */
  void ordered() {
    orderedNanos = System.nanoTime();
  }

  /** Whether what the client shows may still be from before it was told. */
  boolean isFresh(Duration begin) {
    return isWithin(orderedNanos, begin);
  }

  /** It fetches: the time counts, and what came. */
  void fetches(long bytes) {
    long now = System.nanoTime();
    workedNanos += now - lookedNanos;
    lookedNanos = now;
    if (bytes > doneBytes) {
      doneBytes = bytes;
      movedNanos = now;
    }
  }

  /** It does something else than fetch: the time does not count. */
  void rests() {
    lookedNanos = System.nanoTime();
    movedNanos = lookedNanos;
  }

  /** Whether nothing came for so long; then that is counted anew. */
  boolean stalls(Duration stall) {
    boolean stalled = !isWithin(movedNanos, stall);
    if (stalled) {
      movedNanos = System.nanoTime();
    }
    return stalled;
  }

  /** Whether it has fetched for longer than this. */
  boolean fetchedFor(Duration time) {
    return workedNanos > time.toNanos();
  }

  private static boolean isWithin(long sinceNanos, Duration time) {
    return System.nanoTime() - sinceNanos < time.toNanos();
  }
}
