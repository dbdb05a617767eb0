// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A registry on disk and the memory of its nodes, at a time that the test tells. */
final class RememberedCloud implements AutoCloseable {
  /** A Monday, 00:00. */
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  final Path file;
  private final Duration unwatchedAfter;

  /** What the wall clock shows. */
  Instant now = START;

  /** How far somebody has set it. */
  private Duration set = Duration.ZERO;

  Registry registry;
  NodeHistory history;

  RememberedCloud(Path directory, Duration unwatchedAfter) {
    this.file = directory.resolve("registry.db");
    this.unwatchedAfter = unwatchedAfter;
    this.registry = Registry.open(file);
    this.history = new NodeHistory(registry, clocks(), unwatchedAfter);
  }

  /** The steady clock of a process begins with what the wall clock shows. */
  private Clocks clocks() {
    Duration before = set;
    return new Clocks(() -> now, () -> now.minus(set.minus(before)));
  }

  /** Sets the wall clock. */
  void setClock(Duration by) {
    set = set.plus(by);
    now = now.plus(by);
  }

  /** A node that joins; its key. */
  long join(String name) {
    return registry.write(rows -> {
      rows.nodes()
          .add(
              new JoinRequest(name, "site-" + name, "region", "lab", 1_000, null, 1, "test"),
              new PeerAddress("127.0.0.1", 1),
              "id-" + name,
              "token-" + name,
              "passkey-" + name,
              now);
      return rows.nodes().byName(name).orElseThrow().key();
    });
  }

  /** Lets time pass in steps with a tick after each. */
  void pass(Duration time, Duration step) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plus(step);
      history.tick();
    }
  }

  /** Ends the tracker without a word and starts another after a while. */
  void restart(Duration after) {
    registry.close();
    now = now.plus(after);
    registry = Registry.open(file);
    history = new NodeHistory(registry, clocks(), unwatchedAfter);
  }

  NodeDetail detail(String name) {
    return history.detail(name).orElseThrow();
  }

  NodeSummary summary(String name) {
    return history.summaries().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A share that must be known. */
  static double known(@Nullable Double share) {
    return Objects.requireNonNull(share);
  }

  @Override
  public void close() {
    history.close();
    registry.close();
  }
}
