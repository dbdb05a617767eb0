// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.seal.KeyRing;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditLog;
import io.fractus.web.http.Domains;
import io.fractus.web.http.Patience;
import io.fractus.web.website.WebsiteConfig;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A web API on free ports over a store in memory, and a cloud of one node. */
public final class TestCloud implements AutoCloseable, CloudStatus {
  public static final Credentials CREDENTIALS =
      new Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "token");
  public static final Instant JOINED = Instant.parse("2026-01-02T03:04:05Z");

  private static final int TIMEOUT_MILLIS = 30_000;

  private final MemoryStore store = new MemoryStore(InstantSource.system());
  private final Path directory;
  private final Accounts accounts;
  private final AuditLog audit;
  private final WebApi api;
  private volatile Optional<String> notReady = Optional.empty();

  public TestCloud() {
    this(Patience.USUAL);
  }

  /** One with more or less patience than usual. */
  public TestCloud(Patience patience) {
    try {
      directory = Files.createTempDirectory("fractus-web");
      audit = AuditLog.open(directory, InstantSource.system());
      accounts = openAccounts(directory, InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    api =
        WebApi.start(
            new WebApiConfig(
                "127.0.0.1",
                0,
                0,
                directory,
                false,
                patience,
                new Domains(List.of("localhost", "s3.example.org", "example.org")),
                Optional.of(
                    new WebsiteConfig(0, new Domains(List.of("localhost", "web.example.org"))))),
            store,
            this,
            accounts,
            audit,
            InstantSource.system());
  }

  /** Accounts in a directory, with {@link #CREDENTIALS} as those of root. */
  public static Accounts openAccounts(Path directory, InstantSource clock) throws IOException {
    SecureRandom random = new SecureRandom();
    return Accounts.open(
        directory.resolve("accounts.db"),
        KeyRing.loadOrCreate(directory.resolve("key"), random),
        CREDENTIALS,
        clock,
        random);
  }

  /** Where the audit log is. */
  public Path directory() {
    return directory;
  }

  /** The audit log, which other servers may use too. */
  public AuditLog audit() {
    return audit;
  }

  public Accounts accounts() {
    return accounts;
  }

  public MemoryStore store() {
    return store;
  }

  public URI s3() {
    return api.s3Uri();
  }

  public URI rest() {
    return api.restUri();
  }

  /** All routes of REST. */
  public List<Endpoint> restRoutes() {
    return api.restRoutes();
  }

  public URI websites() {
    return api.websitesUri().orElseThrow();
  }

  /** As it was when it was new. */
  public void clear() {
    store.clear();
    notReady = Optional.empty();
  }

  public void notReady(String reason) {
    notReady = Optional.of(reason);
  }

  @Override
  public List<NodeView> nodes() {
    return List.of(
        new NodeView(
            "id-1",
            "node-1",
            "lab",
            "de",
            "server",
            "127.0.0.1:6881",
            true,
            1000,
            10,
            1,
            JOINED,
            JOINED,
            0,
            List.of("new")));
  }

  @Override
  public List<NodeEvent> events(String node) {
    if (!node.equals("node-1")) {
      throw new TrackerException(new Problem("no-such-node", "No such node", 404, "no " + node));
    }
    return List.of(new NodeEvent(JOINED, "joined", null, "hello"));
  }

  @Override
  public Optional<String> notReady() {
    return notReady;
  }

  @Override
  public String metrics() {
    return "fractus_up 1\n";
  }

  /** Sends bytes as they are, half-closes, and returns all that comes back. */
  public static String raw(URI server, String request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    api.close();
    audit.close();
    accounts.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
