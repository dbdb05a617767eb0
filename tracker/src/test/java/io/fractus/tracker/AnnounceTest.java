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
import io.fractus.torrents.bencode.Bencode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Announce and scrape as stock clients do them. */
class AnnounceTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private HttpClient http;
  private InfoHash bit;
  private TestNode first;
  private TestNode second;

  @BeforeEach
  void place() {
    cloud = new TestCloud(directory).withNodes(3);
    http = HttpClient.newHttpClient();
    PlaceRequest request = cloud.stripe(1, 2);
    PlaceReply reply = cloud.gateway.place(request);
    bit = request.bits().getFirst().infoHash();
    first = cloud.node(reply.bits().getFirst().copies().get(0).nodeId());
    second = cloud.node(reply.bits().getFirst().copies().get(1).nodeId());
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    cloud.close();
  }

  private BDictionary get(String pathAndQuery) throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(cloud.tracker.uri() + pathAndQuery)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return (BDictionary) Bencode.decode(response.body());
  }

  private static String escaped(InfoHash hash) {
    return HexFormat.of().withPrefix("%").formatHex(hash.bytes());
  }

  private String parameters(InfoHash hash, int port, long left) {
    return "info_hash=%s&peer_id=-TR4000-abcdefghijkl&port=%d&left=%d&ip=10.9.8.7"
        .formatted(escaped(hash), port, left);
  }

  private BDictionary announce(TestNode node, int port, long left, String more) throws Exception {
    return get(
        "/announce?passkey=" + node.identity.passkey() + "&" + parameters(bit, port, left) + more);
  }

  private static BString bytes(BDictionary reply, String key) {
    BString found = reply.bytes(key, 1_000);
    if (found == null) {
      throw new AssertionError("no " + key + " in " + reply);
    }
    return found;
  }

  @Test
  void announce_leecherAfterSeed_getsItsPackedAddress() throws Exception {
    BDictionary seed = announce(first, 6_881, 0, "&event=started");
    BDictionary leecher = announce(second, 6_882, 5, "&event=started");

    assertThat(bytes(seed, "peers").length()).isZero();
    // Where it came from and the port it said; not what it says of its address.
    assertThat(bytes(leecher, "peers").bytes())
        .containsExactly(127, 0, 0, 1, 6_881 >> 8, 6_881 & 0xff);
    assertThat(leecher.integer("complete")).isOne();
    assertThat(leecher.integer("incomplete")).isOne();
    assertThat(leecher.integer("interval")).isBetween(1_620L, 1_980L);
    assertThat(leecher.integer("min interval")).isEqualTo(300);
  }

  @Test
  void announce_seedAmongLeechers_getsNoPeers() throws Exception {
    announce(second, 6_882, 5, "&event=started");

    assertThat(bytes(announce(first, 6_881, 0, ""), "peers").length()).isZero();
  }

  @Test
  void announce_notCompact_listsDictionaries() throws Exception {
    announce(first, 6_881, 0, "");

    BDictionary reply = announce(second, 6_882, 5, "&compact=0");

    BDictionary peer = (BDictionary) ((BList) peers(reply)).values().getFirst();
    assertThat(bytes(peer, "ip").text()).isEqualTo("127.0.0.1");
    assertThat(peer.integer("port")).isEqualTo(6_881);
  }

  private static BValue peers(BDictionary reply) {
    BValue peers = reply.get("peers");
    if (peers == null) {
      throw new AssertionError("no peers in " + reply);
    }
    return peers;
  }

  @Test
  void announce_stopped_leavesTheSwarm() throws Exception {
    announce(first, 6_881, 0, "");
    announce(first, 6_881, 0, "&event=stopped");

    BDictionary reply = announce(second, 6_882, 5, "");

    assertThat(bytes(reply, "peers").length()).isZero();
    assertThat(reply.integer("complete")).isZero();
  }

  @Test
  void announce_sameNodeOtherPeerId_isTheSamePeer() throws Exception {
    announce(first, 6_881, 0, "");
    get(
        "/announce?passkey="
            + first.identity.passkey()
            + "&"
            + parameters(bit, 6_999, 0).replace("TR4000", "XX0000"));

    BDictionary reply = announce(second, 6_882, 5, "");

    assertThat(reply.integer("complete")).isOne();
    assertThat(bytes(reply, "peers").bytes())
        .containsExactly(127, 0, 0, 1, 6_999 >> 8, 6_999 & 0xff);
  }

  @Test
  void announce_passkeyInThePath_isTheSame() throws Exception {
    announce(first, 6_881, 0, "");
    String passkey = second.identity.passkey();

    for (String path : List.of("/announce/" + passkey, "/" + passkey + "/announce")) {
      assertThat(bytes(get(path + "?" + parameters(bit, 6_882, 5)), "peers").length()).isEqualTo(6);
    }
  }

  @Test
  void announce_unknownPasskey_fails() throws Exception {
    BDictionary reply = get("/announce?passkey=nobody&" + parameters(bit, 6_881, 0));

    assertThat(bytes(reply, "failure reason").text()).isEqualTo("unknown passkey");
  }

  @Test
  void announce_unknownNotAssignedOrReleasedBit_isUnregistered() throws Exception {
    TestNode third =
        cloud.nodes.values().stream()
            .filter(node -> node != first && node != second)
            .findFirst()
            .orElseThrow();
    String unknown =
        "/announce?passkey="
            + first.identity.passkey()
            + "&"
            + parameters(cloud.newBit().infoHash(), 6_881, 0);

    assertThat(bytes(get(unknown), "failure reason").text()).isEqualTo("unregistered torrent");
    assertThat(bytes(announce(third, 6_881, 0, ""), "failure reason").text())
        .isEqualTo("unregistered torrent");
    cloud.gateway.release(List.of(bit));
    assertThat(bytes(announce(first, 6_881, 0, ""), "failure reason").text())
        .isEqualTo("unregistered torrent");
  }

  @Test
  void scrape_assignedBit_counts() throws Exception {
    announce(first, 6_881, 0, "");
    announce(second, 6_882, 5, "");

    BDictionary reply =
        get("/scrape?passkey=" + first.identity.passkey() + "&info_hash=" + escaped(bit));

    BDictionary counts = entry(entry(reply, BValue.string("files")), BValue.string(bit.bytes()));
    assertThat(counts.integer("complete")).isOne();
    assertThat(counts.integer("incomplete")).isOne();
  }

  private static BDictionary entry(BDictionary in, BString key) {
    if (!(in.entries().get(key) instanceof BDictionary found)) {
      throw new AssertionError("no dictionary under a key of " + in);
    }
    return found;
  }
}
