// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.StockNodeReply;
import io.fractus.protocol.control.StockNodeRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock client as a node: its feed, its torrents, its copies; the client is a real engine. */
class StockNodeTest {
  private static final int LENGTH = 256 << 10;
  private static final int PIECE = 64 << 10;

  @TempDir private Path directory;
  private TestCloud cloud;
  private HttpClient http;
  private StockNodeReply stock;
  private TestNode ours;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory).withNodes(1);
    http = HttpClient.newHttpClient();
    ours = cloud.nodes.values().iterator().next();
    stock = join("volunteer");
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    cloud.close();
  }

  private StockNodeReply join(String name) {
    try (TrackerClient admin = new TrackerClient(cloud.tracker.uri(), admin())) {
      return admin.joinStock(new StockNodeRequest(name, "home", "region", "home", 1 << 30));
    }
  }

  private String admin() {
    return cloud.tracker.tokens().admin();
  }

  private HttpResponse<byte[]> get(String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private String feed() throws Exception {
    HttpResponse<byte[]> response = get(stock.rss());
    assertThat(response.statusCode()).isEqualTo(200);
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static List<String> torrents(String feed) {
    Matcher matcher = Pattern.compile("<enclosure url=\"([^\"]+)\"").matcher(feed);
    return matcher.results().map(found -> found.group(1)).toList();
  }

  private NodeView view() {
    return cloud.gateway.nodes().stream()
        .filter(node -> node.nodeId().equals(stock.nodeId()))
        .findFirst()
        .orElseThrow();
  }

  private PlaceRequest place(BitMetainfo bit) {
    PlaceRequest request =
        new PlaceRequest("raid1:1+0x2", List.of(new PlaceRequest.Bit(bit, 2)), TestCloud.GATEWAY);
    cloud.gateway.place(request);
    return request;
  }

  private BDictionary torrent(String url) throws Exception {
    return (BDictionary) Bencode.decode(get(url).body());
  }

  private static String announceUrl(BDictionary torrent) {
    BString url = torrent.bytes("announce", 1_000);
    return Objects.requireNonNull(url).text();
  }

  private BDictionary announce(String url, InfoHash bit, int port, long left) throws Exception {
    String target =
        url
            + "&port="
            + port
            + "&left="
            + left
            + "&peer_id=-qB4520-abcdefghijkl&info_hash="
            + HexFormat.of().withPrefix("%").formatHex(bit.bytes());
    try (RawHttp raw = new RawHttp("127.0.0.1", cloud.tracker.port())) {
      return raw.get(target.substring(target.indexOf('/', 8))).read().dictionary();
    }
  }

  private static @Nullable String failure(BDictionary reply) {
    BString reason = reply.bytes("failure reason", 1_000);
    return reason == null ? null : reason.text();
  }

  private CopyState state(InfoHash bit) {
    return cloud
        .gateway
        .sources(new SourcesRequest(List.of(bit), 0, 0))
        .bits()
        .getFirst()
        .copies()
        .stream()
        .filter(copy -> copy.nodeId().equals(stock.nodeId()))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void stockNode_thatWasNeverHeardOf_isGivenNothing() throws Exception {
    assertThat(view().online()).isFalse();

    cloud.gateway.place(
        new PlaceRequest(
            "raid1:1+0x2", List.of(new PlaceRequest.Bit(cloud.newBit(), 2)), TestCloud.GATEWAY));

    assertThat(torrents(feed())).isEmpty();
    assertThat(view().online()).isTrue();
  }

  @Test
  void place_twoCopies_theFirstGoesToANodeThatFetchesAtOnce() throws Exception {
    feed();
    for (int i = 0; i < 5; i++) {
      PlaceRequest request = place(cloud.newBit());
      TrackerMessage.Assign assign = ours.expect(TrackerMessage.Assign.class);
      assertThat(assign.bit().infoHash()).isEqualTo(request.bits().getFirst().infoHash());
    }
    assertThat(torrents(feed())).hasSize(5);
  }

  @Test
  void torrent_ofTheFeed_announcesWithAKeyForThisBitOnly() throws Exception {
    feed();
    BitMetainfo bit = cloud.newBit();
    BitMetainfo other = cloud.newBit();
    place(bit);
    place(other);
    String url =
        torrents(feed()).stream()
            .filter(found -> found.contains(bit.infoHash().toString()))
            .findFirst()
            .orElseThrow();
    BDictionary torrent = torrent(url);
    String announce = announceUrl(torrent);

    assertThat(torrent.get("info")).isEqualTo(Bencode.decode(bit.info()));
    assertThat(announce).contains("/announce?passkey=").doesNotContain(stock.passkey());
    assertThat(failure(announce(announce, bit.infoHash(), 6_881, 5))).isNull();
    assertThat(failure(announce(announce, other.infoHash(), 6_881, 5)))
        .isEqualTo("unknown passkey");
  }

  @Test
  void passkey_rotatedAndRevoked_isRefusedFromTheNextAnnounce() throws Exception {
    feed();
    BitMetainfo bit = cloud.newBit();
    place(bit);
    String announce = announceUrl(torrent(torrents(feed()).getFirst()));
    String own = cloud.tracker.uri() + "/announce?passkey=" + stock.passkey();
    assertThat(failure(announce(own, bit.infoHash(), 6_881, 5))).isNull();

    HttpResponse<String> rotated = passkey("POST", admin());
    String oldFeed = stock.rss();
    stock = Json.read(rotated.body(), StockNodeReply.class);

    assertThat(failure(announce(announce, bit.infoHash(), 6_881, 5))).isEqualTo("unknown passkey");
    assertThat(failure(announce(own, bit.infoHash(), 6_881, 5))).isEqualTo("unknown passkey");
    assertThat(get(oldFeed).statusCode()).isEqualTo(404);
    String after = announceUrl(torrent(torrents(feed()).getFirst()));
    assertThat(failure(announce(after, bit.infoHash(), 6_881, 5))).isNull();

    assertThat(passkey("DELETE", admin()).statusCode()).isEqualTo(204);
    assertThat(failure(announce(after, bit.infoHash(), 6_881, 5))).isEqualTo("unknown passkey");
    cloud.restartTracker();
    assertThat(failure(announce(after, bit.infoHash(), 6_881, 5))).isEqualTo("unknown passkey");
    assertThat(passkey("POST", cloud.tracker.tokens().join()).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> passkey(String method, String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                cloud.tracker.uri().resolve("/api/v1/nodes/" + stock.nodeId() + "/passkey"))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void joinStock_wrongTokenOrTakenName_isRefused() {
    try (TrackerClient gateway =
        new TrackerClient(cloud.tracker.uri(), cloud.tracker.tokens().gateway())) {
      assertThat(refusal(gateway, "other")).isEqualTo(401);
    }
    try (TrackerClient joiner =
        new TrackerClient(cloud.tracker.uri(), cloud.tracker.tokens().join())) {
      assertThat(refusal(joiner, "volunteer")).isEqualTo(409);
    }
  }

  private static int refusal(TrackerClient client, String name) {
    try {
      client.joinStock(new StockNodeRequest(name, "home", "region", "home", 1));
      return 0;
    } catch (TrackerException e) {
      return e.problem().status();
    }
  }

  @Test
  void released_bit_leavesTheFeedAndIsUnregistered() throws Exception {
    feed();
    BitMetainfo bit = cloud.newBit();
    place(bit);
    String url = torrents(feed()).getFirst();
    String announce = announceUrl(torrent(url));
    announce(announce, bit.infoHash(), 6_881, 5);

    cloud.gateway.release(List.of(bit.infoHash()));

    assertThat(torrents(feed())).isEmpty();
    assertThat(get(url).statusCode()).isEqualTo(404);
    assertThat(failure(announce(announce, bit.infoHash(), 6_881, 5)))
        .isEqualTo("unregistered torrent");
  }

  @Test
  void complete_copyThatServes_isCompleteAndOneThatDoesNotIsAFault() throws Exception {
    feed();
    byte[] data = new byte[LENGTH];
    new Random(5).nextBytes(data);
    BitMetainfo bit = bit(data);
    place(bit);
    String url = announceUrl(torrent(torrents(feed()).getFirst()));

    announce(url, bit.infoHash(), 1, 0);
    TestCloud.await(
        "a fault",
        () ->
            cloud.gateway.events("volunteer").stream()
                .anyMatch(event -> event.kind().equals("unreachable")));
    assertThat(state(bit.infoHash())).isEqualTo(CopyState.WANTED);

    Files.write(directory.resolve(bit.name()), data);
    try (TorrentEngine client = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      client.seed(bit, directory, null);
      announce(url, bit.infoHash(), client.port(), 0);
      TestCloud.await("the copy is complete", () -> state(bit.infoHash()) == CopyState.COMPLETE);
      assertThat(view().address())
          .isEqualTo(new PeerAddress("127.0.0.1", client.port()).toString());
    }

    announce(url, bit.infoHash(), 6_881, LENGTH);
    TestCloud.await("the copy is lost", () -> state(bit.infoHash()) == CopyState.WANTED);
  }

  private BitMetainfo bit(byte[] data) throws Exception {
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] pieces = new byte[LENGTH / PIECE * 20];
    for (int i = 0; i < LENGTH / PIECE; i++) {
      sha1.update(data, i * PIECE, PIECE);
      System.arraycopy(sha1.digest(), 0, pieces, i * 20, 20);
    }
    return BitMetainfo.create(
        cloud.tracker.tokens().cloudId(), "0".repeat(31) + "a", LENGTH, PIECE, pieces);
  }

  @Test
  void drain_stockClient_itsTorrentStaysUntilAnotherCopyIsComplete() throws Exception {
    feed();
    byte[] data = new byte[LENGTH];
    new Random(6).nextBytes(data);
    BitMetainfo bit = bit(data);
    place(bit);
    ours.expect(TrackerMessage.Assign.class);
    ours.completed(bit.infoHash());
    String url = announceUrl(torrent(torrents(feed()).getFirst()));
    Files.write(directory.resolve(bit.name()), data);
    try (TorrentEngine client = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      client.seed(bit, directory, null);
      announce(url, bit.infoHash(), client.port(), 0);
      TestCloud.await("the copy is complete", () -> state(bit.infoHash()) == CopyState.COMPLETE);
    }
    cloud.withNodes(2);
    TestNode other =
        cloud.nodes.values().stream().filter(node -> node != ours).findFirst().orElseThrow();

    try (Http http = new Http(cloud.tracker.uri(), admin())) {
      http.send("POST", "/api/v1/nodes/volunteer/drain", "");
      other.expect(TrackerMessage.Assign.class);
      assertThat(torrents(feed())).hasSize(1);
      assertThat(failure(announce(url, bit.infoHash(), 6_881, 0))).isNull();

      other.completed(bit.infoHash());

      TestCloud.await(
          "drained",
          () ->
              http.get("/api/v1/nodes/volunteer")
                  .body()
                  .at("/node/state")
                  .asString()
                  .equals("drained"));
    }
    assertThat(torrents(feed())).isEmpty();
    assertThat(failure(announce(url, bit.infoHash(), 6_881, 0))).isEqualTo("unregistered torrent");
  }

  @Test
  void restart_ofTheTracker_knowsThatTheClientWasThere() throws Exception {
    feed();
    TestCloud.await("it is online", () -> view().online());
    cloud.restartTracker();

    assertThat(view().online()).isTrue();
  }
}
