// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections on which the line and the headers of a request take too long to come: a byte
 * now and then keeps a connection from ever being idle. It is looked at twice in that time, so that
 * it may take half as long again. Thread-safe.
 */
final class HeadDeadline implements Connection.Listener {
  private static final Logger log = LoggerFactory.getLogger(HeadDeadline.class);

  private final Scheduler scheduler;
  private final long halfNanos;

  HeadDeadline(Scheduler scheduler, Patience patience) {
    this.scheduler = scheduler;
    this.halfNanos = patience.head().toNanos() / 2;
  }

  @Override
  public void onOpened(Connection connection) {
    new Watch(connection).next();
  }

  /** What was seen of a connection. Used by one task at a time. */
  private final class Watch {
    private final Connection connection;
    private long answered;
    private long bytes;
    private int halves;

    Watch(Connection connection) {
      this.connection = connection;
    }

    void next() {
      Scheduler.Task _ = scheduler.schedule(this::look, halfNanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
      if (!connection.getEndPoint().isOpen()) {
        return;
      }
      long nowAnswered = connection.getMessagesOut();
      boolean atWork = connection.getMessagesIn() > nowAnswered;
      if (atWork || nowAnswered != answered) {
        answered = nowAnswered;
        bytes = connection.getBytesIn();
        halves = 0;
      } else if (connection.getBytesIn() > bytes) {
        halves++;
      }
      if (halves > 2) {
        log.debug("a request took too long to begin, its connection is closed");
        connection.getEndPoint().close();
      } else {
        next();
      }
    }
  }
}
