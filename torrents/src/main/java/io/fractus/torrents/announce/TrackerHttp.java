// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.announce;

import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.announce.Announced.Event;
import io.fractus.torrents.announce.Announced.Words;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.torrents.bencode.BencodeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Announces over HTTP (BEP 3, 7 and 23). Thread-safe. */
final class TrackerHttp implements AutoCloseable {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private final String us;
  private volatile @Nullable HttpClient client;

  /**
   * @param peerId what we call ourselves
   * @param port where we listen
   * @param key proves to the tracker that we are the same from another address
   */
  TrackerHttp(byte[] peerId, int port, int key) {
    this.us =
        "&peer_id=%s&port=%d&key=%08X&compact=1"
            .formatted(HexFormat.of().withPrefix("%").formatHex(peerId), port, key);
  }

  /** What a tracker answered. */
  record Answer(Duration interval, List<PeerAddress> peers) {}

  /**
   * Announces; blocks.
   *
   * @throws IOException if the tracker cannot be reached, refuses, or answers no sense
   */
  Answer announce(Words words) throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(words.url() + query(words)))
              .timeout(Limits.ANNOUNCE_MAX)
              .header("User-Agent", "Fractus/0.1")
              .build();
      response =
          client()
              .send(
                  request,
                  BodyHandlers.limiting(BodyHandlers.ofByteArray(), Limits.ANNOUNCE_REPLY_MAX));
    } catch (IllegalArgumentException e) {
      throw new IOException("the announce URL is none", e);
    }
    if (response.statusCode() != 200) {
      throw new IOException("the tracker answered with status " + response.statusCode());
    }
    return parse(response.body());
  }

  private String query(Words words) {
    String event =
        words.event() == Event.NONE
            ? ""
            : "&event=" + words.event().name().toLowerCase(Locale.ROOT);
    return (words.url().indexOf('?') < 0 ? "?" : "&")
        + "info_hash="
        + HexFormat.of().withPrefix("%").formatHex(words.bit().bytes())
        + us
        + "&uploaded="
        + words.uploaded()
        + "&downloaded="
        + words.downloaded()
        + "&left="
        + words.left()
        + "&numwant="
        + (words.left() > 0 && words.event() != Event.STOPPED ? Limits.FETCH_PEERS_MAX : 0)
        + event;
  }

  /** A tracker's answer; package-private for its tests. */
  static Answer parse(byte[] body) throws IOException {
    try {
      if (!(Bencode.decode(body) instanceof BDictionary reply)) {
        throw new IOException("the tracker's answer is no dictionary");
      }
      BString failure = reply.bytes("failure reason", Limits.ANNOUNCE_REPLY_MAX);
      if (failure != null) {
        throw new IOException("the tracker refused: " + failure.text());
      }
      Long seconds = reply.integer("interval");
      long interval =
          Math.clamp(
              seconds == null ? 0 : seconds,
              Limits.ANNOUNCE_INTERVAL_MIN.toSeconds(),
              Limits.ANNOUNCE_INTERVAL_MAX.toSeconds());
      List<PeerAddress> peers = new ArrayList<>();
      unpack(reply, "peers", IPV4_BYTES, peers);
      unpack(reply, "peers6", IPV6_BYTES, peers);
      return new Answer(Duration.ofSeconds(interval), List.copyOf(peers));
    } catch (BencodeException e) {
      throw new IOException("the tracker's answer is not bencoded", e);
    }
  }

  private static void unpack(
      BDictionary reply, String key, int addressBytes, List<PeerAddress> into) throws IOException {
    BString packed = reply.bytes(key, Limits.ANNOUNCE_REPLY_MAX);
    if (packed == null) {
      return;
    }
    ByteBuffer from = ByteBuffer.wrap(packed.bytes());
    while (from.remaining() >= addressBytes + Short.BYTES) {
      byte[] address = new byte[addressBytes];
      from.get(address);
      int port = Short.toUnsignedInt(from.getShort());
      if (port > 0 && into.size() < Limits.FETCH_PEERS_MAX) {
        into.add(new PeerAddress(InetAddress.getByAddress(address).getHostAddress(), port));
      }
    }
  }

  private HttpClient client() {
    HttpClient made = client;
    return made != null ? made : make();
  }

  /** Only whoever has a tracker pays for a client. */
  private synchronized HttpClient make() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Limits.HANDSHAKE_MAX)
              .build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    HttpClient made = client;
    if (made != null) {
      made.shutdownNow();
    }
  }
}
