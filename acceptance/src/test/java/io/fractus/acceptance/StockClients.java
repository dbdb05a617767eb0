// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.torrents.InfoHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The clients of Debian, each with DHT, local discovery and peer exchange off. */
final class StockClients {
  private StockClients() {}

  /** A client by its name; ends the test if it is not installed. */
  static StockClient of(String name, Path home, String host) {
    Map<String, BiFunction<Path, String, StockClient>> all =
        Map.of(
            "transmission", Transmission::new,
            "qbittorrent", Qbittorrent::new,
            "aria2", Aria2::new,
            "rtorrent", Rtorrent::new,
            "deluge", Deluge::new);
    BiFunction<Path, String, StockClient> client = all.get(name);
    if (client == null) {
      throw new AssertionError("no client " + name);
    }
    return client.apply(home, host);
  }

  /** qBittorrent without a window, driven over its web API. */
  static final class Qbittorrent extends StockClient {
    private final int web;

    Qbittorrent(Path home, String host) {
      super(home, host);
      require("qbittorrent-nox");
      web = port("127.0.0.1");
    }

    @Override
    void configure() throws IOException {
      Files.writeString(
          Files.createDirectories(home.resolve("qBittorrent/config")).resolve("qBittorrent.conf"),
          """
          [LegalNotice]
          Accepted=true

          [BitTorrent]
          Session\\DHTEnabled=false
          Session\\LSDEnabled=false
          Session\\PeXEnabled=false
          Session\\Port=%d
          Session\\DefaultSavePath=%s
          Session\\BTProtocol=TCP

          [Network]
          PortForwardingEnabled=false

          [Preferences]
          WebUI\\Address=127.0.0.1
          WebUI\\LocalHostAuth=false
          WebUI\\CSRFProtection=false
          WebUI\\UseUPnP=false
          """
              .formatted(port, downloads));
    }

    @Override
    List<String> command() {
      return List.of("qbittorrent-nox", "--profile=" + home, "--webui-port=" + web);
    }

    @Override
    URI orders() {
      return URI.create("http://127.0.0.1:" + web);
    }

    private String url(String path) {
      return orders() + "/api/v2/" + path;
    }

    @Override
    boolean isReady() throws Exception {
      return send(HttpRequest.newBuilder(URI.create(url("app/version")))).statusCode() == 200;
    }

