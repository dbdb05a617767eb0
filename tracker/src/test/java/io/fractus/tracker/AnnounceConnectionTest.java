// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.PlaceRequest;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection that answers announces, and what it makes of everything else. */
class AnnounceConnectionTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private String announce;

  @BeforeEach
  void place() {
    cloud = new TestCloud(directory).withNodes(1);
    PlaceRequest request = cloud.stripe(1, 1);
    cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    announce =
        "/announce?passkey=%s&info_hash=%s&peer_id=-TR4000-abcdefghijkl&port=1&left=0"
            .formatted(
                cloud.nodes.values().iterator().next().identity.passkey(),
                HexFormat.of().withPrefix("%").formatHex(bit.bytes()));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private RawHttp connect() throws IOException {
    return new RawHttp("127.0.0.1", cloud.tracker.port());
  }

  @Test
  void pipelined_manyRequests_areAnsweredInOrder() throws IOException {
    try (RawHttp http = connect()) {
      String wrong = announce.replace("port=1", "port=0");
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        all.append("GET ").append(i % 2 == 0 ? announce : wrong).append(" HTTP/1.1\r\n\r\n");
      }
      http.send(all.toString());

      for (int i = 0; i < 200; i++) {
        boolean refused = http.read().dictionary().get("failure reason") != null;
        assertThat(refused).as("answer %d", i).isEqualTo(i % 2 == 1);
      }
    }
  }

  @Test
  void request_byteByByte_isAnswered() throws IOException {
    try (RawHttp http = connect()) {
      String request = "GET " + announce + " HTTP/1.1\r\nHost: x\r\n\r\n";
      for (int i = 0; i < request.length(); i++) {
        http.send(request.substring(i, i + 1));
      }

      assertThat(http.read().dictionary().integer("complete")).isOne();
    }
  }

  /** What was read with the head of another request goes on with it, down to the last byte. */
  @Test
  void connection_thatSendsABodyAtOnce_isHandedOnWhole() throws IOException {
    for (int length : new int[] {1_000, 8_000, 8_200, 16_000, 17_000, 60_000}) {
      try (RawHttp http = connect()) {
        http.send(
            "POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                    .formatted(cloud.tracker.tokens().gateway())
                + "Content-Length: %d\r\n\r\n%s".formatted(length, "x".repeat(length)));
        RawHttp.Answer answer = http.read();
        assertThat(answer.status()).as("%d bytes", length).isEqualTo(400);
        assertThat(new String(answer.body, StandardCharsets.UTF_8)).contains("malformed-request");
      }
    }
  }

  @Test
  void connection_thatAsksForSomethingElse_isHandedOn() throws IOException {
    try (RawHttp http = connect()) {
      http.get(announce).get("/healthz").get(announce);

      assertThat(http.read().dictionary().integer("complete")).isOne();
      assertThat(new String(http.read().body, StandardCharsets.UTF_8)).isEqualTo("ok\n");
      // By the server of everything else now.
      assertThat(http.read().dictionary().integer("complete")).isOne();
    }
  }

  @Test
  void announce_withABody_isHandedOnAndAnswered() throws IOException {
    try (RawHttp http = connect()) {
      http.send("GET " + announce + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");

      assertThat(http.read().dictionary().integer("complete")).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /announce HTTP/9.9\r\n\r\n",
        "GET /announce\r\n\r\n",
        "\0\0\0\0\0\r\n\r\n",
        "\u0013BitTorrent protocol........\r\n\r\n",
        "HELO tracker\r\n\r\n",
        "GET /announce HTTP/1.1 extra\r\n\r\n"
      })
  void request_malformed_isRefusedAsHttpDoes(String request) throws IOException {
    try (RawHttp http = connect()) {
      http.send(request);

      RawHttp.Answer answer = http.read();
      assertThat(answer.status()).isBetween(400, 505);
      assertThat(answer.head).contains("problem+json");
      assertThat(new String(answer.body, StandardCharsets.UTF_8)).doesNotContain("Exception");
    }
  }

  /** As much as is read at all: after bytes that nobody reads, a reset may overtake the answer. */
  @Test
  void request_withoutEnd_isRefused() throws IOException {
    String start = "GET /announce?";
    try (RawHttp http = connect()) {
      http.send(start + "a".repeat(Limits.REQUEST_HEAD_MAX - start.length()));

      assertThat(http.read().status()).isBetween(400, 505);
    }
  }

  @Test
  void query_tooLong_isAFailure() throws IOException {
    try (RawHttp http = connect()) {
      http.get(announce + "&x=" + "a".repeat(Limits.QUERY_LENGTH_MAX));

      assertThat(http.read().dictionary().bytes("failure reason", 100)).isNotNull();
    }
  }

  @Test
  void bytes_random_neverStopTheTracker() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      String start = random.nextBoolean() ? "" : "GET " + announce.substring(0, random.nextInt(60));
      try (RawHttp http = connect()) {
        http.send(start + text);
      }
    }
    try (RawHttp http = connect()) {
      assertThat(http.get(announce).read().dictionary().integer("complete"))
          .as("seed %d", seed)
          .isOne();
    }
  }

  @Test
  void restart_ofTheTracker_forgetsNobodyForLong() throws IOException {
    try (RawHttp http = connect()) {
      http.get(announce).read();
    }
    cloud.restartTracker();
    try (RawHttp http = connect()) {
      assertThat(http.get(announce).read().dictionary().integer("complete")).isOne();
    }
  }
}
