// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that each send one request after the other. The time of a request counts until it was
 * answered well, however often it had to be sent.
 *
 * @param clients how many, each with a connection of its own
 * @param time after which none is begun
 * @param requestsMax of all together, in that time
 */
record Load(int clients, Duration time, int requestsMax) {
  /** One request. */
  interface Request {
    /**
     * Sends it and takes the whole answer.
     *
     * @param number counted over all clients
     */
    void send(S3Connection connection, int number) throws IOException;
  }

  /** Runs it, with connections that are made before. */
  Latencies run(S3Server server, Request request) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch connected = new CountDownLatch(clients);
      AtomicLong begin = new AtomicLong();
      AtomicInteger next = new AtomicInteger();
      List<Future<List<Long>>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            threads.submit(() -> {
              try (Client client = new Client(server, request)) {
                connected.countDown();
                connected.await();
                begin.compareAndSet(0, System.nanoTime());
                return run(client, next, begin.get());
              } finally {
                connected.countDown();
              }
            }));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<List<Long>> each : running) {
        nanos.addAll(each.get());
      }
      return Latencies.of(nanos, System.nanoTime() - begin.get());
    } catch (ExecutionException e) {
      throw new IOException("a request of the benchmark failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<Long> run(Client client, AtomicInteger next, long begin) throws IOException {
    List<Long> nanos = new ArrayList<>();
    // A number that is taken is sent, so that those that were sent are the first ones.
    for (long start = begin;
        nanos.isEmpty() || start - begin < time.toNanos();
        start = System.nanoTime()) {
      int number = next.getAndIncrement();
      if (number >= requestsMax) {
        break;
      }
      long sent = System.nanoTime();
      client.send(number);
      nanos.add(System.nanoTime() - sent);
    }
    return nanos;
  }

  /** One client, which tries again what the server has no room for, as clients of S3 do. */
  private static final class Client implements AutoCloseable {
    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final S3Server server;
    private final Request request;
    private S3Connection connection;

    Client(S3Server server, Request request) throws IOException {
      this.server = server;
      this.request = request;
      this.connection = new S3Connection(server);
    }

    void send(int number) throws IOException {
      for (int i = 1; ; i++) {
        try {
          request.send(connection, number);
          return;
        } catch (S3Connection.BusyException e) {
          if (i == TRIES) {
            throw e;
          }
          connection.close();
          CloudNumbers.pause(FIRST_PAUSE_MILLIS << i);
          connection = new S3Connection(server);
        }
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
