// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.manners.Manners;
import io.fractus.protocol.Checks;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a node is told by whoever runs it.
 *
 * @param directory its own directory, used by nothing else
 * @param tracker such as {@code http://127.0.0.1:6969}
 * @param joinToken needed at the first start only
 * @param name what people call it, unique in the cloud
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass one of {@link #CLASSES}
 * @param shareBytes the space it offers, at least {@link Limits#SHARE_BYTES_MIN}
 * @param listenHost the address on which it serves peers; {@code 0.0.0.0} for all
 * @param listenPort the BitTorrent port, 0 for a free one at each start
 * @param advertisedHost the address on which peers reach it, if it is not the one it listens on
 * @param statusPort the port of its health page on loopback, 0 for any that is free
 * @param manners how it gives way to its owner
 * @param seal with what key its bits are encrypted on its disk, if they are
 */
public record NodeConfig(
    Path directory,
    URI tracker,
    Optional<String> joinToken,
    String name,
    String site,
    String region,
    String nodeClass,
    long shareBytes,
    String listenHost,
    int listenPort,
    Optional<String> advertisedHost,
    int statusPort,
    Manners manners,
    Optional<SealKey> seal) {

  /** Of a node that gives way to nobody. */
  public NodeConfig(
      Path directory,
      URI tracker,
      Optional<String> joinToken,
      String name,
      String site,
      String region,
      String nodeClass,
      long shareBytes,
      String listenHost,
      int listenPort,
      Optional<String> advertisedHost,
      int statusPort) {
    this(
        directory,
        tracker,
        joinToken,
        name,
        site,
        region,
        nodeClass,
        shareBytes,
        listenHost,
        listenPort,
        advertisedHost,
        statusPort,
        Manners.NONE,
        Optional.empty());
  }

  /** The kinds of nodes, from the most to the least present. */
  public static final List<String> CLASSES =
      List.of("server", "office", "lab", "shop", "home", "phone");

  private static final List<String> WILDCARDS = List.of("0.0.0.0", "::", "*");

  /** Throws {@link IllegalArgumentException} that names the field, the rule and the value. */
  public NodeConfig {
    Checks.label("name", name);
    Checks.label("site", site);
    Checks.label("region", region);
    Checks.between("listenPort", listenPort, 0, 65_535);
    Checks.between("statusPort", statusPort, 0, 65_535);
    String scheme = String.valueOf(tracker.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || tracker.getHost() == null) {
      throw new IllegalArgumentException(
          "tracker must be a URL such as http://127.0.0.1:6969, is '" + tracker + "'");
    }
    if (tracker.getUserInfo() != null || tracker.getQuery() != null) {
      throw new IllegalArgumentException("tracker must be a URL without user and query");
    }
    if (!CLASSES.contains(nodeClass)) {
      throw new IllegalArgumentException(
          "class must be one of " + String.join(", ", CLASSES) + ", is '" + nodeClass + "'");
    }
    if (shareBytes < Limits.SHARE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "share must be at least " + Limits.SHARE_BYTES_MIN + " bytes, is " + shareBytes);
    }
    if (listenHost.isBlank()) {
      throw new IllegalArgumentException("listenHost must be an address, is blank");
    }
    if (advertisedHost.isPresent() && advertisedHost.get().isBlank()) {
      throw new IllegalArgumentException("advertisedHost must be an address, is blank");
    }
  }

  /** The same with another share and other manners. */
  NodeConfig with(long share, Manners others) {
    return with(share, others, seal);
  }

  /** The same with its bits encrypted on its disk. */
  public NodeConfig sealed(SealKey key) {
    return with(shareBytes, manners, Optional.of(key));
  }

  private NodeConfig with(long share, Manners others, Optional<SealKey> key) {
    return new NodeConfig(
        directory,
        tracker,
        joinToken,
        name,
        site,
        region,
        nodeClass,
        share,
        listenHost,
        listenPort,
        advertisedHost,
        statusPort,
        others,
        key);
  }

  /** The address that peers are told, or nothing: then it is the one the tracker sees. */
  Optional<String> reachableHost() {
    return advertisedHost.or(
        () -> WILDCARDS.contains(listenHost) ? Optional.empty() : Optional.of(listenHost));
  }

  /** The address on which the node reaches its own engine. */
  String ownHost() {
    return switch (listenHost) {
      case "0.0.0.0", "*" -> "127.0.0.1";
      case "::" -> "::1";
      default -> listenHost;
    };
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "NodeConfig[name=%s, directory=%s, tracker=%s, site=%s, region=%s, class=%s, share=%d]"
        .formatted(name, directory, tracker, site, region, nodeClass, shareBytes);
  }
}