    @Override
    void add(Path torrent) throws Exception {
      String boundary = "b0undary";
      // In one piece with its length: its server knows no chunks.
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(
          ("--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\"torrents\";"
                  + " filename=\"a.torrent\"\r\nContent-Type: application/x-bittorrent\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(Files.readAllBytes(torrent));
      body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
      HttpResponse<String> reply =
          send(
              post(
                  url("torrents/add"),
                  "multipart/form-data; boundary=" + boundary,
                  body.toByteArray()));
      if (!reply.body().equals("Ok.")) {
        throw new AssertionError(reply.statusCode() + " " + reply.body());
      }
    }

    /** Gives it a feed and the rule to take everything from it: all that a volunteer does. */
    void follow(String feed) throws Exception {
      form(
          "app/setPreferences",
          "json="
              + escape(
                  "{\"rss_processing_enabled\":true,\"rss_auto_downloading_enabled\":true,"
                      + "\"rss_refresh_interval\":1}"));
      form("rss/addFeed", "url=" + escape(feed) + "&path=fractus");
      String rule =
          "{\"enabled\":true,\"mustContain\":\"\",\"useRegex\":false,\"affectedFeeds\":[\""
              + feed
              + "\"],\"savePath\":\""
              + downloads
              + "\",\"addPaused\":false,\"torrentContentLayout\":\"NoSubfolder\"}";
      form("rss/setRule", "ruleName=fractus&ruleDef=" + escape(rule));
      refresh();
    }

    void refresh() throws Exception {
      form("rss/refreshItem", "itemPath=fractus");
    }

    /** What it shows of the trackers of a torrent, and what they said. */
    String trackers(InfoHash torrent) throws Exception {
      return send(HttpRequest.newBuilder(URI.create(url("torrents/trackers?hash=" + torrent))))
          .body();
    }

    private void form(String path, String body) throws Exception {
      HttpResponse<String> reply =
          send(
              post(
                  url(path),
                  "application/x-www-form-urlencoded",
                  body.getBytes(StandardCharsets.UTF_8)));
      if (reply.statusCode() != 200) {
        throw new AssertionError(path + " " + reply.statusCode() + " " + reply.body());
      }
    }

    private static String escape(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /** aria2, which is given its torrents when it is started. */
  static final class Aria2 extends StockClient {
    private final List<Path> torrents = new ArrayList<>();

    Aria2(Path home, String host) {
      super(home, host);
      require("aria2c");
    }

    @Override
    void configure() {}

    @Override
    List<String> command() {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "aria2c",
                  "--no-conf",
                  "--enable-dht=false",
                  "--enable-dht6=false",
                  "--bt-enable-lpd=false",
                  "--enable-peer-exchange=false",
                  "--listen-port=" + port,
                  "--interface=" + host,
                  "--seed-ratio=0.0",
                  "--check-integrity=true",
                  "--bt-max-peers=0",
                  "--summary-interval=0",
                  "--dir=" + downloads));
      torrents.forEach(torrent -> command.add(torrent.toString()));
      return command;
    }

    @Override
    void start() throws IOException {
      if (!torrents.isEmpty()) {
        super.start();
      }
    }

    @Override
    boolean isReady() {
      return isRunning();
    }

    @Override
    void stop() throws InterruptedException {
      // It leaves its trackers without a word at anything ruder.
      interrupt();
      awaitEnd();
    }

    @Override
    void add(Path torrent) throws Exception {
      torrents.add(torrent);
      stop();
      start();
    }
  }

  /** rTorrent as a daemon, with a folder that it watches. */
  static final class Rtorrent extends StockClient {
    Rtorrent(Path home, String host) {
      super(home, host);
      require("rtorrent");
    }

    @Override
    void configure() throws IOException {
      Path watch = Files.createDirectories(home.resolve("watch"));
      Path session = Files.createDirectories(home.resolve("session"));
      Files.writeString(
          home.resolve("rtorrent.rc"),
          """
          system.daemon.set = true
          network.port_range.set = %d-%d
          network.port_random.set = no
          dht.mode.set = disable
          protocol.pex.set = no
          trackers.use_udp.set = no
          pieces.hash.on_completion.set = no
          directory.default.set = %s
          session.path.set = %s
          network.scgi.open_local = %s
          schedule2 = watch_directory,1,1,"load.start=%s/*.torrent"
          """
              .formatted(port, port, downloads, session, home.resolve("rpc.socket"), watch));
    }

    /* With a check at the end it tells the tracker that it is complete at its next turn only. */
    @Override
    List<String> command() {
      return List.of("rtorrent", "-n", "-o", "import=" + home.resolve("rtorrent.rc"));
    }

    @Override
    URI orders() {
      return URI.create("scgi://" + home.resolve("rpc.socket"));
    }

    @Override
    boolean isReady() {
      return isRunning();
    }

    @Override
    void stop() throws InterruptedException {
      // What it is stopped by from a terminal; SIGTERM leaves its trackers without a word.
      interrupt();
      awaitEnd();
    }

    @Override
    void add(Path torrent) throws Exception {
      Path watch = home.resolve("watch");
      Path hidden = Files.copy(torrent, home.resolve("added.torrent"));
      Files.move(hidden, watch.resolve(torrent.getFileName()));
    }
  }

  /** Deluge's daemon, driven by its console. */
  static final class Deluge extends StockClient {
    private final int rpc;

    Deluge(Path home, String host) {
      super(home, host);
      require("deluged", "deluge-console");
      rpc = port("127.0.0.1");
    }

    int rpc() {
      return rpc;
    }

    @Override
    void configure() throws IOException {
      Path config = Files.createDirectories(home.resolve("config"));
      Files.writeString(config.resolve("auth"), "tester:secret:10\n");
      Files.writeString(
          config.resolve("core.conf"),
          """
          {"file": 1, "format": 1}{"dht": false, "lsd": false, "utpex": false, "upnp": false,
           "natpmp": false, "random_port": false, "listen_ports": [%d, %d],
           "listen_interface": "%s", "random_outgoing_ports": true, "new_release_check": false,
           "max_active_seeding": -1, "max_active_limit": -1, "max_active_downloading": -1,
           "download_location": "%s"}
          """
              .formatted(port, port, host, downloads));
    }

    @Override
    List<String> command() {
      return List.of(
          "deluged",
          "-d",
          "-c",
          home.resolve("config").toString(),
          "-u",
          "127.0.0.1",
          "-p",
          Integer.toString(rpc));
    }

    private String console(String order) {
      return Tool.run(
              List.of(
                  "deluge-console",
                  "-c",
                  home.resolve("config").toString(),
                  "-d",
                  "127.0.0.1",
                  "-p",
                  Integer.toString(rpc),
                  "-U",
                  "tester",
                  "-P",
                  "secret",
                  order),
              Map.of("HOME", home.toString()),
              LIMIT)
          .output();
    }

    @Override
    boolean isReady() {
      String status = console("status");
      return status.contains("Total upload");
    }

    @Override
    void add(Path torrent) {
      String reply = console("add -p " + downloads + " " + torrent);
      if (!reply.contains("Torrent added")) {
        throw new AssertionError(reply);
      }
    }
  }
}
