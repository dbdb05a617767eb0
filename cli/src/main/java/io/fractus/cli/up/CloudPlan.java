// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a local cloud is made of; kept in {@code DIR/cloud.json}, so that a second start continues
 * with it.
 *
 * @param nodes how many
 * @param layout of objects that name none
 * @param host the address that all roles listen on
 * @param port of S3; REST and the console are one above it, web sites two
 * @param trackerPort of the tracker, HTTP and UDP
 * @param btPort of the gateway; the nodes follow it one by one
 * @param shareBytes space that each node offers
 * @param bitBytes longest bit
 * @param sites that the nodes are dealt among; null for one each
 */
record CloudPlan(
    int nodes,
    String layout,
    String host,
    int port,
    int trackerPort,
    int btPort,
    long shareBytes,
    long bitBytes,
    @Nullable Integer sites) {
  private static final int WEB_PORTS = 3;

  CloudPlan {
    if (nodes < 1 || nodes > Limits.NODES_MAX) {
      throw Failure.wrongUsage("--nodes must be 1.." + Limits.NODES_MAX + ", is " + nodes);
    }
    if (sites != null && (sites < 1 || sites > nodes)) {
      throw Failure.wrongUsage("--sites must be 1.." + nodes + ", is " + sites);
    }
  }

  /** The same with free ports in place of those that are 0. */
  CloudPlan withFreePorts(RandomGenerator random) {
    Ports ports = new Ports(address());
    return new CloudPlan(
        nodes,
        layout,
        host,
        port != 0 ? port : ports.findFree(WEB_PORTS, random),
        trackerPort != 0 ? trackerPort : ports.findFree(1, random),
        btPort != 0 ? btPort : ports.findFree(btPorts(), random),
        shareBytes,
        bitBytes,
        sites);
  }

  /** Throws {@link Failure} naming the first port that is taken. */
  void requireFreePorts() {
    new Ports(address())
        .requireFree(
            List.of(
                new Ports.Block(port, WEB_PORTS, "S3, REST and web sites", "--port"),
                new Ports.Block(trackerPort, 1, "the tracker", "--tracker-port"),
                new Ports.Block(btPort, btPorts(), "BitTorrent and nodes", "--bt-port")));
  }

  private InetAddress address() {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage("--host must be an IP address, is '" + host + "'", e);
    }
  }

  int apiPort() {
    return port + 1;
  }

  int websitePort() {
    return port + 2;
  }

  /**
   * The BitTorrent port of a node.
   *
   * @param number 1 to {@link #nodes}
   */
  int nodePort(int number) {
    return btPort + number;
  }

  /**
   * The port of a node's health and metrics: they follow the nodes' BitTorrent ports.
   *
   * @param number 1 to {@link #nodes}
   */
  int nodeStatusPort(int number) {
    return btPort + nodes + number;
  }

  /** BitTorrent ports of gateway and nodes, then the status ports of the nodes. */
  int btPorts() {
    return 1 + 2 * nodes;
  }

  /** Where the roles reach each other: the host, or loopback if they listen on all addresses. */
  String reachableHost() {
    InetAddress address = address();
    if (!address.isAnyLocalAddress()) {
      return host;
    }
    return address instanceof Inet6Address ? "::1" : "127.0.0.1";
  }

  /** The reachable host as URLs have it. */
  String hostInUrl() {
    String reachable = reachableHost();
    return reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]";
  }

  /** The name of a node, so that names sort as their numbers do. */
  String nodeName(int number) {
    return String.format(Locale.ROOT, "node-%02d", number);
  }

  /** The site of a node: each has its own, for they fail one by one, unless sites were wished. */
  String siteName(int number) {
    int site = sites == null ? number : 1 + (number - 1) % sites;
    return String.format(Locale.ROOT, "site-%02d", site);
  }
}
