// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.StockNodeReply;
import io.fractus.protocol.control.StockNodeRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tracker, one bit, and stock nodes that it is placed on; a gateway that stages it. */
final class StockSwarm implements AutoCloseable {
  static final int LENGTH = 1 << 20;
  private static final int PIECE = 64 << 10;

  final String host = address();
  final byte[] data = new byte[LENGTH];
  final BitMetainfo bit;
  final Map<String, StockNodeReply> nodes = new LinkedHashMap<>();
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Tracker tracker;
  private final TrackerClient gateway;
  private final TorrentEngine staging;

  /** Who is in the swarm, as a scrape says. */
  record Counts(long complete, long incomplete, long downloaded) {}

  StockSwarm(Path directory, String... names) throws Exception {
    this.directory = directory;
    this.tracker =
        Tracker.start(
            new TrackerConfig(
                directory.resolve("tracker"), "0.0.0.0", 0, host, Duration.ofSeconds(60)));
    this.gateway = new TrackerClient(local(), tracker.tokens().gateway());
    this.staging = LibtorrentEngine.start(EngineConfig.listening(host, 0));
    new Random(7).nextBytes(data);
    this.bit = bit();
    Path staged = Files.createDirectories(directory.resolve("staging"));
    Files.write(staged.resolve(bit.name()), data);
    staging.seed(bit, staged, null);
    for (String name : names) {
      join(name);
    }
  }

  /**
   * Transmission takes no peers on loopback, so the machine's own address is used: the one that it
   * reaches the world with, for others may be of networks that tests make and take away again.
   */
  static String address() {
    // Nothing is sent: the system looks up its route, to an address that is nobody's.
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.ofLiteral("192.0.2.1"), 9);
      if (socket.getLocalAddress() instanceof Inet4Address own && !own.isAnyLocalAddress()) {
        return own.getHostAddress();
      }
    } catch (IOException | UncheckedIOException _) {
      // A machine without a route to the world.
    }
    return addressOfAnInterface();
  }

  private static String addressOfAnInterface() {
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(network.getInetAddresses())) {
          if (network.isUp()
              && !network.getName().startsWith(Nat.PREFIX)
              && address instanceof Inet4Address
              && !address.isLoopbackAddress()) {
            return address.getHostAddress();
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError("cannot look at the network interfaces", e);
    }
    return "127.0.0.1";
  }

  private URI local() {
    return URI.create("http://127.0.0.1:" + tracker.port());
  }

  private BitMetainfo bit() throws Exception {
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] pieces = new byte[LENGTH / PIECE * 20];
    for (int i = 0; i < LENGTH / PIECE; i++) {
      sha1.update(data, i * PIECE, PIECE);
      System.arraycopy(sha1.digest(), 0, pieces, i * 20, 20);
    }
    return BitMetainfo.create(
        tracker.tokens().cloudId(), "0".repeat(31) + "b", LENGTH, PIECE, pieces);
  }

  /** Registers a node and looks at its feed once, so that it was heard of. */
  private void join(String name) throws Exception {
    try (TrackerClient admin = new TrackerClient(local(), tracker.tokens().admin())) {
      nodes.put(
          name, admin.joinStock(new StockNodeRequest(name, name, "region", "home", 1L << 30)));
    }
    feed(name);
  }

  StockNodeReply node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  /** Places the bit on all nodes. */
  void place() {
    gateway.place(
        new PlaceRequest(
            "raid1:1+0x" + nodes.size(),
            List.of(new PlaceRequest.Bit(bit, nodes.size())),
            new PeerAddress(host, staging.port())));
  }

  /** The gateway serves the bit no longer: only nodes do. */
  void endStaging() {
    staging.close();
  }

  void release() {
    gateway.release(List.of(bit.infoHash()));
  }

  private byte[] get(String url) throws IOException {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new AssertionError("status " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  String feed(String name) throws IOException {
    return new String(get(node(name).rss()), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The torrent that a node finds in its feed. */
  Path torrent(String name) throws IOException {
    Matcher url = Pattern.compile("<enclosure url=\"([^\"]+)\"").matcher(feed(name));
    if (!url.find()) {
      throw new AssertionError("nothing in the feed of " + name);
    }
    return Files.write(directory.resolve(name + ".torrent"), get(url.group(1)));
  }

  /** The announce URL in the torrent of a node. */
  String announceUrl(String name) throws IOException {
    BDictionary torrent = (BDictionary) Bencode.decode(Files.readAllBytes(torrent(name)));
    return Objects.requireNonNull(torrent.bytes("announce", 1_000)).text();
  }

  private String query() {
    return "info_hash=" + HexFormat.of().withPrefix("%").formatHex(bit.infoHash().bytes());
  }

  Counts counts() throws IOException {
    String passkey = nodes.values().iterator().next().passkey();
    BDictionary reply =
        (BDictionary) Bencode.decode(get(local() + "/scrape?passkey=" + passkey + "&" + query()));
    BDictionary files = (BDictionary) Objects.requireNonNull(reply.get("files"));
    BDictionary counts =
        (BDictionary)
            Objects.requireNonNull(files.entries().get(BValue.string(bit.infoHash().bytes())));
    return new Counts(
        number(counts, "complete"), number(counts, "incomplete"), number(counts, "downloaded"));
  }

  private static long number(BDictionary from, String key) {
    return Objects.requireNonNull(from.integer(key));
  }

  /** The peers that a node is told of when it asks with nothing of the bit. */
  List<PeerAddress> peers(String name) throws IOException {
    BDictionary reply =
        (BDictionary)
            Bencode.decode(
                get(
                    announceUrl(name)
                        + "&port=1&left=1&numwant=50&peer_id=-XX0000-abcdefghijkl&"
                        + query()));
    BString packed = Objects.requireNonNull(reply.bytes("peers", 10_000));
    List<PeerAddress> peers = new ArrayList<>();
    for (ByteBuffer at = ByteBuffer.wrap(packed.bytes()); at.hasRemaining(); ) {
      byte[] address = new byte[4];
      at.get(address);
      peers.add(
          new PeerAddress(
              InetAddress.getByAddress(address).getHostAddress(), at.getShort() & 0xffff));
    }
    return peers;
  }

  CopyState state(String name) {
    String nodeId = node(name).nodeId();
    return gateway
        .sources(new SourcesRequest(List.of(bit.infoHash()), 0, 0))
        .bits()
        .getFirst()
        .copies()
        .stream()
        .filter(copy -> copy.nodeId().equals(nodeId))
        .map(Copy::state)
        .findFirst()
        .orElseThrow();
  }

  /** What the tracker recorded of a node, for the message of a failure. */
  String events(String name) {
    return gateway.events(node(name).nodeId()).stream()
        .map(event -> event.kind() + " " + event.detail())
        .toList()
        .toString();
  }

  boolean isWhole(Path file) throws IOException {
    return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), data);
  }

  @Override
  public void close() {
    staging.close();
    gateway.close();
    tracker.close();
    http.shutdownNow();
  }
}
