// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.NodeProcessBench;
import io.fractus.cli.base.Failure;
import io.fractus.node.ControlFile;
import io.fractus.node.NodeStatus;
import io.fractus.node.store.Admission;
import io.fractus.node.store.BitStore;
import io.fractus.protocol.Json;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A node of a benchmark, started as its owner does, with a tracker of its own. */
final class ScratchNode implements NodeProcessBench.Subject {
  private static final String NAME = "node";
  private static final long SHARE = 1L << 40;
  private static final int PER_TRANSACTION = 1_000;

  /**
   * Each bit is synced to the disk twice; a file system does many at a time for the price of one.
   */
  private static final int WRITERS = 32;

  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;
  private static final int STOP_SECONDS = 60;

  /** Nobody: the copies are where they shall be. */
  private static final PeerAddress GATEWAY = new PeerAddress("127.0.0.1", 1);

  private final Path tracker;
  private final Path node;
  private final Path launcher;
  private int held;

  private ScratchNode(Path directory, Path launcher) throws IOException {
    this.tracker = Files.createDirectory(directory.resolve("tracker"));
    this.node = directory.resolve(NAME);
    this.launcher = launcher;
  }

  /** What starts it, as people do; empty if this program was started in another way. */
  static Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty("fractus.launcher")).map(Path::of);
  }

  /** A node that has joined its cloud and holds nothing yet. */
  static ScratchNode join(Path directory, Path launcher) throws IOException, InterruptedException {
    ScratchNode node = new ScratchNode(directory, launcher);
    // Its output goes into its directory, which is its own only after this.
    Tracker.start(TrackerConfig.of(node.tracker, "127.0.0.1", 0)).close();
    node.start("java").close();
    return node;
  }

  @Override
  public void add(List<BitMetainfo> bits, NodeProcessBench.FileOfBit files) throws IOException {
    BitStore store = BitStore.open(node.resolve("bits"), node.resolve("store.id"), SHARE);
    List<Future<Void>> writing = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      for (BitMetainfo bit : bits) {
        writing.add(
            writers.submit(() -> {
              put(store, bit, files);
              return null;
            }));
      }
      for (Future<Void> each : writing) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a bit of the benchmark cannot be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while bits were written", e);
    }
    assign(bits);
    held += bits.size();
  }

  private static void put(BitStore store, BitMetainfo bit, NodeProcessBench.FileOfBit files)
      throws IOException {
    Admission admission = store.reserve(bit);
    if (admission != Admission.GRANTED) {
      throw new IOException(bit + " has no place: " + admission);
    }
    files.write(bit, store.directory(bit).resolve(bit.name()));
    store.commit(bit);
  }

  private void assign(List<BitMetainfo> bits) {
    try (Registry registry = Registry.open(tracker.resolve("registry.db"))) {
      for (int from = 0; from < bits.size(); from += PER_TRANSACTION) {
        List<BitMetainfo> some = bits.subList(from, Math.min(bits.size(), from + PER_TRANSACTION));
        registry.write(rows -> {
          NodeRecord holder = rows.nodes().all().getFirst();
          for (BitMetainfo bit : some) {
            rows.copies()
                .add(rows.bits().put(bit, 1, GATEWAY, Instant.EPOCH), holder.key(), Instant.EPOCH);
          }
          return null;
        });
      }
    }
  }

  @Override
  public NodeProcessBench.Running start(String engine) throws IOException, InterruptedException {
    ScratchTracker running = ScratchTracker.ours(tracker);
    Running started = null;
    try {
      started = new Running(running, run(running, engine));
      started.awaitStart();
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (started == null) {
        running.close();
      } else {
        started.close();
      }
      throw e;
    }
  }

  private Process run(ScratchTracker running, String engine) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "node"));
    command.addAll(List.of("--data", node.toString(), "--name", NAME, "--class", "server"));
    command.addAll(
        List.of("--tracker", "http://127.0.0.1:" + running.target().address().getPort()));
    command.addAll(List.of("--token-file", tracker.resolve("join.token").toString()));
    command.addAll(List.of("--share", Long.toString(SHARE), "--port", "0", "--engine", engine));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(tracker.resolve("node.output").toFile())
        .start();
  }

  /** The node while it runs, and its tracker. */
  private final class Running implements NodeProcessBench.Running {
    private final ScratchTracker beside;
    private final Process process;
    private final long begun = System.nanoTime();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
    private double startSeconds;
    private int port;

    private Running(ScratchTracker beside, Process process) {
      this.beside = beside;
      this.process = process;
    }

    private void awaitStart() throws IOException, InterruptedException {
      long end = begun + START_MAX.toNanos();
      while (process.isAlive() && System.nanoTime() < end) {
        Optional<NodeStatus> status = ControlFile.find(node).flatMap(this::status);
        if (status.isPresent() && status.get().connected() && status.get().bits() == held) {
          startSeconds = (System.nanoTime() - begun) / 1e9;
          port = status.get().port();
          return;
        }
        Thread.sleep(LOOK_MILLIS);
      }
      throw Failure.failed(
          "the node of the benchmark did not start: "
              + Files.readString(tracker.resolve("node.output")));
    }

    private Optional<NodeStatus> status(ControlFile control) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + "/status"))
              .timeout(ANSWER_MAX)
              .build();
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return Optional.of(Json.read(response.body(), NodeStatus.class));
      } catch (IOException _) {
        // It is about to listen.
        return Optional.empty();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public PeerAddress address() {
      return new PeerAddress("127.0.0.1", port);
    }

    @Override
    public double startSeconds() {
      return startSeconds;
    }

    @Override
    public void close() {
      http.close();
      ScratchProcess.end(process, STOP_SECONDS);
      beside.close();
    }
  }
}
