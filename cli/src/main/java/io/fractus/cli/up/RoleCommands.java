// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import java.nio.file.Path;
import java.util.List;

/** The command line and the virtual machine of each role of a local cloud. Immutable. */
final class RoleCommands {
  /*
   * Fourteen virtual machines share a few cores while they start. The tracker and the nodes compile
   * with C1 only, for they wait most of the time; the gateway codes and seals, and gets C2.
   */
  /** A role that is out of memory ends, where it would go on with some of its threads dead. */
  private static final List<String> COMMON =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-XX:+ExitOnOutOfMemoryError");

  private static final List<String> TRACKER_MEMORY = List.of("-Xmx256m", "-Xms32m");
  private static final List<String> GATEWAY_OPTIONS =
      List.of("-Xmx256m", "-Xms64m", "--add-modules=jdk.incubator.vector");
  private static final List<String> NODE_MEMORY = List.of("-Xmx64m", "-Xms16m");
  private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

  private final Path directory;
  private final CloudPlan plan;

  RoleCommands(Path directory, CloudPlan plan) {
    this.directory = directory;
    this.plan = plan;
  }

  Child tracker() {
    return Child.start(
        directory,
        "tracker",
        options(TRACKER_MEMORY, true),
        List.of(
            "tracker",
            "--data",
            directory.resolve("tracker").toString(),
            "--host",
            plan.host(),
            "--advertised-host",
            plan.reachableHost(),
            "--port",
            Integer.toString(plan.trackerPort())));
  }

  Child gateway() {
    return Child.start(
        directory,
        "gateway",
        options(GATEWAY_OPTIONS, false),
        List.of(
            "gateway",
            "--data",
            directory.resolve("gateway").toString(),
            "--host",
            plan.host(),
            "--advertised-host",
            plan.reachableHost(),
            "--port",
            Integer.toString(plan.port()),
            "--api-port",
            Integer.toString(plan.apiPort()),
            "--website-port",
            Integer.toString(plan.websitePort()),
            "--bt-port",
            Integer.toString(plan.btPort()),
            "--tracker",
            trackerUrl(),
            "--token-file",
            gatewayToken().toString(),
            "--credentials",
            directory.resolve("credentials").toString(),
            "--layout",
            plan.layout(),
            "--bit-size",
            Long.toString(plan.bitBytes())));
  }

  Child node(int number) {
    return Child.start(
        directory,
        plan.nodeName(number),
        options(NODE_MEMORY, true),
        List.of(
            "node",
            "--data",
            nodeDirectory(number).toString(),
            "--name",
            plan.nodeName(number),
            "--site",
            plan.siteName(number),
            "--region",
            "local",
            "--class",
            "server",
            "--share",
            Long.toString(plan.shareBytes()),
            "--host",
            plan.host(),
            "--advertised-host",
            plan.reachableHost(),
            "--port",
            Integer.toString(plan.nodePort(number)),
            "--status-port",
            Integer.toString(plan.nodeStatusPort(number)),
            "--tracker",
            trackerUrl(),
            "--token-file",
            directory.resolve("tracker").resolve("join.token").toString()));
  }

  String trackerUrl() {
    return "http://" + plan.hostInUrl() + ":" + plan.trackerPort();
  }

  Path gatewayToken() {
    return directory.resolve("tracker").resolve("gateway.token");
  }

  Path nodeDirectory(int number) {
    return directory.resolve("nodes").resolve(plan.nodeName(number));
  }

  private static List<String> options(List<String> memory, boolean quickStart) {
    var options = new java.util.ArrayList<>(COMMON);
    options.addAll(memory);
    if (quickStart) {
      options.add(C1_ONLY);
    }
    return List.copyOf(options);
  }
}
