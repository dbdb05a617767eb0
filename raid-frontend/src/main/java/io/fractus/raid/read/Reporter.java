// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the tracker what reads saw of copies, in the background and in batches. Thread-safe. */
public final class Reporter implements Reports, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reporter.class);

  private final TrackerClient tracker;
  private final BlockingQueue<Report> queue = new ArrayBlockingQueue<>(ReadLimits.REPORTS_MAX);
  private final Thread thread;

  /** Starts to report. */
  public Reporter(TrackerClient tracker) {
    this.tracker = tracker;
    this.thread = Thread.ofVirtual().name("reporter").start(this::run);
  }

  /** Reports soon; drops the report if too many wait. */
  @Override
  public void report(Report report) {
    if (!queue.offer(report)) {
      log.debug("too many reports wait, one of {} is dropped", report.nodeId());
    }
  }

  private void run() {
    List<Report> batch = new ArrayList<>();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        batch.clear();
        batch.add(queue.take());
        Thread.sleep(ReadLimits.REPORT_PAUSE);
        queue.drainTo(batch, Limits.REPORTS_PER_MESSAGE_MAX - 1);
        tracker.report(batch);
      } catch (InterruptedException _) {
        return;
      } catch (TrackerException e) {
        log.warn("{} reports were lost: {}", batch.size(), e.getMessage());
      }
    }
  }

  /** Stops; reports that wait are lost. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
