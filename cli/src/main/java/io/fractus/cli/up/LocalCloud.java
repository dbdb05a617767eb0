// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.cli.up.Endpoints.NodeEndpoint;
import io.fractus.platform.Secrets;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The processes of one local cloud, from their start to their end. Thread-safe. */
final class LocalCloud {
  /*
   * The tracker first, for everything asks it; then the gateway and the nodes, a few at a time. A
   * virtual machine that starts wants a whole core: with all at once each takes as long as all, and
   * timeouts that are generous for one are not for fourteen.
   */
  private static final int STARTING_AT_ONCE =
      Math.clamp(Runtime.getRuntime().availableProcessors() * 2L, 3, 16);

  private final Path directory;
  private final CloudPlan plan;
  private final Console console;
  private final RoleCommands commands;
  private final List<Child> nodes = new ArrayList<>();
  private final List<Child> others = new ArrayList<>();
  private boolean stopping;

  LocalCloud(Path directory, CloudPlan plan, Console console) {
    this.directory = directory;
    this.plan = plan;
    this.console = console;
    this.commands = new RoleCommands(directory, plan);
  }

  /** Starts everything, and returns when a put would succeed; throws {@link Failure} if not. */
  void start() {
    Thread.ofPlatform().name("logs").daemon().start(this::rotateLogs);
    try (Health health = new Health()) {
      Child tracker = spawn(commands::tracker, others);
      progress("tracker");
      await(tracker, () -> health.isOk(URI.create(commands.trackerUrl() + "/healthz")));
      Child gateway = spawn(commands::gateway, others);
      try (TrackerClient client = trackerClient()) {
        startNodes(client, tracker);
        endpoints().write(directory.resolve("endpoints.json"));
        progress("gateway");
        URI ready = URI.create(apiUrl() + "/readyz");
        await(gateway, () -> health.isOk(ready));
        awaitLateNodes(client);
      }
    } finally {
      progress("");
    }
  }

  private void startNodes(TrackerClient client, Child tracker) {
    for (int number = 1; number <= plan.nodes(); number++) {
      int wanted = number - STARTING_AT_ONCE;
      await(tracker, () -> online(client) + dead() > wanted);
      int next = number;
      spawn(() -> commands.node(next), nodes);
      progress("nodes " + number + "/" + plan.nodes());
    }
  }

  /** A put succeeds with fewer, but who lists the nodes now expects to see them all. */
  private void awaitLateNodes(TrackerClient client) {
    long deadline = System.nanoTime() + Limits.LATE_NODES.toNanos();
    while (System.nanoTime() < deadline) {
      int online = online(client);
      if (online + dead() >= plan.nodes()) {
        return;
      }
      progress("nodes online " + online + "/" + plan.nodes());
      pause();
    }
    console.say(online(client) + " of " + plan.nodes() + " nodes are online so far");
  }

  private TrackerClient trackerClient() {
    try {
      return new TrackerClient(
          URI.create(commands.trackerUrl()), Secrets.load(commands.gatewayToken()));
    } catch (IOException e) {
      throw Failure.failed("cannot read " + commands.gatewayToken() + ": " + e.getMessage(), e);
    }
  }

  private static int online(TrackerClient client) {
    try {
      return client.cloud().nodesOnline();
    } catch (TrackerException _) {
      return 0;
    }
  }

  private synchronized int dead() {
    return (int) nodes.stream().filter(node -> !node.isAlive()).count();
  }

  private synchronized Child spawn(Supplier<Child> start, List<Child> into) {
    if (stopping) {
      throw Failure.failed("stopped while starting");
    }
    Child child = start.get();
    into.add(child);
    child.onExit(() -> ended(child));
    return child;
  }

  /** Looks after the logs until everything stops. */
  private void rotateLogs() {
    try {
      while (true) {
        Thread.sleep(Limits.LOG_POLL);
        List<Child> children = new ArrayList<>();
        synchronized (this) {
          if (stopping) {
            return;
          }
          children.addAll(others);
          children.addAll(nodes);
        }
        children.forEach(Child::rotateLog);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(Child child) {
    synchronized (this) {
      if (stopping) {
        return;
      }
    }
    console.print(child.name() + " stopped (exit " + child.exitCode() + ")");
  }

  private void await(Child child, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Limits.START.toNanos();
    while (!condition.getAsBoolean()) {
      if (!child.isAlive()) {
        throw Failure.failed(
            child.name() + " did not start; the end of " + child.log() + ":\n" + child.logTail());
      }
      if (System.nanoTime() > deadline) {
        throw Failure.failed(
            child.name()
                + " is not ready after "
                + seconds(Limits.START)
                + "; the end of "
                + child.log()
                + ":\n"
                + child.logTail());
      }
      pause();
    }
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private static void pause() {
    try {
      Thread.sleep(Limits.POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while starting", e);
    }
  }

  /** One line that is overwritten, for people only. */
  private void progress(String what) {
    if (console.errIsTerminal()) {
      console.err().print("\r\u001b[K" + (what.isEmpty() ? "" : "starting: " + what));
      console.err().flush();
    }
  }

  String apiUrl() {
    return "http://" + plan.hostInUrl() + ":" + plan.apiPort();
  }

  private synchronized Endpoints endpoints() {
    Map<String, NodeEndpoint> byName = new TreeMap<>();
    for (int number = 1; number <= nodes.size(); number++) {
      byName.put(
          plan.nodeName(number),
          new NodeEndpoint(
              plan.hostInUrl() + ":" + plan.nodePort(number),
              commands.nodeDirectory(number).toString(),
              nodes.get(number - 1).pid(),
              "http://" + plan.hostInUrl() + ":" + plan.nodeStatusPort(number)));
    }
    return new Endpoints(
        "http://" + plan.hostInUrl() + ":" + plan.port(), apiUrl(), commands.trackerUrl(), byName);
  }

  /**
   * Stops everything: the gateway finishes its requests first, the tracker goes last. Bounded; who
   * does not close in time is killed. Doing it again does nothing.
   */
  void stop() {
    List<Child> stoppingNodes;
    List<Child> stoppingOthers;
    synchronized (this) {
      stopping = true;
      stoppingNodes = List.copyOf(nodes);
      stoppingOthers = List.copyOf(others).reversed();
      nodes.clear();
      others.clear();
    }
    for (Child child : stoppingOthers) {
      if (child.name().equals("tracker")) {
        stoppingNodes.forEach(Child::terminate);
        stoppingNodes.forEach(Child::awaitEnd);
      }
      child.terminate();
      child.awaitEnd();
    }
  }
}
