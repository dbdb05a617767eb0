// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.platform.ClockSteps;
import io.fractus.platform.Clocks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a role has open, closed in the reverse order of its opening: when the start fails, on
 * SIGTERM, on Ctrl-C, and when the process that asked for the role is gone. Thread-safe.
 */
final class Lifetime {
  private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

  private final String role;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private Lifetime(String role) {
    this.role = role;
  }

  /** Opens the parts of a role one by one. */
  @FunctionalInterface
  interface Start {
    void run(Lifetime lifetime) throws Exception;
  }

  /**
   * Starts a role and runs it until the process is told to end.
   *
   * @param parentPid the process without which this one is of no use
   */
  static int run(String role, Optional<Long> parentPid, Start start) throws Exception {
    Lifetime lifetime = new Lifetime(role);
    parentPid.ifPresent(pid -> followParent(role, pid));
    Thread hook = Thread.ofPlatform().name("stop-" + role).unstarted(lifetime::closeAndLeave);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      start.run(lifetime);
    } catch (Exception e) {
      leaveByOurselves(hook);
      lifetime.close();
      throw e;
    }
    log.info("{} is up", role);
    ClockSteps clock = new ClockSteps(Clocks.system());
    while (true) {
      Thread.sleep(Limits.CLOCK_POLL);
      Duration step = clock.look();
      if (!step.isZero()) {
        log.warn(
            "the clock of this machine was set {} by {} s, or it slept: what is measured goes on as"
                + " it was, and what is recorded is under the new time from now on",
            step.isNegative() ? "back" : "forward",
            step.abs().plusMillis(500).toSeconds());
      }
    }
  }

  /** Closes this with the role; returns it. */
  synchronized <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /** A role whose parent was killed would keep its port and its data for ever. */
  private static void followParent(String role, long pid) {
    Optional<ProcessHandle> parent = ProcessHandle.of(pid);
    if (parent.isEmpty()) {
      throw Failure.failed("the process " + pid + " that started this " + role + " is gone");
    }
    var _ =
        parent
            .get()
            .onExit()
            .thenRun(() -> {
              log.warn("the process {} that started this {} is gone: stopping", pid, role);
              System.exit(Failure.FAILED);
            });
  }

  private void closeAndLeave() {
    log.info("{} is stopping", role);
    close();
    log.info("{} has stopped", role);
    Runtime.getRuntime().halt(Failure.DONE);
  }

  private static void leaveByOurselves(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook runs already: it closes what is open and ends this process.
      new CountDownLatch(1).await();
    }
  }

  private synchronized void close() {
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} did not close in order", part.getClass().getSimpleName(), e);
      }
    }
  }
}
