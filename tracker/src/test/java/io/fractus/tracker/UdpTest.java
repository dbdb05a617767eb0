// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Announce and scrape over UDP, on the port of HTTP. */
class UdpTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private InfoHash bit;
  private TestNode first;
  private TestNode second;

  @BeforeEach
  void place() {
    cloud =
        new TestCloud(
            new TrackerConfig(
                directory.resolve("tracker"), "::", 0, "127.0.0.1", Duration.ofSeconds(60)));
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 2);
    PlaceReply reply = cloud.gateway.place(request);
    bit = request.bits().getFirst().infoHash();
    first = cloud.node(reply.bits().getFirst().copies().get(0).nodeId());
    second = cloud.node(reply.bits().getFirst().copies().get(1).nodeId());
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private UdpClient open(String host) throws IOException {
    return new UdpClient(host, cloud.tracker.port());
  }

  private static String url(TestNode node) {
    return "/announce?passkey=" + node.identity.passkey();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void announce_withTheUrlOfBep41_getsPeers(String host) throws IOException {
    int length = host.equals("::1") ? 18 : 6;
    try (UdpClient udp = open(host)) {
      long id = udp.connect();
      ByteBuffer seed = udp.ask(UdpClient.announce(id, bit, 0, 6_881, url(first)));
      ByteBuffer leecher = udp.ask(UdpClient.announce(id, bit, 5, 6_882, url(second)));

      assertThat(seed.remaining()).isEqualTo(20);
      assertThat(leecher.getInt(0)).isEqualTo(1);
      assertThat(leecher.getInt(4)).isEqualTo(8);
      assertThat(leecher.getInt(8)).isBetween(1_500, 2_000);
      assertThat(leecher.getInt(12)).isOne();
      assertThat(leecher.getInt(16)).isOne();
      assertThat(leecher.remaining()).isEqualTo(20 + length);
      assertThat(leecher.getShort(20 + length - 2) & 0xffff).isEqualTo(6_881);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/announce/%s", "/%s/announce", "/announce?x=y&passkey=%s"})
  void announce_otherShapesOfTheUrl_areTheSame(String shape) throws IOException {
    try (UdpClient udp = open("127.0.0.1")) {
      String url = shape.formatted(first.identity.passkey());

      ByteBuffer answer = udp.ask(UdpClient.announce(udp.connect(), bit, 0, 6_881, url));

      assertThat(answer.getInt(0)).isOne();
    }
  }

  @Test
  void transmission_aria2_withoutBep41_areKnownByTheirHttpAnnounce() throws IOException {
    try (UdpClient udp = open("127.0.0.1")) {
      byte[] packet = UdpClient.announce(udp.connect(), bit, 0, 6_881, null);
      assertThat(UdpClient.error(udp.ask(packet))).contains("announce over HTTP");

      try (RawHttp http = new RawHttp("127.0.0.1", cloud.tracker.port())) {
        http.get(
            url(first)
                + "&port=6881&left=0&peer_id=-TR4000-abcdefghijkl&info_hash="
                + HexFormat.of().withPrefix("%").formatHex(bit.bytes()));
        assertThat(http.read().dictionary().integer("complete")).isOne();
      }

      assertThat(udp.ask(packet).getInt(0)).isOne();
      byte[] otherPort = UdpClient.announce(udp.connect(), bit, 0, 6_999, null);
      assertThat(udp.ask(otherPort).getInt(0)).isEqualTo(3);
    }
  }

  @Test
  void announce_wrongPasskeyBitOrPort_isAnError() throws IOException {
    try (UdpClient udp = open("127.0.0.1")) {
      long id = udp.connect();
      InfoHash unknown = cloud.newBit().infoHash();

      assertThat(UdpClient.error(udp.ask(UdpClient.announce(id, bit, 0, 1, "/announce?passkey=x"))))
          .isEqualTo("unknown passkey");
      assertThat(UdpClient.error(udp.ask(UdpClient.announce(id, bit, 0, 1, "nonsense"))))
          .isEqualTo("passkey missing");
      assertThat(UdpClient.error(udp.ask(UdpClient.announce(id, unknown, 0, 1, url(first)))))
          .isEqualTo("unregistered torrent");
      assertThat(UdpClient.error(udp.ask(UdpClient.announce(id, bit, 0, 0, url(first)))))
          .isEqualTo("port must be 1..65535");
    }
  }

  @Test
  void scrape_fromAPeerOfTheSwarm_counts() throws IOException {
    try (UdpClient udp = open("127.0.0.1")) {
      long id = udp.connect();
      ByteBuffer nobody = udp.ask(UdpClient.scrape(id, bit));
      udp.ask(UdpClient.announce(id, bit, 0, 6_881, url(first)));
      ByteBuffer peer = udp.ask(UdpClient.scrape(id, cloud.newBit().infoHash(), bit));

      assertThat(nobody.remaining()).isEqualTo(8 + 12);
      assertThat(nobody.getInt(8)).isZero();
      assertThat(peer.remaining()).isEqualTo(8 + 24);
      assertThat(peer.getInt(8)).isZero();
      assertThat(peer.getInt(20)).isOne();
    }
  }

  @Test
  void forgedConnectionId_isDropped() throws IOException {
    try (UdpClient udp = open("127.0.0.1");
        UdpClient other = open("::1")) {
      long ours = udp.connect();
      long theirs = other.connect();

      assertThat(udp.isIgnored(UdpClient.announce(0, bit, 0, 6_881, url(first)))).isTrue();
      assertThat(udp.isIgnored(UdpClient.announce(ours + 1, bit, 0, 6_881, url(first)))).isTrue();
      assertThat(udp.isIgnored(UdpClient.announce(theirs, bit, 0, 6_881, url(first)))).isTrue();
      assertThat(udp.isIgnored(UdpClient.scrape(theirs, bit))).isTrue();
    }
  }

  @Test
  void truncatedAndRandomPackets_areDroppedOrRefused() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (UdpClient udp = open("127.0.0.1")) {
      long id = udp.connect();
      byte[] whole = UdpClient.announce(id, bit, 0, 6_881, url(first));
      for (int length : new int[] {0, 1, 15, 16, 97}) {
        assertThat(udp.isIgnored(Arrays.copyOf(whole, length))).as("length %d", length).isTrue();
      }
      byte[] wrongProtocol = ByteBuffer.allocate(16).putLong(1).array();
      assertThat(udp.isIgnored(wrongProtocol)).isTrue();
      // Cut in its options: a passkey that is not whole.
      assertThat(udp.ask(Arrays.copyOf(whole, 110)).getInt(0)).isEqualTo(3);
      for (int i = 0; i < 500; i++) {
        byte[] packet = new byte[random.nextInt(200)];
        random.nextBytes(packet);
        if (packet.length >= 16 && random.nextBoolean()) {
          ByteBuffer.wrap(packet).putLong(id).putInt(random.nextInt(5));
        }
        udp.send(packet);
      }
    }
    try (UdpClient udp = open("127.0.0.1")) {
      ByteBuffer answer = udp.ask(UdpClient.announce(udp.connect(), bit, 0, 6_881, url(first)));
      assertThat(answer.getInt(0)).as("seed %d", seed).isOne();
    }
  }
}
