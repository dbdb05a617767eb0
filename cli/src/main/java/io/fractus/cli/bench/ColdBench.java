// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.bench.Samples;
import io.fractus.bench.coding.FirstRows;
import io.fractus.bench.coding.Kernels;
import io.fractus.bench.isal.Isal;
import io.fractus.raid.coding.KernelKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** What is paid once: by a process that moves one small object, and by the first rows of a JVM. */
final class ColdBench {
  private static final int OBJECT_BYTES = 1_000_000;
  private static final int ROUNDS = 7;
  private static final int FIRST_ROUNDS = 5;
  private static final String MAIN = "io.fractus.cli.Main";
  private static final String OBJECT = "cold/object";

  /** What the launcher gives to commands that run for a second. */
  private static final List<String> QUICK = List.of("-XX:+UseSerialGC");

  private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

  private final Consumer<BenchResult> results;

  ColdBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  /** Whole processes, against a cloud in which nothing was put before. */
  void putAndGet(ScratchCloud cloud, Path directory) throws IOException, InterruptedException {
    Path file = directory.resolve("object");
    byte[] bytes = new byte[OBJECT_BYTES];
    new Random(4).nextBytes(bytes);
    Files.write(file, bytes);
    String data = cloud.data().toString();
    List<String> put =
        Java.run(QUICK, MAIN, List.of("put", "--data", data, file.toString(), OBJECT));
    List<String> get = Java.run(QUICK, MAIN, List.of("get", "--data", data, OBJECT, "-"));
    URI url = cloud.api().resolve("/api/v1/buckets/cold/objects/object");
    List<String> curl =
        List.of("curl", "-sSf", "-H", "Authorization: Bearer " + cloud.token(), url.toString());
    List<String> curlPut = new ArrayList<>(curl);
    curlPut.addAll(List.of("-T", file.toString()));

    double first = ProcessRun.of(put).wallMillis();
    Cost puts = new Cost();
    Cost gets = new Cost();
    Cost curlPuts = new Cost();
    Cost curlGets = new Cost();
    Cost nothing = new Cost();
    for (int round = 0; round < ROUNDS; round++) {
      puts.add(ProcessRun.of(put));
      curlPuts.add(ProcessRun.of(curlPut));
      gets.add(ProcessRun.of(get));
      curlGets.add(ProcessRun.of(curl));
      nothing.add(ProcessRun.of(Java.version()));
    }
    String started = "java -version";
    record("put 1 MB, the first of a cloud", first, "put 1 MB, median", puts.wall());
    record("put 1 MB, wall", puts.wall(), "curl, the same request", curlPuts.wall());
    record("put 1 MB, processor time", puts.cpu(), started, nothing.cpu());
    record("get 1 MB, wall", gets.wall(), "curl, the same request", curlGets.wall());
    record("get 1 MB, processor time", gets.cpu(), started, nothing.cpu());
  }

  /** The first rows that a JVM encodes, a new JVM for each sample. */
  void firstRows() throws IOException, InterruptedException {
    List<String> names =
        new ArrayList<>(Kernels.usual().stream().map(KernelKind::toString).toList());
    if (Isal.find().isPresent()) {
      names.add(FirstRows.ISAL);
    }
    Map<String, FirstSamples> samples = new LinkedHashMap<>();
    for (int round = 0; round < FIRST_ROUNDS; round++) {
      for (String name : names) {
        String[] nanos =
            ProcessRun.of(Java.run(VECTORS, FirstEncode.class.getName(), List.of(name)))
                .output()
                .trim()
                .split(" ", -1);
        samples
            .computeIfAbsent(name, _ -> new FirstSamples())
            .add(Long.parseLong(nanos[0]), Long.parseLong(nanos[1]));
      }
    }
    FirstSamples floor = Objects.requireNonNull(samples.get(KernelKind.LOOPS.toString()));
    samples.forEach((name, each) -> {
      String by = "by " + KernelKind.LOOPS;
      record("first MiB of a JVM, " + name, each.first(), by, floor.first());
      record("first 64 MiB of a JVM, " + name, each.all(), by, floor.all());
    });
  }

  private void record(String name, double millis, String floor, double floorMillis) {
    results.accept(BenchResult.recorded("cold", name, millis, "ms", floor, floorMillis));
  }

  /** Wall and processor time of one command, again and again. */
  private static final class Cost {
    private final Samples wall = new Samples(ROUNDS);
    private final Samples cpu = new Samples(ROUNDS);

    void add(ProcessRun run) {
      wall.addMillis(run.wallMillis());
      cpu.addMillis(run.cpuMillis());
    }

    double wall() {
      return wall.median();
    }

    double cpu() {
      return cpu.median();
    }
  }

  /** First and further rows of one kernel, again and again. */
  private static final class FirstSamples {
    private final Samples first = new Samples(FIRST_ROUNDS);
    private final Samples all = new Samples(FIRST_ROUNDS);

    void add(long firstNanos, long allNanos) {
      first.addNanos(firstNanos);
      all.addNanos(allNanos);
    }

    double first() {
      return first.median();
    }

    double all() {
      return all.median();
    }
  }
}
