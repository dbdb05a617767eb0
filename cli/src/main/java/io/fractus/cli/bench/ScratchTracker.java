// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

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
final class ScratchTracker implements AutoCloseable {
  private static final int PIECE = 64 << 10;
  private static final int PER_TRANSACTION = 1_000;
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 30;
  private static final long SEED = 20_260_101;
  private static final PeerAddress GATEWAY = new PeerAddress("127.0.0.1", 7_000);

  private final Process process;
  private final InetSocketAddress address;

  private ScratchTracker(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
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
                    "n" + i, "s" + i % 1_000, "r" + i % 20, "lab", 1 << 20, null, 1, "bench"),
                new PeerAddress("127.0.0.1", 1_024 + i % 60_000),
                "%016x".formatted(i),
                Secrets.fingerprint("token" + i),
                Secrets.fingerprint(passkey),
                Instant.EPOCH);
      }
      return rows.nodes().all().stream().map(NodeRecord::key).toList();
    });
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
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    ScratchTracker tracker =
        new ScratchTracker(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try {
      tracker.awaitStart(directory);
      return tracker;
    } catch (IOException | RuntimeException e) {
      tracker.close();
      throw e;
    }
  }

  private void awaitStart(Path directory) throws IOException {
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

  InetSocketAddress address() {
    return address;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
