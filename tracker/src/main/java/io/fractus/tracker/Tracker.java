// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.platform.Clocks;
import io.fractus.platform.DataDirectory;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.CallListener;
import io.fractus.torrents.wire.WireTimeouts;
import io.fractus.tracker.admin.AdminApi;
import io.fractus.tracker.admin.SignIn;
import io.fractus.tracker.announce.AnnounceRoutes;
import io.fractus.tracker.announce.AnnounceService;
import io.fractus.tracker.assignment.Assignments;
import io.fractus.tracker.assignment.Domains;
import io.fractus.tracker.channel.ChannelServer;
import io.fractus.tracker.channel.Identities;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.control.AccessTokens;
import io.fractus.tracker.control.Authentication;
import io.fractus.tracker.control.ControlApi;
import io.fractus.tracker.control.Health;
import io.fractus.tracker.control.JoinTokens;
import io.fractus.tracker.control.Problems;
import io.fractus.tracker.control.StockNodes;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.movement.MovementLimits;
import io.fractus.tracker.passkey.DerivedKeys;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.probe.NodeCalls;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.probe.ProbeThread;
import io.fractus.tracker.probe.Probes;
import io.fractus.tracker.probe.WireProber;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.rss.Feeds;
import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running tracker: announces for stock clients, the channel for nodes and the control API for
 * gateways on one port. What it must not forget is in its data directory. Thread-safe.
 */
