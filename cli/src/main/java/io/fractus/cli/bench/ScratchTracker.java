// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.TrackerBench.Target;
import io.fractus.bench.TrackerKill;
import io.fractus.bench.TrackerPeers;
import io.fractus.cli.base.Failure;
import io.fractus.platform.Secrets;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The two trackers of a benchmark, each a process: ours with a full registry, and opentracker. */
final class ScratchTracker implements AutoCloseable, TrackerKill.Victim {
  private static final int PIECE = 64 << 10;

  /** More than its copies take: a node that holds too much would be emptied meanwhile. */
  private static final long SHARE = 1L << 40;

  private static final int PER_TRANSACTION = 1_000;
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 30;
  private static final long SEED = 20_260_101;
  private static final PeerAddress GATEWAY = new PeerAddress("127.0.0.1", 7_000);

  private final Path directory;
  private final List<String> command;
  private final InetSocketAddress address;
  private Process process;

  private ScratchTracker(Path directory, int port, List<String> command) throws IOException {
    this.directory = directory;
    this.command = command;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.process = start();
  }

  /** Makes a registry with all copies assigned, as after years of placements. */
  static TrackerPeers fill(Path directory, int swarms, int nodes, int perSwarm) {
    String cloud;
    try (Tracker tracker = Tracker.start(TrackerConfig.of(directory, "127.0.0.1", 0))) {
      cloud = tracker.tokens().cloudId();
    }
    Random random = new Random(SEED);
    List<String> passkeys = new ArrayList<>();
    List<InfoHash> hashes = new ArrayList<>();
    try (Registry registry = Registry.open(directory.resolve("registry.db"))) {
      List<Long> keys = addNodes(registry, nodes, passkeys, random);
      for (int from = 0; from < swarms; from += PER_TRANSACTION) {
        int first = from;
        int to = Math.min(swarms, from + PER_TRANSACTION);
        registry.write(rows -> {
          for (int i = first; i < to; i++) {
            BitRecord bit =
                rows.bits().put(bit(cloud, i, random), perSwarm, GATEWAY, Instant.EPOCH);
            hashes.add(bit.metainfo().infoHash());
            for (int j = 0; j < perSwarm; j++) {
              rows.copies().add(bit, keys.get((i * perSwarm + j) % nodes), Instant.EPOCH);
            }
          }
          return null;
        });
      }
    }
    return new TrackerPeers(hashes, passkeys, perSwarm);
  }

  private static List<Long> addNodes(
      Registry registry, int nodes, List<String> passkeys, Random random) {
    return registry.write(rows -> {
      for (int i = 0; i < nodes; i++) {
        String passkey = Secrets.newToken(random);
        passkeys.add(passkey);
        rows.nodes()
            .add(
                new JoinRequest(
                    "n" + i, "s" + i % 1_000, "r" + i % 20, "lab", SHARE, null, 1, "bench"),
                new PeerAddress("127.0.0.1", 1_024 + i % 60_000),
                "%016x".formatted(i),
                Secrets.fingerprint("token" + i),
                Secrets.fingerprint(passkey),
                Instant.EPOCH);
      }
      return rows.nodes().all().stream().map(NodeRecord::key).toList();
    });
  }

  private static String nodeId(int number) {
    return "%016x".formatted(number);
  }

  private static BitMetainfo bit(String cloud, int number, Random random) {
    byte[] pieces = new byte[20 * 4];
    random.nextBytes(pieces);
    return BitMetainfo.create(cloud, "%032x".formatted(number), 4L * PIECE, PIECE, pieces);
  }

  /** Starts our tracker on a directory. */
  static ScratchTracker ours(Path directory) throws IOException {
    int port = freePort();
    return start(
        directory,
        port,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.fractus.cli.Main",
            "tracker",
            "--data",
            directory.toString(),
            "--port",
            Integer.toString(port)));
  }

  /** Starts opentracker as Debian has it, which takes the torrents of a list only. */
  static ScratchTracker opentracker(Path directory, TrackerPeers peers) throws IOException {
    List<String> lines = peers.swarms().stream().map(InfoHash::toString).toList();
    Files.write(directory.resolve("whitelist"), lines);
    int port = freePort();
    List<String> command = new ArrayList<>(List.of("opentracker", "-i", "127.0.0.1"));
    command.addAll(List.of("-p", Integer.toString(port), "-P", Integer.toString(port)));
    // It will not run as root, and goes into its directory before it becomes somebody else.
    String user = System.getProperty("user.name");
    command.addAll(List.of("-d", directory.toString()));
    command.addAll(List.of("-u", user.equals("root") ? "nobody" : user));
    command.addAll(List.of("-w", "whitelist"));
    return start(directory, port, command);
  }

  /** Whether Debian's package is there. */
  static boolean hasOpentracker() {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, "opentracker"))) {
        return true;
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      udp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
      return tcp.getLocalPort();
    }
  }

  private static ScratchTracker start(Path directory, int port, List<String> command)
      throws IOException {
    ScratchTracker tracker = new ScratchTracker(directory, port, command);
    try {
      tracker.awaitStart();
      return tracker;
    } catch (IOException | RuntimeException e) {
      tracker.close();
      throw e;
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  @Override
  public void kill() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a tracker was killed", e);
    }
  }

  @Override
  public void startAgain() throws IOException {
    process = start();
    awaitStart();
  }

  @Override
  public String nodeId() {
    return nodeId(0);
  }

  @Override
  public String gatewayToken() {
    return token("gateway.token");
  }

  @Override
  public String adminToken() {
    return token("admin.token");
  }

  private String token(String file) {
    try {
      return Secrets.load(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(address);
        return;
      } catch (IOException _) {
        try {
          Thread.sleep(100);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
    }
    throw Failure.failed(
        "a tracker of the benchmark did not start: "
            + Files.readString(directory.resolve("output")));
  }

  @Override
  public Target target() {
    return new Target(address, process.toHandle());
  }

  @Override
  public void close() {
    ScratchProcess.end(process, STOP_SECONDS);
  }
}
