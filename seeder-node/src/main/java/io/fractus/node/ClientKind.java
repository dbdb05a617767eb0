// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.attach.Login;
import io.fractus.node.attach.StockClient;
import io.fractus.node.attach.aria2.Aria2Client;
import io.fractus.node.attach.deluge.DelugeClient;
import io.fractus.node.attach.qbittorrent.QbittorrentClient;
import io.fractus.node.attach.rtorrent.RtorrentClient;
import io.fractus.node.attach.transmission.TransmissionClient;
import java.net.URI;
import java.util.Locale;

/** The stock clients that there is a driver for. */
public enum ClientKind {
  /** Transmission, by its RPC. */
  TRANSMISSION("http://127.0.0.1:9091", "https?"),
  /** qBittorrent, by its web API. */
  QBITTORRENT("http://127.0.0.1:8080", "https?"),
  /** aria2, by its JSON-RPC. */
  ARIA2("http://127.0.0.1:6800/jsonrpc", "https?"),
  /** rTorrent, by XML-RPC over SCGI or HTTP. */
  RTORRENT("scgi://127.0.0.1:5000", "https?|scgi"),
  /** Deluge, by its web interface. */
  DELUGE("http://127.0.0.1:8112", "https?");

  private final String example;
  private final String schemes;

  ClientKind(String example, String schemes) {
    this.example = example;
    this.schemes = schemes;
  }

  /** Its name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where the client takes orders if nobody changed that. */
  public URI usualUrl() {
    return URI.create(example);
  }

  /** Throws {@link IllegalArgumentException} if its driver cannot use such a URL. */
  void check(URI url) {
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.matches(schemes) || (url.getHost() == null && url.getPath().isEmpty())) {
      throw new IllegalArgumentException(
          "the URL of " + label() + " must be such as " + example + ", is '" + url + "'");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the URL of " + label() + " must be without user and password: there are options");
    }
  }

  /** A driver of the client. */
  StockClient open(AttachConfig config) {
    URI url = config.url();
    Login login = config.login();
    return switch (this) {
      case TRANSMISSION -> new TransmissionClient(url, login, config.folder());
      case QBITTORRENT -> new QbittorrentClient(url, login, config.folder());
      case ARIA2 -> new Aria2Client(url, login, config.folder());
      case RTORRENT -> new RtorrentClient(url, login, config.folder());
      case DELUGE -> new DelugeClient(url, login, config.folder());
    };
  }
}
