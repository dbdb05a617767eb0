// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.bench.BitFetchBench;
import io.fractus.bench.CloudBench;
import io.fractus.bench.EncryptionBench;
import io.fractus.bench.EngineBench;
import io.fractus.bench.NodeProcessBench;
import io.fractus.bench.TrackerBench;
import io.fractus.bench.TrackerKill;
import io.fractus.bench.TrackerPeers;
import io.fractus.bench.coding.CodingBench;
import io.fractus.bench.coding.HashBench;
import io.fractus.bench.coding.MachineInfo;
import io.fractus.bench.coding.PipelineBench;
import io.fractus.bench.s3.ListingBench;
import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.coding.CodingKernels;
import io.fractus.torrents.wire.PeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus bench}: numbers, each as a ratio to a floor measured in the same run. */
@Command(
    name = "bench",
    description = "Print the numbers of docs/BENCHMARKS.md, measured on this machine.",
    footerHeading = "%nExamples:%n",
    footer = {"  fractus bench", "  fractus bench coding", "  fractus bench s3 --quick --json"})
public final class BenchCommand implements Callable<Integer> {
  private static final Layout LAYOUT = Layout.parse("raid6:4+2x2");
  private static final Layout EGRESS = Layout.parse("raid5:2+1");
  private static final int NODES = 12;
  private static final int OBJECT_BYTES = 256_000_000;
  private static final int EGRESS_BYTES = 64_000_000;
  private static final int TRACKER_SWARMS = Integer.getInteger("fractus.bench.swarms", 100_000);
  private static final int LISTED_KEYS = Integer.getInteger("fractus.bench.keys", 1_000_000);
  private static final int LISTED_KEYS_QUICK = 10_000;
  private static final int TRACKER_NODES = 10_000;
  private static final int PEERS_PER_SWARM = 10;
  private static final int[] COPIES = {1, 2, 4};

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHAT",
      defaultValue = "ALL",
      description = {
        "coding, node, cloud, s3 (or its parts requests and listing), tracker, judgement,",
        "cold or all (default: all)."
      })
  What what = What.ALL;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where to put up to 20 GB for the time of the run (default: the temp folder).")
  @Nullable Path directory;

  @Option(names = "--quick", description = "Of s3: few requests, and listings of few keys.")
  boolean quick;

  @Option(
      names = "--s3proxy",
      paramLabel = "FILE",
      description = "The class path of S3Proxy (default: as the sources were built with it).")
  @Nullable Path s3proxy;

  public BenchCommand(Console console) {
    this.console = console;
  }

  /** Which benchmarks there are. */
  public enum What {
    /** Erasure coding, hashing and the pipelines, in memory. */
    CODING,
    /** Bits between engines, encryption, and a whole node as it is started. */
    NODE,
    /** Objects through a whole cloud. */
    CLOUD,
    /** What is asked of the S3 API: both of the next two. */
    S3,
    /** Puts and gets over S3, beside S3Proxy. */
    REQUESTS,
    /** Pages of very long listings. */
    LISTING,
    /** What the first of everything costs. */
    COLD,
    /** Announces to the tracker beside opentracker. */
    TRACKER,
    /** What placement costs and what it saves. */
    JUDGEMENT,
    /** All of them. */
    ALL
  }

  @Override
  public Integer call() throws IOException, InterruptedException, PeerException {
    Path scratch =
        directory == null
            ? Files.createTempDirectory("fractus-bench")
            : Files.createTempDirectory(Files.createDirectories(directory), "fractus-bench");
    try {
      if (!json) {
        console.print(BenchResult.header());
      }
      boolean met = true;
      if (wanted(What.CODING)) {
        met &= coding();
      }
      if (wanted(What.TRACKER)) {
        met &= tracker(scratch);
      }
      if (wanted(What.JUDGEMENT)) {
        met &= judgement(scratch);
      }
      if (wanted(What.NODE)) {
        met &= print(new BitFetchBench(Files.createDirectory(scratch.resolve("bits"))).run());
        met &= print(new EngineBench(Files.createDirectory(scratch.resolve("engines"))).run());
        met &= encryption(scratch);
        met &= node(scratch);
      }
      if (wanted(What.CLOUD)) {
        met &= cloud(scratch);
      }
      if (wanted(What.S3) || what == What.REQUESTS) {
        met &= requests(scratch);
      }
      if (wanted(What.S3) || what == What.LISTING) {
        met &= listing(scratch);
      }
      if (wanted(What.COLD)) {
        met &= cold(scratch);
      }
      return met ? Failure.DONE : Failure.FAILED;
    } finally {
      delete(scratch);
    }
  }

  private boolean wanted(What bench) {
    return what == What.ALL || what == bench;
  }

  private boolean coding() {
    MachineInfo machine = MachineInfo.read();
    machine.toLines().forEach(console::say);
    CodingKernels.select(System::nanoTime).forEach(trial -> console.say("kernel     " + trial));
    AtomicBoolean met = new AtomicBoolean(true);
    Consumer<BenchResult> results = result -> met.compareAndSet(true, print(List.of(result)));
    new CodingBench(machine.avx512(), results).run();
    new HashBench(machine.avx512(), results).run();
    new PipelineBench(machine.avx512(), results).run();
    return met.get();
  }

  private boolean requests(Path scratch) throws IOException {
    Optional<Path> floor = Optional.ofNullable(s3proxy).or(ScratchS3Proxy::classPathOfSources);
    if (floor.isEmpty()) {
      console.say(ScratchS3Proxy.HOW_TO_GET);
    }
    AtomicBoolean met = new AtomicBoolean(true);
    Consumer<BenchResult> results = result -> met.compareAndSet(true, print(List.of(result)));
    new S3Bench(Files.createDirectory(scratch.resolve("requests")), floor, quick, results).run();
    return met.get();
  }

  private boolean listing(Path scratch) throws IOException {
    AtomicBoolean met = new AtomicBoolean(true);
    Consumer<BenchResult> results = result -> met.compareAndSet(true, print(List.of(result)));
    int keys = quick ? Math.min(LISTED_KEYS, LISTED_KEYS_QUICK) : LISTED_KEYS;
    new ListingBench(Files.createDirectory(scratch.resolve("s3")), keys, results).run();
    return met.get();
  }

  private boolean cold(Path scratch) throws IOException, InterruptedException {
    AtomicBoolean met = new AtomicBoolean(true);
    ColdBench bench = new ColdBench(result -> met.compareAndSet(true, print(List.of(result))));
    bench.firstRows();
    try (ScratchCloud cloud =
        ScratchCloud.start(scratch.resolve("cold"), EGRESS + "x1", EGRESS.bits())) {
      bench.putAndGet(cloud, scratch);
    }
    return met.get();
  }

  private boolean tracker(Path scratch) throws IOException, InterruptedException {
    Path directory = Files.createDirectory(scratch.resolve("tracker"));
    TrackerPeers peers =
        ScratchTracker.fill(directory, TRACKER_SWARMS, TRACKER_NODES, PEERS_PER_SWARM);
    TrackerBench bench = new TrackerBench(peers);
    try (ScratchTracker ours = ScratchTracker.ours(directory)) {
      boolean met = true;
      if (ScratchTracker.hasOpentracker()) {
        Path other = Files.createDirectory(scratch.resolve("opentracker"));
        try (ScratchTracker floor = ScratchTracker.opentracker(other, peers)) {
          met &= print(bench.run(ours.target(), floor.target()));
        }
      } else {
        console.print("opentracker is not installed: nothing to hold the tracker against");
        met &= print(bench.run(ours.target(), null));
      }
      met &= print(new TrackerKill(peers, ours).run());
      return met;
    }
  }

  private boolean judgement(Path scratch) throws IOException {
    AtomicBoolean met = new AtomicBoolean(true);
    Consumer<BenchResult> results = result -> met.compareAndSet(true, print(List.of(result)));
    new JudgementBench(results).run();
    new SlowNodesBench(results).run(Files.createDirectory(scratch.resolve("judgement")));
    return met.get();
  }

  private boolean encryption(Path scratch) throws IOException, PeerException {
    String missing = EncryptionBench.missing();
    if (!missing.isEmpty()) {
      console.say(missing);
      return true;
    }
    return print(new EncryptionBench(Files.createDirectory(scratch.resolve("encryption"))).run());
  }

  private boolean node(Path scratch) throws IOException, InterruptedException, PeerException {
    Optional<Path> launcher = ScratchNode.launcher();
    if (launcher.isEmpty()) {
      console.say("this is not ./fractus: the node as it starts one cannot be measured");
      return true;
    }
    Path directory = Files.createDirectory(scratch.resolve("node"));
    AtomicBoolean met = new AtomicBoolean(true);
    new NodeProcessBench(
            ScratchNode.join(directory, launcher.get()),
            result -> met.compareAndSet(true, print(List.of(result))))
        .run(directory);
    return met.get();
  }

  private boolean cloud(Path scratch) throws IOException, InterruptedException {
    try (ScratchCloud cloud =
        ScratchCloud.start(scratch.resolve("cloud"), LAYOUT.toString(), NODES)) {
      CloudBench bench =
          new CloudBench(
              cloud.api(), cloud.token(), Files.createDirectory(scratch.resolve("objects")));
      boolean met = print(bench.putAndGet(OBJECT_BYTES, LAYOUT.dataBits(), LAYOUT.bits()));
      for (int copies : COPIES) {
        String layout = EGRESS + "x" + copies;
        met &=
            print(
                List.of(
                    bench.egress(EGRESS_BYTES, layout, EGRESS.dataBits(), EGRESS.bits(), copies)));
      }
      return met;
    }
  }

  private boolean print(List<BenchResult> results) {
    boolean met = true;
    for (BenchResult result : results) {
      console.print(json ? Json.write(result) : result.toLine());
      met &= result.met();
    }
    return met;
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
