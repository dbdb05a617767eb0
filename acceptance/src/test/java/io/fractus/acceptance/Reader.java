// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads all the time. A read may fail, and may end early, but never gives a wrong byte. */
final class Reader implements AutoCloseable {
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger good = new AtomicInteger();
  private final AtomicReference<@Nullable AssertionError> wrong = new AtomicReference<>(null);
  private final Thread thread;

  Reader(RestClient rest, String bucket, String key, byte[] body) {
    thread = Thread.ofVirtual().start(() -> run(rest, bucket, key, body));
  }

  private void run(RestClient rest, String bucket, String key, byte[] body) {
    for (int from = 0; !stopped.get(); from = (from + 777_777) % (body.length - 100_000)) {
      try {
        RestClient.Reply reply = rest.range(bucket, key, from, from + 99_999);
        if (reply.status() == 206) {
          Bytes.assertSame(
              "read at " + from, reply.body(), Arrays.copyOfRange(body, from, from + 100_000));
          good.incrementAndGet();
        }
        Thread.sleep(100);
      } catch (IOException _) {
        // A connection that broke is an answer that nobody takes for bytes.
      } catch (InterruptedException _) {
        return;
      } catch (AssertionError e) {
        wrong.compareAndSet(null, e);
        return;
      }
    }
  }

  /** How many reads went well so far. */
  int good() {
    return good.get();
  }

  /** Ends it; the number of good reads. */
  int stop() {
    close();
    AssertionError error = wrong.get();
    if (error != null) {
      throw error;
    }
    return good.get();
  }

  @Override
  public void close() {
    stopped.set(true);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
