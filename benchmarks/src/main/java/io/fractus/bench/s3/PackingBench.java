// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import io.fractus.bench.BenchResult;
import io.fractus.bench.s3.CloudNumbers.Held;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What small objects cost on nodes, and what comes back when they are deleted. */
public final class PackingBench {
  private static final int CLIENTS = 16;
  private static final int SMALLEST = 1_000;
  private static final int LARGEST = 256_000;

  /** Different sizes of the mixed ones. */
  private static final int SIZES = 50;

  /** One of so many objects stays. */
  private static final int STAYS = 3;

  private static final int LOOK_MILLIS = 500;

  /** Compaction looks every ten seconds for what is worth it. */
  private static final Duration QUIET = Duration.ofSeconds(14);

  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
  private static final Duration PUTS_MAX = Duration.ofMinutes(2);
  private static final double PERCENT = 100;

  private final S3Server server;
  private final CloudNumbers cloud;
  private final int objects;
  private final int dataBits;
  private final int bits;
  private final Consumer<BenchResult> results;

  /**
   * Measures one cloud, in which nothing else happens.
   *
   * @param objects of each set
   * @param dataBits k of the layout
   * @param bits n of it, of each of which there is one copy
   */
  public PackingBench(
      S3Server server,
      CloudNumbers cloud,
      int objects,
      int dataBits,
      int bits,
      Consumer<BenchResult> results) {
    this.server = server;
    this.cloud = cloud;
    this.objects = objects;
    this.dataBits = dataBits;
    this.bits = bits;
    this.results = results;
  }

  /** Puts, and tells what is held at once. */
  public void puts() throws IOException {
    cloud.awaitSpread();
    put(sets(), cloud.held());
  }

  /** Puts, waits for compaction, deletes most of it, and waits again. */
  public void run() throws IOException {
    List<Set> sets = sets();
    Held before = settled();
    long live = put(sets, before);
    Held compacted = settled();
    BenchResult torrents =
        torrents("both, compacted", (compacted.copies() - before.copies()) / (double) sets.size());
    results.accept(torrents.withTarget("less than one an object", torrents.value() < 1_000));
    stored("both, compacted", compacted.bytes() - before.bytes(), live);
    long deleted = 0;
    for (Set set : sets) {
      deleted += delete(set);
    }
    Held left = settled();
    double back = compacted.bytes() - left.bytes();
    results.accept(
        BenchResult.recorded(
            "s3",
            "both, given back after deletes",
            back / (compacted.bytes() - before.bytes()) * PERCENT,
            "%",
            "bytes of the deleted, of all",
            (double) deleted / live * PERCENT));
  }

  private static List<Set> sets() {
    return List.of(
        new Set("1 KB", List.of(Body.of("", SMALLEST))), new Set("1 to 256 KB", mixed()));
  }

  /** Returns how many bytes were put. */
  private long put(List<Set> sets, Held before) throws IOException {
    Held held = before;
    long live = 0;
    for (Set set : sets) {
      set.load(objects).run(server, (to, i) -> to.put(set.path(i), set.body(i)));
      cloud.awaitSpread();
      Held after = cloud.held();
      live += set.bytes(objects);
      String name = set.name() + ", as put";
      results.accept(torrents(name, (double) (after.copies() - held.copies())));
      stored(name, after.bytes() - held.bytes(), set.bytes(objects));
      held = after;
    }
    return live;
  }

  /** Returns how many bytes of what was put are deleted. */
  private long delete(Set set) throws IOException {
    set.load(objects)
        .run(
            server,
            (to, i) -> {
              if (i % STAYS != 0) {
                to.delete(set.path(i));
              }
            });
    long deleted = 0;
    for (int i = 0; i < objects; i++) {
      deleted += i % STAYS == 0 ? 0 : set.body(i).bytes().length;
    }
    return deleted;
  }

  /** Torrents of nodes for 1,000 objects. */
  private BenchResult torrents(String name, double copies) {
    return BenchResult.recorded(
        "s3",
        name + ", torrents",
        copies * 1_000 / objects,
        "/k",
        "a stripe for each object",
        bits * 1_000.0);
  }

  private void stored(String name, long bytes, long put) {
    results.accept(
        BenchResult.recorded(
            "s3",
            name + ", stored",
            (double) bytes / put,
            "B/B",
            "the coded bytes",
            (double) bits / dataBits));
  }

  /** What is held when nothing changes any more. */
  private Held settled() throws IOException {
    cloud.awaitSpread();
    Held held = cloud.held();
    long begin = System.nanoTime();
    long since = begin;
    while (System.nanoTime() - since < QUIET.toNanos()
        && System.nanoTime() - begin < SETTLE_MAX.toNanos()) {
      CloudNumbers.pause(LOOK_MILLIS);
      Held now = cloud.held();
      if (!now.equals(held)) {
        held = now;
        since = System.nanoTime();
      }
    }
    return held;
  }

  /** As many small ones as large ones: the logarithm of the size is even. */
  private static List<Body> mixed() {
    Random random = new Random(SIZES);
    List<Body> bodies = new ArrayList<>();
    for (int i = 0; i < SIZES; i++) {
      double size = SMALLEST * Math.pow((double) LARGEST / SMALLEST, random.nextDouble());
      bodies.add(Body.of("", (int) size));
    }
    return bodies;
  }

  /** Objects of one kind. */
  private record Set(String name, List<Body> bodies) {
    Load load(int objects) {
      return new Load(CLIENTS, PUTS_MAX, objects);
    }

    String path(int i) {
      return Pair.BUCKET + "/" + name.replace(' ', '-') + "/" + i;
    }

    Body body(int i) {
      return bodies.get(i % bodies.size());
    }

    long bytes(int objects) {
      long sum = 0;
      for (int i = 0; i < objects; i++) {
        sum += body(i).bytes().length;
      }
      return sum;
    }
  }
}
