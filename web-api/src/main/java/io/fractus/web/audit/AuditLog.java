// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.audit;

import io.fractus.protocol.Json;
import io.fractus.web.Limits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * The log of all requests, one JSON object a line, in files that are bounded. Thread-safe.
 *
 * <p>Lines wait in a queue for one thread that writes them. When its disk does not keep up, a
 * request waits a little for a place and then goes without one; the next line says how many did.
 */
public final class AuditLog implements AutoCloseable {
  private static final String STOP = "";

  private final InstantSource clock;
  private final AuditFiles files;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(Limits.AUDIT_QUEUE_MAX);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;

  private AuditLog(AuditFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
  }

  /** Goes on with the log in a directory, which is made if it is not there. */
  public static AuditLog open(Path directory, InstantSource clock) {
    return open(directory, Limits.AUDIT_FILE_BYTES_MAX, clock);
  }

  static AuditLog open(Path directory, long fileBytesMax, InstantSource clock) {
    AuditLog log = new AuditLog(new AuditFiles(directory, fileBytesMax), clock);
    log.thread.start();
    return log;
  }

  /** Logs the requests of one listener. */
  public RequestLog of(String api) {
    return (request, response) -> add(entry(api, request, response));
  }

  private AuditEntry entry(String api, Request request, Response response) {
    Object attribute = request.getAttribute(AuditFacts.ATTRIBUTE);
    AuditFacts facts = attribute instanceof AuditFacts known ? known : null;
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    return new AuditEntry(
        clock.instant(),
        api,
        facts == null ? "" : facts.requestId(),
        String.valueOf(Request.getRemoteAddr(request)),
        facts == null ? "" : facts.user(),
        facts == null ? "" : facts.accessKeyId(),
        request.getMethod(),
        facts == null ? "" : facts.operation(),
        facts == null ? "" : facts.bucket(),
        facts == null ? "" : facts.key(),
        response.getStatus(),
        facts == null ? "" : facts.error(),
        Math.max(0, Request.getContentBytesRead(request)),
        Math.max(0, Response.getContentBytesWritten(response)),
        TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  void add(AuditEntry entry) {
    try {
      boolean in =
          queue.offer(Json.write(entry), Limits.AUDIT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!in) {
        dropped.incrementAndGet();
      }
    } catch (InterruptedException _) {
      dropped.incrementAndGet();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      try {
        String line = queue.take();
        if (line.equals(STOP)) {
          return;
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          files.write(Json.write(Map.of("time", clock.instant(), "dropped", lost)));
        }
        files.write(line);
        if (queue.isEmpty()) {
          files.flush();
        }
      } catch (InterruptedException _) {
        // Only close() ends this thread, through the queue: what is in it is still written.
      }
    }
  }

  /** Writes what waits, and closes the file. */
  @Override
  public void close() {
    try {
      queue.put(STOP);
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    files.close();
  }
}
