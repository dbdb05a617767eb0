// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BList;
import io.fractus.torrents.bencode.BValue.BString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each client does that others do not: a test for each, over a raw socket. */
class ClientQuirksTest {
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

  private RawHttp connect(String host) throws IOException {
    return new RawHttp(host, cloud.tracker.port());
  }

  private RawHttp.Answer get(String host, String target) throws IOException {
    try (RawHttp http = connect(host)) {
      return http.get(target).read();
    }
  }

  private BDictionary get(String target) throws IOException {
    return get("127.0.0.1", target).dictionary();
  }

  private String target(TestNode node, String parameters) {
    return "/announce?info_hash=%s&peer_id=-TR4000-abcdefghijkl&%s&passkey=%s"
        .formatted(escaped(bit), parameters, node.identity.passkey());
  }

  private static String escaped(InfoHash hash) {
    return HexFormat.of().withPrefix("%").formatHex(hash.bytes());
  }

  private static BString bytes(BDictionary reply, String key) {
    return Objects.requireNonNull(reply.bytes(key, 10_000), "no " + key);
  }

  private BDictionary seed() throws IOException {
    return get(target(first, "port=6881&left=0"));
  }

  private BDictionary leech(String more) throws IOException {
    return get(target(second, "port=6882&left=5" + more));
  }

