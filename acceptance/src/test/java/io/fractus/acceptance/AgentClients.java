// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The clients of Debian as their owners run them for an agent: with a remote control. */
final class AgentClients {
  private AgentClients() {}

  /** A client by its name; ends the test if it is not installed. */
  static StockClient of(String name, Path home, String host) {
    return switch (name) {
      case "aria2" -> new Aria2(home, host);
      case "deluge" -> new Deluge(home, host);
      default -> StockClients.of(name, home, host);
    };
  }

  /** aria2 as a daemon with a secret. */
  static final class Aria2 extends StockClient {
    private static final String SECRET = "a-secret-of-aria2";
    private final int rpc;

    Aria2(Path home, String host) {
      super(home, host);
      require("aria2c");
      rpc = port("127.0.0.1");
    }

    @Override
    void configure() throws IOException {
      Files.writeString(home.resolve("secret"), SECRET + "\n");
    }

    @Override
    List<String> command() {
      return List.of(
          "aria2c",
          "--no-conf",
          "--enable-rpc",
          "--rpc-listen-port=" + rpc,
          "--rpc-secret=" + SECRET,
          "--enable-dht=false",
          "--enable-dht6=false",
          "--bt-enable-lpd=false",
          "--enable-peer-exchange=false",
          "--listen-port=" + port,
          "--summary-interval=0",
          "--dir=" + downloads);
    }

    @Override
    URI orders() {
      return URI.create("http://127.0.0.1:" + rpc + "/jsonrpc");
    }

    @Override
    List<String> login() {
      return List.of("--password-file", home.resolve("secret").toString());
    }

    @Override
    boolean isReady() throws Exception {
      return send(HttpRequest.newBuilder(orders())).statusCode() > 0;
    }

    @Override
    void add(Path torrent) {
      throw new UnsupportedOperationException("the agent adds");
    }
  }

  /** Deluge's daemon and its web interface. */
  static final class Deluge extends StockClient {
    private final StockClients.Deluge daemon;
    private final int web;
    private @Nullable Process webProcess;

    Deluge(Path home, String host) {
      super(home, host);
      require("deluge-web");
      daemon = new StockClients.Deluge(home, host);
      web = port("127.0.0.1");
    }

    @Override
    void configure() throws IOException {
      Files.writeString(home.resolve("password"), "deluge\n");
      Files.writeString(
          Files.createDirectories(home.resolve("config")).resolve("hostlist.conf"),
          """
          {"file": 3, "format": 1}{"hosts": [["%s", "127.0.0.1", %d, "tester", "secret"]]}
          """
              .formatted("0123456789abcdef0123456789abcdef", daemon.rpc()));
    }

    @Override
    List<String> command() {
      return List.of(
          "deluge-web",
          "-d",
          "-c",
          home.resolve("config").toString(),
          "-i",
          "127.0.0.1",
          "-p",
          Integer.toString(web));
    }

    @Override
    void start() throws IOException {
      daemon.start();
      Path config = home.resolve("web-configured");
      if (!Files.exists(config)) {
        configure();
        Files.createFile(config);
      }
      ProcessBuilder builder = new ProcessBuilder(command());
      builder.environment().putAll(Map.of("HOME", home.toString()));
      builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
      webProcess =
          builder
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("web.log").toFile()))
              .start();
      Await.until("its web interface answers", LIMIT, this::isReady);
    }

    @Override
    URI orders() {
      return URI.create("http://127.0.0.1:" + web);
    }

    @Override
    List<String> login() {
      return List.of("--password-file", home.resolve("password").toString());
    }

    @Override
    boolean isReady() throws Exception {
      return send(HttpRequest.newBuilder(orders())).statusCode() == 200;
    }

    @Override
    void add(Path torrent) throws Exception {
      daemon.add(torrent);
    }

    @Override
    void stop() throws InterruptedException {
      Process running = webProcess;
      webProcess = null;
      if (running != null) {
        running.destroy();
        if (!running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          running.destroyForcibly();
        }
      }
      daemon.stop();
    }

    @Override
    public void close() {
      Process running = webProcess;
      if (running != null) {
        running.destroyForcibly();
      }
      daemon.close();
      super.close();
    }
  }
}
