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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Announces over HTTP (BEP 3, 7 and 23). Thread-safe.
 *
 * <p>By the blocking client of the JDK, on virtual threads: its other one takes several times the
 * processor time for an exchange of a few hundred bytes, and threads of its own while it is idle.
 */
final class TrackerHttp implements AutoCloseable {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int READ_BYTES = 1_024;

  private final String us;
  private final Set<HttpURLConnection> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

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
  Answer announce(Words words) throws IOException {
    HttpURLConnection connection = open(words);
    underWay.add(connection);
    try {
      if (closed) {
        throw new IOException("the announcer is closed");
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        connection.disconnect();
        throw new IOException("the tracker answered with status " + status);
      }
      return parse(body(connection));
    } finally {
      underWay.remove(connection);
    }
  }

  private HttpURLConnection open(Words words) throws IOException {
    try {
      URL url = URI.create(words.url() + query(words)).toURL();
      if (!(url.openConnection() instanceof HttpURLConnection connection)) {
        throw new IOException("the announce URL is not of HTTP");
      }
      connection.setConnectTimeout((int) Limits.HANDSHAKE_MAX.toMillis());
      connection.setReadTimeout((int) Limits.ANNOUNCE_MAX.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("User-Agent", "Fractus/0.1");
      connection.setRequestProperty("Accept", "*/*");
      return connection;
    } catch (IllegalArgumentException e) {
      throw new IOException("the announce URL is none", e);
    }
  }

  /** Read to its end, or the connection is not used again. */
  private static byte[] body(HttpURLConnection connection) throws IOException {
    long end = System.nanoTime() + Limits.ANNOUNCE_MAX.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] some = new byte[READ_BYTES];
    try (InputStream in = connection.getInputStream()) {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        body.write(some, 0, count);
        if (body.size() > Limits.ANNOUNCE_REPLY_MAX || System.nanoTime() > end) {
          connection.disconnect();
          throw new IOException("the tracker's answer is too long or too slow");
        }
      }
    }
    return body.toByteArray();
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

  /** Ends announces that wait for an answer; who announces after this is refused. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(HttpURLConnection::disconnect);
  }
}
