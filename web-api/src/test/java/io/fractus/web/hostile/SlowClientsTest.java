// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import io.fractus.web.http.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that hold what they got for as long as they can: all are given up, and what is stored is
 * what was whole. Each does its next step after {@link #STEP}, far below any idle time, and would
 * do so for longer than this test may take.
 */
class SlowClientsTest {
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(3), Duration.ofMillis(600), Duration.ofMillis(500), 20_000);
  private static final TestCloud CLOUD = new TestCloud(SHORT);
  private static final Duration STEP = Duration.ofMillis(50);
  private static final int STEPS = 600;
  private static final int LARGE = 64 << 20;

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a byte a step until the server has had enough; returns what it answered, if anything. */
  private static RawRequest.Answer trickle(Socket socket, byte[] bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    socket.setSoTimeout((int) STEP.toMillis());
    for (int i = 0; i < STEPS; i++) {
      try {
        socket.getOutputStream().write(bytes[i % bytes.length]);
        int next = socket.getInputStream().read();
        while (next >= 0) {
          answer.write(next);
          next = socket.getInputStream().read();
        }
        return RawRequest.Answer.of(answer.toByteArray());
      } catch (SocketTimeoutException _) {
        // Nothing more to read in this step.
      } catch (SocketException _) {
        return RawRequest.Answer.of(answer.toByteArray());
      }
    }
    throw new AssertionError("nobody minded " + STEPS + " steps of " + STEP);
  }

  @Test
  void head_thatComesAByteAtATime_connectionIsClosed() throws IOException {
    RawRequest request = new RawRequest(CLOUD.s3(), "GET", "/bkt").line("x: " + "y".repeat(9_000));
    try (Socket socket = request.connect()) {
      assertThat(trickle(socket, request.head()).status()).isZero();
    }
  }

  /** The first request of a connection is no licence for the second. */
  @Test
  void secondHead_thatComesAByteAtATime_connectionIsClosed() throws IOException {
    RawRequest request = new RawRequest(CLOUD.s3(), "GET", "/bkt").sign();
    try (Socket socket = request.connect()) {
      exchange(socket, request);
      assertThat(trickle(socket, request.line("x: " + "y".repeat(9_000)).head()).status()).isZero();
    }
  }

  @Test
  void connection_thatRestsBetweenRequests_isKept() throws IOException {
    RawRequest request = new RawRequest(CLOUD.s3(), "GET", "/bkt").sign();
    try (Socket socket = request.connect()) {
      for (int i = 0; i < 3; i++) {
        exchange(socket, request);
        // Longer than the time for a head.
        for (int step = 0; step < 20; step++) {
          pause();
        }
      }
    }
  }

  private static void exchange(Socket socket, RawRequest request) throws IOException {
    socket.getOutputStream().write(request.bytes());
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!answer.toString().endsWith("</ListBucketResult>")) {
      int next = in.read();
      assertThat(next).as("after %s", answer).isNotNegative();
      answer.append((char) next);
    }
  }

  @Test
  void body_thatComesAByteAtATime_requestTimeout() throws IOException {
    RawRequest put = new RawRequest(CLOUD.s3(), "PUT", "/bkt/k").header("content-length", "9000");
    put.sign(Signature.now(), "UNSIGNED-PAYLOAD");
    try (Socket socket = put.connect()) {
      socket.getOutputStream().write(put.head());
      assertTimeout(trickle(socket, new byte[] {'x'}));
    }
    assertThat(CLOUD.store().count()).isZero();
  }

  @Test
  void restBody_thatComesAByteAtATime_408() throws IOException {
    URI rest = CLOUD.rest();
    try (Socket socket = new Socket(rest.getHost(), rest.getPort())) {
      String head =
          String.join(
              "\r\n",
              "PUT /api/v1/buckets/bkt/objects/k HTTP/1.1",
              "Host: x",
              "Authorization: Bearer token",
              "Content-Length: 9000",
              "",
              "");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(trickle(socket, new byte[] {'x'}).status()).isEqualTo(408);
    }
    assertThat(CLOUD.store().count()).isZero();
  }

  @Test
  void chunkHead_thatComesAByteAtATime_requestTimeout() throws IOException {
    Chunks chunks = new Chunks(CLOUD.s3(), "/bkt/k", Chunks.TRAILED, List.of("a"), "");
    List<String> _ = chunks.lines();
    RawRequest put = chunks.request().line("content-length: 9000");
    try (Socket socket = put.connect()) {
      socket.getOutputStream().write(put.head());
      assertTimeout(trickle(socket, new byte[] {'0'}));
    }
    assertThat(CLOUD.store().count()).isZero();
  }

  @Test
  void body_thatNeverComes_requestTimeout() throws IOException {
    RawRequest put = new RawRequest(CLOUD.s3(), "PUT", "/bkt/k").header("content-length", "9000");
    put.sign(Signature.now(), "UNSIGNED-PAYLOAD");
    try (Socket socket = put.connect()) {
      socket.getOutputStream().write(put.head());
      assertTimeout(RawRequest.answer(socket));
    }
    assertThat(CLOUD.store().count()).isZero();
  }

  private static void assertTimeout(RawRequest.Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).as("%s", answer).isEqualTo("RequestTimeout");
  }

  /** Slow for a moment is not slow. */
  @Test
  void body_thatPausesAndComes_isStored() throws IOException {
    byte[] body = new byte[300_000];
    Arrays.fill(body, (byte) 7);
    RawRequest put = new RawRequest(CLOUD.s3(), "PUT", "/bkt/k").body(body).sign();
    put.line("connection: close");
    byte[] all = put.bytes();
    try (Socket socket = put.connect()) {
      int step = all.length / 5;
      for (int at = 0; at < all.length; at += step) {
        socket.getOutputStream().write(all, at, Math.min(step, all.length - at));
        for (int i = 0; i < 4; i++) {
          pause();
        }
      }
      assertThat(RawRequest.answer(socket).status()).isEqualTo(200);
    }
    assertThat(CLOUD.store().bytes("bkt", "k")).isEqualTo(body);
  }

  @Test
  void answer_thatIsTakenAFewBytesAtATime_connectionIsClosed() throws IOException {
    assertThat(taken(4_096)).isLessThan(LARGE);
  }

  @Test
  void answer_thatIsNotTaken_connectionIsClosed() throws IOException {
    assertThat(taken(0)).isLessThan(LARGE);
  }

  /** How much comes of a large object if so much of it is taken in a step. */
  private static long taken(int bytes) throws IOException {
    RawRequest put = new RawRequest(CLOUD.s3(), "PUT", "/bkt/k").body(new byte[LARGE]).sign();
    assertThat(put.send().status()).isEqualTo(200);
    RawRequest get = new RawRequest(CLOUD.s3(), "GET", "/bkt/k").sign();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(CLOUD.s3().getHost(), CLOUD.s3().getPort()));
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(get.bytes());
      long count = 0;
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 40; i++) {
        byte[] some = in.readNBytes(bytes);
        count += some.length;
        if (some.length < bytes) {
          return count;
        }
        pause();
      }
      // By now nothing but what is still in the buffers of the kernel may come.
      return count + in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException _) {
      return 0;
    }
  }

  /** A refused body that goes on for ever is not read for ever. */
  @Test
  void bodyAfterItsRefusal_thatComesAByteAtATime_connectionIsClosed() throws IOException {
    RawRequest put =
        new RawRequest(CLOUD.s3(), "PUT", "/none/k").header("content-length", "900000000");
    put.sign(Signature.now(), "UNSIGNED-PAYLOAD");
    try (Socket socket = put.connect()) {
      socket.getOutputStream().write(put.head());
      assertThat(trickle(socket, new byte[] {'x'}).status()).isEqualTo(404);
    }
  }
}
