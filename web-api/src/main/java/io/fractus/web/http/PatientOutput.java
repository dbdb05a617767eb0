// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, on its way to a client that must take it at a pace. A write returns when
 * all of its bytes are gone, which a client that takes a few at a time can put off for days; so a
 * timer looks at the write under way as well, and closes the connection beneath it. Written by one
 * thread, and closed when nothing more is written.
 */
public final class PatientOutput extends OutputStream {
  /** Bytes of one write: about what is due in a window, and what a reader opens at a time. */
  private static final int PIECE_BYTES = 64 << 10;

  private final HttpServletRequest request;
  private final OutputStream out;
  private final Pace pace;
  private final long windowNanos;
  private final Scheduler scheduler;
  private final byte[] single = new byte[1];

  /** When the write under way began, or 0; guarded by this. */
  private long began;

  private volatile boolean gaveUp;
  private Scheduler.Task timer;
  private boolean closed;

  private PatientOutput(HttpServletRequest request, OutputStream out) {
    this.request = request;
    this.out = out;
    Patience patience = Patience.of(request);
    this.pace = new Pace(patience);
    this.windowNanos = patience.window().toNanos();
    this.scheduler =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnector()
            .getScheduler();
    this.timer = scheduler.schedule(this::look, windowNanos, TimeUnit.NANOSECONDS);
  }

  /** That of an answer. */
  public static PatientOutput of(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return new PatientOutput(request, response.getOutputStream());
  }

  @Override
  public void write(int b) throws IOException {
    single[0] = (byte) b;
    write(single, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += PIECE_BYTES) {
      int piece = Math.min(PIECE_BYTES, length - done);
      int at = offset + done;
      measured(piece, () -> out.write(bytes, at, piece));
    }
  }

  @Override
  public void flush() throws IOException {
    measured(0, out::flush);
  }

  private interface Write {
    void run() throws IOException;
  }

  private void measured(int bytes, Write write) throws IOException {
    long start = System.nanoTime();
    begin(start | 1);
    try {
      write.run();
    } catch (IOException e) {
      throw gaveUp ? tooSlow(e) : e;
    } finally {
      begin(0);
    }
    if (!pace.keptAfter(System.nanoTime() - start, bytes)) {
      giveUp();
      throw tooSlow(null);
    }
  }

  /** The same to those above as a client that left by itself. */
  private static EofException tooSlow(@Nullable IOException cause) {
    return new EofException("the client takes its answer too slowly", cause);
  }

  private synchronized void begin(long when) {
    began = when;
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    long waited = began == 0 ? 0 : System.nanoTime() - began;
    if (waited >= windowNanos) {
      giveUp();
    } else {
      timer = scheduler.schedule(this::look, windowNanos - waited, TimeUnit.NANOSECONDS);
    }
  }

  private void giveUp() {
    gaveUp = true;
    Connections.abort(request);
  }

  /** Stops to look; the answer itself is its server's to end. */
  @Override
  public synchronized void close() {
    closed = true;
    boolean _ = timer.cancel();
  }
}
