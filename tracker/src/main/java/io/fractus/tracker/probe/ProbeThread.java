// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that has probes made, at once on a hint and every second without one. Thread-safe. */
public final class ProbeThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProbeThread.class);

  private final Probes probes;
  private final ProbeHints hints;
  private final Thread thread;
  private volatile boolean closed;

  public ProbeThread(Probes probes, ProbeHints hints) {
    this.probes = probes;
    this.hints = hints;
    this.thread = Thread.ofPlatform().name("tracker-probes").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        probes.round();
        hints.await(Limits.PROBE_ROUND);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          log.error("cannot start probes", e);
          pause();
        }
      }
    }
  }

  /** What fails at once must not fill the log. */
  private void pause() {
    try {
      Thread.sleep(Limits.PROBE_ROUND);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts no more probes; those under way end by themselves. */
  @Override
  public void close() {
    closed = true;
    probes.close();
    thread.interrupt();
  }
}
