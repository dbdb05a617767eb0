// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of one cloud: those that its {@code up} started and those that were started again
 * here. Nothing else is ever signalled.
 */
final class Processes {
  private static final Duration END = Duration.ofSeconds(60);

  private final Path data;
  private final Map<String, ProcessHandle> roles = new ConcurrentHashMap<>();
  private final Map<String, String> engines = new ConcurrentHashMap<>();

  /** Of all roles: what is read is to come from nodes, not from the memory of the gateway. */
  static final Map<String, String> ENVIRONMENT = Map.of("FRACTUS_GATEWAY_READ_CACHE", "0");

  private final Map<String, Map<String, String>> environments = new ConcurrentHashMap<>();

  Processes(Path data) {
    this.data = data;
  }

  /** Takes over the roles named in {@code run/}, of which each must be a child of this process. */
  void adopt(Process up) throws IOException {
    roles.clear();
    for (Map.Entry<String, Long> pid : pids().entrySet()) {
      ProcessHandle handle = ProcessHandle.of(pid.getValue()).orElse(null);
      boolean ours = handle != null && handle.parent().map(p -> p.pid() == up.pid()).orElse(false);
      if (!ours) {
        throw new AssertionError(pid + " in run/ is not a child of " + up.pid());
      }
      roles.put(pid.getKey(), handle);
    }
  }

  private Map<String, Long> pids() throws IOException {
    Map<String, Long> pids = new TreeMap<>();
    try (Stream<Path> files = Files.list(data.resolve("run"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
        String name = file.getFileName().toString().replaceFirst("\\.pid$", "");
        pids.put(name, Long.parseLong(Files.readString(file).strip()));
      }
    }
    return pids;
  }

  /** The names of the nodes, sorted. */
  List<String> nodes() {
    return roles.keySet().stream()
        .filter(name -> !name.equals("tracker") && !name.equals("gateway"))
        .sorted()
        .toList();
  }

  /** Has a node run a torrent engine, from its next start on. */
  void useEngine(String node, String engine) {
    engines.put(node, engine);
  }

  /** Gives a role more in its environment, from its next start on. */
  void useEnvironment(String name, Map<String, String> more) {
    environments.put(name, Map.copyOf(more));
  }

  /** The process of a role. */
  ProcessHandle handle(String name) {
    ProcessHandle handle = roles.get(name);
    if (handle == null) {
      throw new AssertionError("no process " + name + ", there are " + roles.keySet());
    }
    return handle;
  }

  boolean isAlive(String name) {
    ProcessHandle handle = roles.get(name);
    return handle != null && handle.isAlive();
  }

  List<ProcessHandle> all() {
    return List.copyOf(roles.values());
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill(String name) {
    kill(handle(name));
  }

  static void kill(ProcessHandle handle) {
    handle.destroyForcibly();
    awaitEnd(handle);
  }

  static void awaitEnd(ProcessHandle handle) {
    try {
      handle.onExit().get(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("process " + handle.pid() + " does not end", e);
    }
  }

  /**
   * Starts a role that was killed with the very command line that {@code up} gave it.
   *
   * @param more arguments after those
   */
  void startAgain(String name, String... more) throws IOException {
    if (isAlive(name)) {
      throw new AssertionError(name + " is alive");
    }
    List<String> command =
        new ArrayList<>(Files.readAllLines(data.resolve("run").resolve(name + ".command")));
    command.addAll(List.of(more));
    String engine = engines.get(name);
    if (engine != null) {
      command.addAll(List.of("--engine", engine));
    }
    Path log = data.resolve("log").resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().putAll(environments.getOrDefault(name, Map.of()));
    roles.put(name, Tool.start(builder, log).toHandle());
  }
}
