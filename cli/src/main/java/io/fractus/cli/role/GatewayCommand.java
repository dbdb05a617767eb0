// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.cli.up.Credentials;
import io.fractus.platform.ByteSize;
import io.fractus.platform.Clocks;
import io.fractus.platform.Passphrase;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.gateway.Kernels;
import io.fractus.raid.gateway.RaidFrontend;
import io.fractus.raid.gateway.RaidFrontendConfig;
import io.fractus.raid.write.Ack;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.web.WebApi;
import io.fractus.web.WebApiConfig;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditLog;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fractus gateway}: a gateway in the foreground. */
@Command(
    name = "gateway",
    description = "Run a gateway in the foreground: S3 and REST.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus gateway --tracker http://127.0.0.1:6969 --token-file gateway.token",
      "  fractus gateway --config fractus.toml --layout raid6:8+2x2",
      "  fractus gateway … --class STANDARD=99.99%%/worst-hour,11-nines/year,3x",
      "",
      "Its credentials are in DATA/credentials unless --credentials names another file."
    })
public final class GatewayCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Its own directory (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("fractus-gateway");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "S3, 0 for any that is free (default: ${DEFAULT-VALUE}).")
  int port = 9_000;

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      description = "REST and health; one above --port if not given.")
  @Nullable Integer apiPort;

  @Option(
      names = "--bt-port",
      paramLabel = "PORT",
      description = "BitTorrent, 0 for any that is free (default: ${DEFAULT-VALUE}).")
  int btPort = 6_881;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = {"${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."})
  EngineKind engine = EngineKind.DEFAULT;

  @Option(
      names = "--call-port",
      paramLabel = "PORT",
      description = {
        "Where nodes without an inbound port connect to it,",
        "0 for any that is free (default: ${DEFAULT-VALUE})."
      })
  int callPort;

  @Option(
      names = "--advertised-host",
      paramLabel = "ADDRESS",
      description = "Where nodes reach it, if that is not the address of --host.")
  @Nullable String advertisedHost;

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description = {"The tracker of the cloud", "(default: ${DEFAULT-VALUE})."})
  URI tracker = URI.create("http://127.0.0.1:6969");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The gateway token, as the tracker made it.")
  @Nullable Path tokenFile;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "What clients must show; made if it is not there.")
  @Nullable Path credentials;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "A passphrase to seal with, so that the key is on no disk (default: a key file).")
  @Nullable Path passphraseFile;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "How objects that name no layout are made (default: ${DEFAULT-VALUE}).")
  String layout = "raid6:4+2x2";

  @Option(
      names = "--class",
      paramLabel = "NAME=TARGET",
      split = ";",
      description = {
        "What a storage class is: a layout, or nines for which the tracker chooses one,",
        "such as 99.99%%/worst-hour,11-nines/year,3x. May be given again; in a file or the",
        "environment classes are separated by ';'. STANDARD is what names no class."
      })
  Map<String, String> classes = Map.of();

  @Option(names = "--bit-size", paramLabel = "SIZE", description = "Longest bit (default: 4MiB).")
  ByteSize bitSize = ByteSize.parse("4MiB");

  @Option(
      names = "--staging",
      paramLabel = "SIZE",
      description = "Most that bits on their way out may take on disk (default: 10GB).")
  ByteSize staging = ByteSize.parse("10GB");

  @Option(
      names = "--read-cache",
      paramLabel = "SIZE",
      description = {
        "Memory for pieces that were read lately, 0 for none",
        "(default: an eighth of the heap; at most a quarter)."
      })
  @Nullable ByteSize readCache;

  @Option(
      names = "--placement-timeout",
      paramLabel = "SECONDS",
      description = "How long nodes may take to hold a stripe (default: ${DEFAULT-VALUE}).")
  int placementTimeout = 60;

  @Option(
      names = "--ack",
      paramLabel = "WHEN",
      description = {
        "When a put is acknowledged: spread, when each bit is on a node (default), or staged,",
        "when it is on this gateway's disk, and lost with that until it is on nodes."
      })
  Ack ack = Ack.SPREAD;

  @Option(
      names = "--coding",
      paramLabel = "KERNEL",
      description = "auto, vector, loops or table: how parity is computed (default: auto).")
  String coding = Kernels.AUTO;

  @Option(
      names = "--hashing",
      paramLabel = "KERNEL",
      description = "auto, lanes or jdk: how pieces are hashed (default: auto).")
  String hashing = Kernels.AUTO;

  @Option(
      names = "--customer-keys-over-http",
      description = {
        "S3 takes keys of clients (SSE-C) over plain HTTP from other machines,",
        "such as a proxy that ends TLS there."
      })
  boolean customerKeysOverHttp;

  @Option(
      names = "--trust-clock",
      description = "Locks of objects end by this machine's clock, however long it was stopped.")
  boolean trustClock;

  @Mixin final WebOptions web = new WebOptions();

  @Mixin final RoleOptions role = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    Layout parsed = parseLayout();
    RaidFrontendConfig config = storeConfig(parsed);
    WebApiConfig served = webConfig();
    Kernels kernels = kernels();
    if (tokenFile == null) {
      throw Failure.wrongUsage("--token-file is needed: the tracker made it as gateway.token");
    }
    URI trackerUrl = RoleOptions.trackerUrl(tracker);
    String token = RoleOptions.token(tokenFile);
    return Lifetime.run(
        "gateway",
        role.parent(),
        lifetime -> {
          start(lifetime, config, served, trackerUrl, token);
          kernels.selectInBackground(System::nanoTime);
        });
  }

  private Layout parseLayout() {
    try {
      return Layout.parse(layout);
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  private Kernels kernels() {
    try {
      return Kernels.of(coding, hashing);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  private void start(
      Lifetime lifetime,
      RaidFrontendConfig config,
      WebApiConfig served,
      URI trackerUrl,
      String token)
      throws InterruptedException {
    Clocks clocks = Clocks.system();
    SecureRandom random = new SecureRandom();
    TorrentEngine torrents = lifetime.opened(engine.start(EngineConfig.listening(host, btPort)));
    TrackerClient client = lifetime.opened(new TrackerClient(trackerUrl, token));
    Contacts contacts =
        lifetime.opened(Contacts.open(client, host, callPort, config.advertisedHost()));
    String cloudId = new TrackerWait(client, trackerUrl).cloudId();
    RaidFrontend store =
        lifetime.opened(
            RaidFrontend.open(config, torrents, client, contacts, cloudId, clocks, random));
    if (trustClock) {
      store.trustClock();
    }
    Path file = credentials != null ? credentials : data.resolve("credentials");
    Credentials known = Credentials.loadOrCreate(file, random);
    Accounts accounts =
        lifetime.opened(
            Accounts.open(
                data.resolve("accounts.db"),
                store.keys(),
                new io.fractus.web.Credentials(known.accessKey(), known.secretKey(), known.token()),
                clocks.wall(),
                random));
    lifetime.opened(
        WebApi.start(
            served,
            store,
            new GatewayStatus(
                client,
                torrents,
                store::classes,
                store::packTotals,
                store::readTotals,
                store::recentPieces,
                store::transitions,
                clocks.steady()),
            accounts,
            lifetime.opened(AuditLog.open(data.resolve("audit"), clocks.wall())),
            clocks.wall()));
  }

  private RaidFrontendConfig storeConfig(Layout parsed) {
    String reachable = RoleOptions.advertised(advertisedHost, host);
    try {
      return new RaidFrontendConfig(
          data,
          parsed,
          ClassTargets.parse(classes),
          bitSize.bytes(),
          reachable,
          staging.bytes(),
          Duration.ofSeconds(placementTimeout),
          ack,
          Optional.ofNullable(passphraseFile)
              .map(file -> new Passphrase(RoleOptions.secret(file, "passphrase", ""))),
          readCache == null ? OptionalLong.empty() : OptionalLong.of(readCache.bytes()));
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  private WebApiConfig webConfig() {
    int rest = apiPort != null ? apiPort : port == 0 ? 0 : port + 1;
    return web.config(host, port, rest, data, customerKeysOverHttp);
  }
}
