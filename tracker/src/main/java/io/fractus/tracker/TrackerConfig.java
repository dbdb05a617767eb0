// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.tracker.movement.MovementSettings;
import io.fractus.tracker.repair.RepairSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How a tracker is set up.
 *
 * @param dataDirectory its own directory
 * @param host the address to listen on
 * @param port the port to listen on, 0 for a free one
 * @param advertisedHost the host in URLs that are handed out
 * @param heartbeatTimeout silence after which a node is absent
 * @param callPort where nodes connect that nobody can connect to, 0 for a free one
 * @param repair how copies that are gone are made good
 * @param movement how much is moved for the sake of speed and space
 * @param separateSites public addresses behind which sites count as they are named
 */
public record TrackerConfig(
    Path dataDirectory,
    String host,
    int port,
    String advertisedHost,
    Duration heartbeatTimeout,
    int callPort,
    RepairSettings repair,
    MovementSettings movement,
    Set<String> separateSites) {
  public TrackerConfig {
    separateSites = Set.copyOf(separateSites);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0..65535, is " + port);
    }
    if (callPort < 0 || callPort > 65_535) {
      throw new IllegalArgumentException("callPort must be 0..65535, is " + callPort);
    }
    if (heartbeatTimeout.isNegative() || heartbeatTimeout.isZero()) {
      throw new IllegalArgumentException(
          "heartbeatTimeout must be positive, is " + heartbeatTimeout);
    }
  }

  /** With any free port for nodes that nobody can connect to. */
  public TrackerConfig(
      Path dataDirectory, String host, int port, String advertisedHost, Duration heartbeatTimeout) {
    this(dataDirectory, host, port, advertisedHost, heartbeatTimeout, 0);
  }

  /** With movement as usual, in which nodes behind one public address are one site. */
  public TrackerConfig(
      Path dataDirectory,
      String host,
      int port,
      String advertisedHost,
      Duration heartbeatTimeout,
      int callPort,
      RepairSettings repair) {
    this(
        dataDirectory,
        host,
        port,
        advertisedHost,
        heartbeatTimeout,
        callPort,
        repair,
        MovementSettings.USUAL,
        Set.of());
  }

  /** With repair as usual. */
  public TrackerConfig(
      Path dataDirectory,
      String host,
      int port,
      String advertisedHost,
      Duration heartbeatTimeout,
      int callPort) {
    this(
        dataDirectory,
        host,
        port,
        advertisedHost,
        heartbeatTimeout,
        callPort,
        RepairSettings.USUAL);
  }

  /** With the host it listens on in URLs, and the protocol's heartbeat timeout. */
  public static TrackerConfig of(Path dataDirectory, String host, int port) {
    return new TrackerConfig(
        dataDirectory, host, port, host, io.fractus.protocol.Limits.HEARTBEAT_TIMEOUT);
  }

  /** The same with another port. */
  TrackerConfig withPort(int other) {
    return with(other, repair, movement, separateSites);
  }

  /** The same with other repair. */
  public TrackerConfig with(RepairSettings other) {
    return with(port, other, movement, separateSites);
  }

  /** The same with other movement. */
  public TrackerConfig with(MovementSettings other) {
    return with(port, repair, other, separateSites);
  }

  /** The same, and behind these public addresses sites count as they are named. */
  public TrackerConfig withSeparateSites(Set<String> addresses) {
    return with(port, repair, movement, addresses);
  }

  private TrackerConfig with(
      int otherPort,
      RepairSettings otherRepair,
      MovementSettings otherMovement,
      Set<String> otherSites) {
    return new TrackerConfig(
        dataDirectory,
        host,
        otherPort,
        advertisedHost,
        heartbeatTimeout,
        callPort,
        otherRepair,
        otherMovement,
        otherSites);
  }
}