public final class Tracker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tracker.class);
  private static final int FORMAT = 1;
  private static final WireTimeouts STOCK_TIMEOUTS =
      new WireTimeouts(Limits.STOCK_BLOCK_MAX, Limits.STOCK_UNCHOKE_MAX, Limits.STOCK_BLOCK_MAX);
  private static final String VERSION = "0.1.0";

  private final TrackerConfig config;
  private final DataDirectory directory;
  private final Registry registry;
  private final Sessions sessions;
  private final Announcing announcing;
  private final NodeHistory history;
  private final ProbeHints hints = new ProbeHints();
  private final ProbeThread probes;
  private final Assignments assignments;
  private final CallListener listener;
  private final AccessTokens tokens;
  private final AdminApi admin;
  private final Javalin server;
  private final ScheduledThreadPoolExecutor housekeeping =
      new ScheduledThreadPoolExecutor(
          // One looks for nodes that went silent while the others wait for the disk.
          3, Thread.ofPlatform().name("tracker-housekeeping").daemon().factory());

  private Tracker(
      TrackerConfig config,
      DataDirectory directory,
      Registry registry,
      AccessTokens tokens,
      DerivedKeys keys,
      CallListener listener,
      Clocks clocks,
      RandomGenerator random) {
    this.listener = listener;
    this.config = config;
    this.directory = directory;
    this.registry = registry;
    this.tokens = tokens;
    this.sessions = new Sessions(clocks, config.heartbeatTimeout());
    this.history = new NodeHistory(registry, clocks);
    this.announcing =
        new Announcing(
            registry, sessions, keys, history::rank, new AnnounceClaims(), clocks, random);
    KnownNodes nodes = announcing.nodes();
    sessions.alsoOnline(node -> isHeard(nodes.byKey(node), clocks));
    this.assignments =
        new Assignments(
            registry,
            sessions,
            announcing.swarms(),
            history,
            hints,
            tokens.cloudId(),
            config.repair(),
            config.movement(),
            new Domains(config.separateSites()),
            clocks,
            random,
            new WireProber(STOCK_TIMEOUTS));
    NodeCalls calls = new NodeCalls(registry, sessions, hints, listener, config.advertisedHost());
    this.probes = probes(registry, sessions, history, hints, assignments, calls, clocks, random);
    InstantSource wall = clocks.wall();
    SignIn signIn = new SignIn(tokens, clocks, random);
    Authentication authentication = new Authentication(tokens, registry, signIn::isSignedIn, wall);
    StockNodes stock = new StockNodes(authentication, registry, nodes, wall, random, this::uri);
    JoinTokens joinTokens = new JoinTokens(authentication, registry, wall, random);
    Feeds feeds = new Feeds(nodes, registry, clocks.steady(), this::uri);
    ControlApi control =
        control(authentication, registry, sessions, assignments, calls, tokens, wall, random);
    ChannelServer channel =
        new ChannelServer(
            sessions,
            assignments.nodes(),
            authentication::requireNode,
            new Identities(registry, tokens.cloudId(), wall, random),
            clocks.steady(),
            config.heartbeatTimeout());
    this.admin = admin(authentication, signIn, clocks);
    this.server =
        HttpServer.create(
            config.host(),
            config.port(),
            announcing.http(),
            routes -> {
              Problems.register(routes);
              new Health(
                      registry,
                      sessions,
                      announcing::announces,
                      assignments.repairs(),
                      assignments.movements())
                  .register(routes);
              admin.register(routes);
              control.register(routes);
              channel.register(routes);
              stock.register(routes);
              joinTokens.register(routes);
              feeds.register(routes);
              new AnnounceRoutes(announcing.http()).register(routes);
            });
  }

  private static ProbeThread probes(
      Registry registry,
      Sessions sessions,
      NodeHistory history,
      ProbeHints hints,
      Assignments assignments,
      NodeCalls calls,
      Clocks clocks,
      RandomGenerator random) {
    Probes probes =
        new Probes(
            registry,
            sessions,
            history,
            hints,
            assignments.reports()::doubt,
            new WireProber(WireTimeouts.DEFAULT),
            new WireProber(STOCK_TIMEOUTS),
            calls,
            Thread::startVirtualThread,
            clocks,
            random);
    assignments.repairs().setAuditor((node, bit) -> probes.audit(node, bit.infoHash()));
    assignments.movements().setAuditor((node, bit) -> probes.audit(node, bit.infoHash()));
    return new ProbeThread(probes, hints);
  }

  /** Once what it shows is there. */
  private AdminApi admin(Authentication authentication, SignIn signIn, Clocks clocks) {
    return new AdminApi(
        authentication,
        signIn,
        tokens,
        VERSION,
        registry,
        sessions,
        announcing.swarms(),
        history,
        assignments.drains()::progress,
        assignments.placements().weaknesses()::placed,
        announcing::announces,
        clocks);
  }

  private static ControlApi control(
      Authentication authentication,
      Registry registry,
      Sessions sessions,
      Assignments assignments,
      NodeCalls calls,
      AccessTokens tokens,
      InstantSource clock,
      RandomGenerator random) {
    return new ControlApi(
        authentication,
        registry,
        sessions,
        assignments,
        calls,
        tokens.cloudId(),
        VERSION,
        clock,
        random);
  }

  private static boolean isHeard(@Nullable KnownNode node, Clocks clocks) {
    return node != null
        && node.isStock()
        && clocks.steady().millis() - node.seenMillis() < Limits.STOCK_SILENCE_MAX.toMillis();
  }

  /** What announces say goes to the assignments, which are made after what takes announces. */
  private final class AnnounceClaims implements AnnounceService.Claims {
    @Override
    public void heard(KnownNode node, Supplier<PeerAddress> peer, boolean isOther) {
      if (history.recordAnnounce(node.key(), peer)) {
        hints.hint(node.key());
      }
      if (isOther && node.isStock()) {
        history.recordClient(node.key(), node.client());
      }
    }

    @Override
    public void complete(KnownNode node, InfoHash bit, PeerAddress peer) {
      if (!hasAgent(node)) {
        assignments.stock().complete(node, bit, peer);
      }
    }

    @Override
    public void lost(KnownNode node, InfoHash bit) {
      if (!hasAgent(node)) {
        assignments.stock().lost(node, bit);
      }
    }

    /** A client whose agent is there is spoken for: the agent looks before it says anything. */
    private boolean hasAgent(KnownNode node) {
      return sessions.online(node.key()).isPresent();
    }
  }

  /** Starts a tracker with the system's clocks and a secure random source. */
  public static Tracker start(TrackerConfig config) {
    return start(config, Clocks.system(), new SecureRandom());
  }

  /**
   * Starts a tracker.
   *
   * @param random makes tokens, so it must be secure wherever they matter; thread-safe
   * @throws TrackerStartException if the port is in use or the directory cannot be read
   * @throws io.fractus.platform.DataDirectoryException if the directory is not for this tracker
   */
  public static Tracker start(TrackerConfig config, Clocks clocks, RandomGenerator random) {
    DataDirectory directory = DataDirectory.open(config.dataDirectory(), "tracker", FORMAT);
    try {
      TrackerConfig listening =
          config.port() == 0 ? config.withPort(FreePort.find(config.host())) : config;
      AccessTokens tokens = AccessTokens.load(directory.path(), random);
      DerivedKeys keys = DerivedKeys.load(directory.path(), random);
      Registry registry = Registry.open(directory.path().resolve("registry.db"));
      CallListener calls = CallListener.open(config.host(), config.callPort());
      Tracker tracker =
          new Tracker(listening, directory, registry, tokens, keys, calls, clocks, random);
      tracker.listen();
      return tracker;
    } catch (IOException e) {
      directory.close();
      throw new TrackerStartException(
          "cannot read the secrets in " + directory.path() + " or find a port: " + e, e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private void listen() {
    try {
      // Who finds HTTP there may announce by UDP as well.
      announcing.listen(config.host(), config.port());
      server.start();
    } catch (JavalinBindException | IOException e) {
      close();
      throw new TrackerStartException(
          "cannot listen on %s port %d: it is in use, or not an address of this machine; stop"
                  .formatted(config.host(), config.port())
              + " what uses it or choose another port",
          e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    probes.start();
    every(Duration.ofSeconds(1), sessions::dropSilent);
    every(Duration.ofMinutes(1), announcing.swarms()::expire);
    every(Duration.ofSeconds(10), announcing.nodes()::save);
    every(Limits.DRAIN_ROUND, assignments.drains()::round);
    every(RepairLimits.ROUND, assignments.repairs()::round);
    every(MovementLimits.ROUND, assignments.movements()::round);
    every(Limits.ORPHANS_PAUSE, assignments::sweepOrphans);
    every(Duration.ofHours(1), assignments::forgetReleases);
    every(Limits.HISTORY_WRITE_INTERVAL, history::tick);
    every(MovementLimits.DEMAND_WRITTEN_EVERY, assignments::writeDemand);
    log.info("tracker of cloud {} listens on {}", tokens.cloudId(), uri());
  }

  private void every(Duration pause, Runnable work) {
    long millis = pause.toMillis();
    var _ =
        housekeeping.scheduleWithFixedDelay(
            () -> quietly(work), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** An exception would end the schedule. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("housekeeping failed", e);
    }
  }

  /** Where it is reached, with the advertised host. */
  public URI uri() {
    String host = config.advertisedHost();
    return URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port());
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Where it keeps what it must not forget. */
  Path dataDirectory() {
    return directory.path();
  }

  /** All its HTTP routes. */
  List<Endpoint> routes() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .toList();
  }

  /** The tokens and the id of its cloud, for those who start it. */
  public AccessTokens tokens() {
    return tokens;
  }

  /** Stops it: nodes come back by themselves when it is started again. */
  @Override
  public void close() {
    probes.close();
    listener.close();
    housekeeping.shutdown();
    assignments.close();
    admin.close();
    sessions.close();
    announcing.close();
    server.stop();
    quietly(announcing.nodes()::save);
    quietly(history::close);
    quietly(assignments::writeDemand);
    registry.close();
    directory.close();
  }
}
