// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.explain.Account;
import io.fractus.tracker.explain.Holding;
import io.fractus.tracker.explain.Reason;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;
import io.fractus.tracker.plan.Stripe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** What it costs to say what a stripe can bear and why its copies are where they are. */
final class ExplainBench {
  private static final long SEED = 20_261;
  private static final int DATA_BITS = 16;
  private static final int PARITY_BITS = 8;
  private static final int COPIES = 2;
  private static final int NODES = 2_000;
  private static final int[] SITES = {12, 100};
  private static final int STRIPES = 32;
  private static final long MEASURED_NANOS = 1_000_000_000L;
  private static final double MILLIS_MAX = 10;
  private static final int AGE_DAYS = 100;

  private final Consumer<BenchResult> results;

  ExplainBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  void run() {
    MixedNodes cloud = new MixedNodes(new Random(SEED), NODES);
    for (int sites : SITES) {
      stripe(cloud, sites);
    }
    estimate();
  }

  private void stripe(MixedNodes cloud, int sites) {
    Random chance = new Random(SEED);
    List<List<List<Holding>>> stripes = new ArrayList<>();
    for (int i = 0; i < STRIPES; i++) {
      stripes.add(bits(cloud, chance, sites));
    }
    measured(stripes);
    double millis = measured(stripes);
    results.accept(
        BenchResult.recorded(
                "judge",
                String.format(Locale.ROOT, "explain 16+8x2 on %d sites", sites),
                millis,
                "ms",
                "limit",
                MILLIS_MAX)
            .withTarget("at most 10 ms", millis <= MILLIS_MAX));
  }

  private static List<List<Holding>> bits(MixedNodes cloud, Random chance, int sites) {
    List<List<Holding>> bits = new ArrayList<>();
    for (int bit = 0; bit < DATA_BITS + PARITY_BITS; bit++) {
      List<Holding> copies = new ArrayList<>();
      for (int copy = 0; copy < COPIES; copy++) {
        Member node =
            new Member(
                "node-" + (bit * COPIES + copy),
                NodeClass.HOME,
                "site-" + chance.nextInt(sites),
                cloud.truth(chance.nextInt(NODES)),
                AGE_DAYS,
                0);
        copies.add(new Holding(node, CopyState.COMPLETE, chance.nextBoolean(), Trust.VETTED));
      }
      bits.add(copies);
    }
    return bits;
  }

  /** Milliseconds a stripe, each copy told about. */
  private static double measured(List<List<List<Holding>>> stripes) {
    long start = System.nanoTime();
    long explained = 0;
    double sum = 0;
    while (System.nanoTime() - start < MEASURED_NANOS) {
      List<List<Holding>> bits = stripes.get((int) (explained++ % stripes.size()));
      Account account = Account.of(DATA_BITS, bits, (int) (explained % WeekEvidence.HOURS));
      Stripe stripe = Account.stripe(DATA_BITS, bits);
      int worst = account.outlook().worstHour();
      for (List<Holding> copies : bits) {
        sum += Reason.of(COPIES, copies).size();
        for (Holding copy : copies) {
          String id = copy.node().id();
          sum += Account.without(node -> node.id().equals(id), stripe, worst).durability();
        }
      }
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("explanations make no sense");
    }
    return (System.nanoTime() - start) / 1e6 / explained;
  }

  /** What a node costs that was not looked at in this hour. */
  private void estimate() {
    Random chance = new Random(SEED);
    double[] watched = new double[WeekEvidence.HOURS];
    double[] here = new double[WeekEvidence.HOURS];
    Arrays.fill(watched, 3);
    Arrays.setAll(here, _ -> chance.nextInt(4));
    WeekEvidence seen = new WeekEvidence(watched, here);
    long start = System.nanoTime();
    long estimates = 0;
    double sum = 0;
    while (System.nanoTime() - start < MEASURED_NANOS) {
      sum += Estimator.bound(NodeClass.HOME, 0, seen).mean();
      estimates++;
    }
    if (!(sum > 0)) {
      throw new IllegalStateException("a node that was here has a bound above 0");
    }
    results.accept(
        BenchResult.recorded(
            "judge",
            "  and each node new in this hour",
            (System.nanoTime() - start) / 1e6 / estimates,
            "ms",
            "-",
            1));
  }
}
