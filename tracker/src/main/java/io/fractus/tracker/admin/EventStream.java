// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.registry.CloudEvent;
import io.fractus.tracker.registry.Registry;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events/stream}: events as they are recorded, as SSE. Thread-safe. */
final class EventStream implements AutoCloseable {
  /*
   * There is no queue: the table of events is one. Each stream remembers the last event that it
   * sent and reads those after it, so that what was not committed is not seen, a slow reader holds
   * up nobody, and Last-Event-ID is nothing special. One thread asks the table for its newest
   * event while anybody listens, and wakes the streams when that changed.
   */

  private final Registry registry;
  private final Semaphore places = new Semaphore(AdminLimits.EVENT_STREAMS_MAX);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private long newest;
  private int listeners;
  private @Nullable Thread poller;
  private boolean closed;

  EventStream(Registry registry) {
    this.registry = registry;
  }

  /** Sends events until the reader or the tracker goes. */
  void run(Context context) throws IOException {
    if (!places.tryAcquire()) {
      context.header("Retry-After", "10");
      throw new TrackerException(
          new Problem(
              "too-many-streams",
              "Too many streams",
              503,
              "at most %d streams of events are open at once: close one"
                  .formatted(AdminLimits.EVENT_STREAMS_MAX)));
    }
    try {
      send(context, start(context));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  /** After which event to begin: the one that the reader saw last, else the newest. */
  private long start(Context context) {
    long last = registry.read(rows -> rows.overview().lastEvent());
    @Nullable String header = context.header("Last-Event-ID");
    @Nullable String text = header == null ? new Query(context).text("after") : header;
    if (text == null) {
      return last;
    }
    try {
      return Math.clamp(Long.parseLong(text), last - AdminLimits.EVENT_STREAM_RESUME_MAX, last);
    } catch (NumberFormatException _) {
      throw Query.malformed("Last-Event-ID must be a number, is '" + text + "'");
    }
  }

  private void send(Context context, long after) throws IOException, InterruptedException {
    context.contentType("text/event-stream;charset=utf-8");
    context.header("Cache-Control", "no-store");
    OutputStream out = context.res().getOutputStream();
    write(out, "retry: 2000\n: events after " + after + "\n\n");
    long sent = after;
    enter();
    try {
      while (true) {
        Wake wake = await(sent);
        if (wake == Wake.CLOSED) {
          return;
        }
        if (wake == Wake.QUIET) {
          write(out, ": still here\n\n");
          continue;
        }
        long from = sent;
        List<CloudEvent> events =
            registry.read(
                rows -> rows.overview().eventsAfter(from, AdminLimits.EVENT_STREAM_BATCH));
        StringBuilder text = new StringBuilder();
        for (CloudEvent event : events) {
          text.append("id: ").append(event.id()).append("\nevent: node\ndata: ");
          text.append(Json.write(event)).append("\n\n");
          sent = event.id();
        }
        write(out, text.toString());
      }
    } finally {
      leave();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private enum Wake {
    NEWS,
    QUIET,
    CLOSED
  }

  private Wake await(long sent) throws InterruptedException {
    long nanos = AdminLimits.EVENT_STREAM_HEARTBEAT.toNanos();
    lock.lock();
    try {
      while (newest <= sent && !closed && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      return closed ? Wake.CLOSED : newest > sent ? Wake.NEWS : Wake.QUIET;
    } finally {
      lock.unlock();
    }
  }

  private void enter() {
    lock.lock();
    try {
      listeners++;
      if (poller == null && !closed) {
        poller = Thread.ofVirtual().name("events").start(this::poll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      listeners--;
    } finally {
      lock.unlock();
    }
  }

  private void poll() {
    try {
      while (isListenedTo()) {
        long last = registry.read(rows -> rows.overview().lastEvent());
        lock.lock();
        try {
          if (last > newest) {
            newest = last;
            news.signalAll();
          }
          if (!closed) {
            closing.await(AdminLimits.EVENT_STREAM_POLL.toMillis(), TimeUnit.MILLISECONDS);
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final Condition closing = lock.newCondition();

  /** If nobody listens, the thread that asks this ends, and the next listener starts another. */
  private boolean isListenedTo() {
    lock.lock();
    try {
      if (closed || listeners == 0) {
        poller = null;
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all streams. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
