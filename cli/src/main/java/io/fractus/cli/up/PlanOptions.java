// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.platform.ByteSize;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user said of a local cloud; what is not said stays as it was, or is the default. */
final class PlanOptions {
  private static final int NODES = 12;
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 9_000;
  private static final int TRACKER_PORT = 6_969;
  private static final int BT_PORT = 6_881;
  private static final ByteSize SHARE = ByteSize.parse("1GB");
  private static final ByteSize BIT_SIZE = ByteSize.parse("4MiB");

  @Option(names = "--nodes", paramLabel = "N", description = "Nodes; 12 if not given.")
  @Nullable Integer nodes;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "How objects that name no layout are made; by the number of nodes if not given.")
  @Nullable String layout;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on; 127.0.0.1 if not given.")
  @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "S3; REST is one above it, web sites of buckets two. 9000 if not given, 0 for any that"
              + " are free.")
  @Nullable Integer port;

  @Option(
      names = "--tracker-port",
      paramLabel = "PORT",
      description = "The tracker, HTTP and UDP. 6969 if not given, 0 for any that is free.")
  @Nullable Integer trackerPort;

  @Option(
      names = "--bt-port",
      paramLabel = "PORT",
      description =
          "BitTorrent of the gateway; the nodes and their status follow. 6881 if not given, 0 for"
              + " any that are free.")
  @Nullable Integer btPort;

  @Option(
      names = "--share",
      paramLabel = "SIZE",
      description = "Space that each node offers; 1GB if not given.")
  @Nullable ByteSize share;

  @Option(
      names = "--bit-size",
      paramLabel = "SIZE",
      description = "Longest bit; 4MiB if not given.")
  @Nullable ByteSize bitSize;

  @Option(
      names = "--sites",
      paramLabel = "N",
      description = "Sites that the nodes are dealt among; each has its own if not given.")
  @Nullable Integer sites;

  /**
   * The plan.
   *
   * @param before of the cloud that is in the directory already, if any
   * @throws Failure of wrong usage if the layout does not fit the nodes
   */
  CloudPlan resolve(Optional<CloudPlan> before, RandomGenerator random) {
    int count = or(nodes, before.map(CloudPlan::nodes), NODES);
    String address = or(host, before.map(CloudPlan::host), HOST);
    CloudPlan wanted =
        new CloudPlan(
            count,
            layoutFor(count, before),
            address,
            or(port, before.map(CloudPlan::port), PORT),
            or(trackerPort, before.map(CloudPlan::trackerPort), TRACKER_PORT),
            or(btPort, before.map(CloudPlan::btPort), BT_PORT),
            or(share, before.map(CloudPlan::shareBytes).map(ByteSize::new), SHARE).bytes(),
            or(bitSize, before.map(CloudPlan::bitBytes).map(ByteSize::new), BIT_SIZE).bytes(),
            sites != null ? sites : before.map(CloudPlan::sites).orElse(null));
    return wanted.withFreePorts(random);
  }

  private String layoutFor(int count, Optional<CloudPlan> before) {
    if (layout != null) {
      return DefaultLayout.check(layout, count).toString();
    }
    return before
        .filter(plan -> plan.nodes() <= count)
        .map(CloudPlan::layout)
        .orElseGet(() -> DefaultLayout.forNodes(count));
  }

  private static <T> T or(@Nullable T said, Optional<T> before, T otherwise) {
    return said != null ? said : before.orElse(otherwise);
  }
}