  @Test
  void transmission_announcesByIpv4AndIpv6_isOnePeerWithBoth() throws IOException {
    String target = target(first, "port=6881&left=0&event=started");
    get("127.0.0.1", target).dictionary();
    BDictionary bySix = get("::1", target).dictionary();

    BDictionary reply = leech("");

    assertThat(bytes(reply, "peers").length()).isEqualTo(6);
    assertThat(bytes(reply, "peers6").length()).isEqualTo(18);
    assertThat(reply.integer("complete")).isOne();
    assertThat(bytes(bySix, "external ip").length()).isEqualTo(16);
    assertThat(bytes(reply, "external ip").bytes()).containsExactly(127, 0, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "bt before metadata, ''",
    "libtorrent magnet, &left=16384",
    "Transmission magnet, &left=9223372036854775807"
  })
  void client_withoutMetadata_isNotComplete(String client, String left) throws IOException {
    seed();
    BDictionary reply = get(target(second, "port=6882" + left));

    assertThat(reply.integer("incomplete")).as(client).isOne();
    assertThat(bytes(reply, "peers").length()).as(client).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&ip=10.9.8.7", "&ipv4=10.9.8.7", "&ipv6=%5B2001:db8::1%5D:1"})
  void bt_libtorrent_rtorrent_sendAnAddress_itIsIgnored(String address) throws IOException {
    get(target(first, "port=6881&left=0" + address));

    BDictionary reply = leech("");

    assertThat(bytes(reply, "peers").bytes()).startsWith(127, 0, 0, 1);
    assertThat(reply.get("peers6")).isNull();
  }

  @Test
  void aria2_samePeerIdEverywhere_nodesAreToldApartByPasskey() throws IOException {
    seed();

    assertThat(leech("").integer("complete")).isOne();
    assertThat(leech("").integer("incomplete")).isOne();
  }

  @Test
  void aria2_rawKeyWantDigestAndNumwant0_getsAnEmptyList() throws IOException {
    seed();
    try (RawHttp http = connect("127.0.0.1")) {
      http.send(
          "GET "
              + target(second, "port=6882&left=5&numwant=0&key=%00%FF%0A&compact=1")
              + " HTTP/1.1\r\nHost: x\r\nWant-Digest: SHA-512;q=1, SHA-256;q=1\r\n\r\n");

      assertThat(bytes(http.read().dictionary(), "peers").length()).isZero();
    }
  }

  @Test
  void rtorrent_needsPeersInEveryReply_theyAreThere() throws IOException {
    assertThat(bytes(seed(), "peers").length()).isZero();
    assertThat(bytes(get(target(first, "port=6881&event=stopped")), "peers").length()).isZero();
    assertThat(seed().get("warning message")).isNull();
  }

  @Test
  void transmission_deletedBit_isToldTheWordsThatMakeItStop() throws IOException {
    seed();
    cloud.gateway.release(List.of(bit));

    BDictionary reply = seed();

    assertThat(bytes(reply, "failure reason").text()).isEqualTo("unregistered torrent");
    assertThat(bytes(reply, "retry in").text()).isEqualTo("never");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paused", "empty", "", "whatever", "STOPPED"})
  void transmission_unusualEvents_areRefusedByNobody(String event) throws IOException {
    BDictionary reply = leech("&event=" + event);

    assertThat(reply.integer("incomplete")).isOne();
  }

  @Test
  void unit3d_stoppedWithPort0_leaves() throws IOException {
    seed();
    get(target(first, "port=0&left=0&event=stopped"));

    assertThat(leech("").integer("complete")).isZero();
  }

  @Test
  void libtorrent_noPeerIdAndNotCompact_getsDictionaries() throws IOException {
    seed();
    BDictionary reply = leech("&compact=0&no_peer_id=1");

    BDictionary peer =
        (BDictionary) ((BList) Objects.requireNonNull(reply.get("peers"))).values().getFirst();
    assertThat(bytes(peer, "ip").text()).isEqualTo("127.0.0.1");
    assertThat(peer.integer("port")).isEqualTo(6_881);
  }

  @Test
  void libtorrent_asksForCloseAndGzip_getsPlainBytesAndAnEnd() throws IOException {
    try (RawHttp http = connect("127.0.0.1")) {
      http.send(
          "GET "
              + target(first, "port=6881&left=0")
              + " HTTP/1.1\r\nHost: x:1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
      RawHttp.Answer answer = http.read();

      assertThat(answer.dictionary().integer("complete")).isOne();
      assertThat(answer.head).contains("Connection: close").doesNotContain("gzip");
      assertThat(http.isClosed()).isTrue();
    }
  }

  @Test
  void oldClient_http10_isAnsweredAndClosedUnlessItAsksToStay() throws IOException {
    String request = "GET " + target(first, "port=6881&left=0") + " HTTP/1.0\r\n";
    try (RawHttp http = connect("127.0.0.1")) {
      http.send(request + "Connection: Keep-Alive\r\n\r\n");
      assertThat(http.read().head).contains("Connection: keep-alive");
      http.send(request + "\r\n");
      assertThat(http.read().dictionary().integer("complete")).isOne();
      assertThat(http.isClosed()).isTrue();
    }
  }

  @Test
  void transmission_scrapesSixtyBitsAtOnce_getsThoseItHas() throws IOException {
    seed();
    leech("");
    StringBuilder target =
        new StringBuilder("/scrape?passkey=" + first.identity.passkey() + "&info_hash=")
            .append(escaped(bit));
    for (int i = 0; i < 59; i++) {
      target.append("&info_hash=").append(escaped(cloud.newBit().infoHash()));
    }

    BDictionary reply = get(target.toString());

    BDictionary files = (BDictionary) Objects.requireNonNull(reply.get("files"));
    assertThat(files.entries()).hasSize(1);
    BDictionary counts =
        (BDictionary) Objects.requireNonNull(files.entries().get(BValue.string(bit.bytes())));
    assertThat(counts.integer("complete")).isOne();
    assertThat(counts.integer("incomplete")).isOne();
    assertThat(counts.integer("downloaders")).isOne();
  }

  @Test
  void transmission_rtorrent_makeScrapeUrlsOfEveryShape_allAnswer() throws IOException {
    seed();
    String passkey = first.identity.passkey();
    String hash = "info_hash=" + escaped(bit);

    for (String target :
        List.of(
            "/scrape?passkey=" + passkey + "&" + hash,
            "/scrape/" + passkey + "?" + hash,
            "/" + passkey + "/scrape?" + hash)) {
      BDictionary files = (BDictionary) Objects.requireNonNull(get(target).get("files"));
      assertThat(files.entries()).as(target.replace(passkey, "K")).hasSize(1);
    }
  }

  @Test
  void libtorrent_failureForLater_hasAnIntervalThatItHonours() throws IOException {
    // More than a burst of one node is allowed; each costs a token, whatever it is.
    try (RawHttp http = connect("127.0.0.1")) {
      BDictionary reply = http.get(target(first, "port=6881&left=0")).read().dictionary();
      String one = "GET " + target(first, "port=6881&left=0") + " HTTP/1.1\r\n\r\n";
      for (int sent = 0; sent < 2 * Limits.ANNOUNCES_AT_ONCE_MAX; sent += 20) {
        http.send(one.repeat(20));
        for (int i = 0; i < 20; i++) {
          reply = http.read().dictionary();
        }
        if (reply.get("failure reason") != null) {
          break;
        }
      }

      assertThat(bytes(reply, "failure reason").text()).contains("too many announces");
      assertThat(reply.integer("interval")).isEqualTo(Limits.ANNOUNCE_PAUSE.toSeconds());
      assertThat(reply.integer("min interval")).isEqualTo(Limits.ANNOUNCE_PAUSE.toSeconds());
      assertThat(reply.integer("retry in")).isEqualTo(Limits.ANNOUNCE_PAUSE.toMinutes());
    }
  }

  @Test
  void everyClient_interval_isSpreadAndAtLeastItsFloor() throws IOException {
    long min = Limits.ANNOUNCE_INTERVAL.toSeconds() * 9 / 10;
    long max = Limits.ANNOUNCE_INTERVAL.toSeconds() * 11 / 10;

    BDictionary one = seed();
    BDictionary other = leech("");

    assertThat(one.integer("interval")).isBetween(min, max);
    assertThat(other.integer("interval")).isBetween(min, max).isNotEqualTo(one.integer("interval"));
    assertThat(one.integer("min interval")).isGreaterThanOrEqualTo(300);
  }
}
