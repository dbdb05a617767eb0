// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Transmission, driven over its RPC. */
final class Transmission extends StockClient {
  private static final String SESSION = "X-Transmission-Session-Id";
  private final int rpc;

  Transmission(Path home, String host) {
    super(home, host);
    require("transmission-daemon");
    rpc = port("127.0.0.1");
  }

  @Override
  void configure() throws IOException {
    Files.writeString(
        Files.createDirectories(home.resolve("config")).resolve("settings.json"),
        """
        {"dht-enabled": false, "lpd-enabled": false, "pex-enabled": false,
         "utp-enabled": false, "port-forwarding-enabled": false, "peer-port": %d,
         "bind-address-ipv4": "0.0.0.0", "rpc-bind-address": "127.0.0.1", "rpc-port": %d,
         "rpc-whitelist": "127.0.0.1", "rpc-authentication-required": false,
         "download-dir": "%s", "incomplete-dir-enabled": false}
        """
            .formatted(port, rpc, downloads));
  }

  @Override
  List<String> command() {
    return List.of("transmission-daemon", "-f", "-g", home.resolve("config").toString());
  }

  @Override
  URI orders() {
    return URI.create("http://127.0.0.1:" + rpc);
  }

  private String call(String body) throws Exception {
    String url = "http://127.0.0.1:" + rpc + "/transmission/rpc";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String session =
        send(post(url, "application/json", bytes)).headers().firstValue(SESSION).orElse("");
    return send(post(url, "application/json", bytes).header(SESSION, session)).body();
  }

  @Override
  boolean isReady() throws Exception {
    return call("{\"method\":\"session-get\"}").contains("success");
  }

  /** Version 3.00 ends without a word to its trackers; a torrent that is paused has one. */
  @Override
  void leave() throws Exception {
    call("{\"method\":\"torrent-stop\"}");
  }

  @Override
  void start() throws IOException {
    super.start();
    try {
      call("{\"method\":\"torrent-start\"}");
    } catch (Exception e) {
      throw new IOException("it does not take orders", e);
    }
  }

  @Override
  void add(Path torrent) throws Exception {
    String metainfo = Base64.getEncoder().encodeToString(Files.readAllBytes(torrent));
    String reply =
        call("{\"method\":\"torrent-add\",\"arguments\":{\"metainfo\":\"" + metainfo + "\"}}");
    if (!reply.contains("torrent-added")) {
      throw new AssertionError(reply);
    }
  }
}
