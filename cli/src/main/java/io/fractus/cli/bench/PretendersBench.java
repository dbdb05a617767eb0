// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.cli.bench.PretendingCloud.Kind;
import io.fractus.cli.bench.PretendingCloud.Node;
import io.fractus.tracker.reputation.Reputation;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** How soon nodes that pretend are caught, how many honest ones with them, and what it takes. */
final class PretendersBench {
  private static final long SEED = 20_261;
  private static final int NODES = 500;
  private static final double EACH = 0.05;
  private static final int DAYS = 14;
  private static final int MEASURED = 100_000;
  private static final int REPLACED_BYTES = 80;

  private final Consumer<BenchResult> results;

  PretendersBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  void run() {
    memory();
    PretendingCloud cloud = new PretendingCloud(SEED, NODES, EACH);
    cloud.pass(DAYS);
    caught(cloud, Kind.LACKS, "audits until caught, has nothing", 5);
    caught(cloud, Kind.HIDES, "audits until caught, hides a fifth", 60);
    caught(cloud, Kind.RELAYS, "audits until caught, relays by day", 96);
    caught(cloud, Kind.TWO_FACED, "reads until caught, slow for gateways", 60);
    List<Node> honest = cloud.nodes(Kind.HONEST);
    long wronged = honest.stream().filter(node -> node.wasEver("liar")).count();
    results.accept(
        BenchResult.recorded(
                "judge",
                "honest nodes ever called liars",
                (double) wronged,
                "",
                "of",
                honest.size())
            .withTarget("none", wronged == 0));
  }

  private void caught(PretendingCloud cloud, Kind kind, String name, int most) {
    List<Integer> after = cloud.nodes(kind).stream().map(Node::caughtAfter).sorted().toList();
    boolean all = after.getFirst() >= 0;
    results.accept(
        BenchResult.recorded(
                "judge", name, after.get(after.size() / 2), "", "the last one", after.getLast())
            .withTarget(
                String.format(Locale.ROOT, "all, the last at %d at most", most),
                all && after.getLast() <= most));
  }

  private void memory() {
    Reputation[] many = new Reputation[MEASURED];
    long before = JudgementBench.used();
    for (int i = 0; i < MEASURED; i++) {
      many[i] = new Reputation();
      many[i].right(i);
    }
    double each = (JudgementBench.used() - before) / (double) MEASURED;
    boolean kept = many[MEASURED - 1].audits() == 1;
    results.accept(
        BenchResult.recorded(
                "judge", "memory of a reputation", each, "B", "what it replaced", REPLACED_BYTES)
            .withTarget("no more than that", kept && Math.round(each) <= REPLACED_BYTES));
  }
}
