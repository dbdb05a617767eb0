// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.engine.FetchRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trackers are told, and what is taken from them. */
final class AnnouncingTest extends EngineTesting {
  private static final int LENGTH = 1 << 20;

  @TempDir private Path directory;

  private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();
  private final Semaphore answers = new Semaphore(1);
  private final TestBit bit = TestBit.random(1, LENGTH);
  private final JavaEngine seeder = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
  private final HttpServer tracker;
  private volatile byte[] reply = "d8:intervali1800e5:peers0:e".getBytes(StandardCharsets.US_ASCII);

  AnnouncingTest() throws IOException {
    tracker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    tracker.createContext(
        "/announce",
        exchange -> {
          queries.add(exchange.getRequestURI().getRawQuery());
          answers.acquireUninterruptibly();
          answers.release();
          byte[] answer = reply;
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    tracker.start();
    bit.writeTo(directory);
  }

  @AfterEach
  void stop() {
    seeder.close();
    tracker.stop(0);
  }

  @Test
  void fetch_withATracker_tellsItEachStepAndTakesItsPeers() throws Exception {
    seeder.seed(bit.metainfo(), directory, null);
    reply = replyWithPeer(seeder.port());
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    try (JavaEngine engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      FetchRequest request =
          new FetchRequest(
              bit.metainfo(), fetched, peer(deadPort()), Duration.ofSeconds(60), url());

      finish(engine.fetch(request, _ -> {}));

      assertThat(next()).contains("&left=" + LENGTH, "&numwant=16", "&event=started");
      assertThat(next())
          .contains("&left=0", "&downloaded=" + LENGTH, "&numwant=0", "&event=completed");
      engine.remove(bit.infoHash());
      assertThat(next()).contains("&left=0", "&event=stopped");
    }
    assertThat(queries).isEmpty();
  }

  @Test
  void fetch_fromThePeerThatIsKnown_tellsOnceThatAllOfItIsHere() throws Exception {
    seeder.seed(bit.metainfo(), directory, null);
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    try (JavaEngine engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      finish(
          engine.fetch(
              new FetchRequest(
                  bit.metainfo(), fetched, peer(seeder.port()), Duration.ofSeconds(60), url()),
              _ -> {}));

      assertThat(next())
          .contains("&left=0", "&downloaded=" + LENGTH, "&numwant=0", "&event=started");
    }
    assertThat(next()).contains("&left=0", "&event=stopped");
    assertThat(queries).isEmpty();
  }

  @Test
  void close_withSeeds_saysGoodbyeForEach() throws Exception {
    TestBit other = TestBit.random(2, LENGTH);
    other.writeTo(directory);
    seeder.seed(bit.metainfo(), directory, url());
    seeder.seed(other.metainfo(), directory, url());
    assertThat(next()).contains("event=started");
    assertThat(next()).contains("event=started");

    seeder.close();

    assertThat(next()).contains("event=stopped");
    assertThat(next()).contains("event=stopped");
  }

  @Test
  void close_whileTheTrackerStillAnswers_saysGoodbyeAfterwards() throws Exception {
    answers.acquire();
    seeder.seed(bit.metainfo(), directory, url());
    assertThat(next()).contains("event=started");

    Thread closing = Thread.ofPlatform().start(seeder::close);
    closing.join(Duration.ofMillis(100));
    answers.release();

    assertThat(next()).contains("event=stopped");
    closing.join();
  }

  private static byte[] replyWithPeer(int port) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("d8:intervali1800e5:peers6:".getBytes(StandardCharsets.US_ASCII));
    out.write(ByteBuffer.allocate(6).put(new byte[] {127, 0, 0, 1}).putShort((short) port).array());
    out.write('e');
    return out.toByteArray();
  }

  private String url() {
    return "http://127.0.0.1:" + tracker.getAddress().getPort() + "/announce?passkey=k";
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(queries.poll(60, TimeUnit.SECONDS), "no announce");
  }
}
