// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/nodes} with a join token: a donor of space asks to become a node.
 *
 * @param name what people call it, unique in the cloud
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass server, office, lab, shop, home or phone
 * @param shareBytes the space it offers
 * @param host the address on which peers reach it, or null for the one it connects from
 * @param port the BitTorrent port on which peers reach it
 * @param version of its program
 * @param client the stock client that fetches and seeds for it, or null if it does so itself
 * @param key what it will prove itself with, or null if it has none
 */
public record JoinRequest(
    String name,
    String site,
    String region,
    String nodeClass,
    long shareBytes,
    @Nullable String host,
    int port,
    String version,
    @Nullable String client,
    @Nullable Key key) {
  public JoinRequest {
    Checks.label("name", name);
    Checks.label("site", site);
    Checks.label("region", region);
    Checks.label("class", nodeClass);
    Checks.notNegative("shareBytes", shareBytes);
    Checks.between("port", port, 1, 65_535);
    if (client != null) {
      Checks.label("client", client);
    }
  }

  /** Of a node without a key that fetches and seeds by itself. */
  public JoinRequest(
      String name,
      String site,
      String region,
      String nodeClass,
      long shareBytes,
      @Nullable String host,
      int port,
      String version) {
    this(name, site, region, nodeClass, shareBytes, host, port, version, null, null);
  }

  /** The same with a key. */
  public JoinRequest withKey(Key own) {
    return new JoinRequest(
        name, site, region, nodeClass, shareBytes, host, port, version, client, own);
  }

  /** The same as the agent of a stock client. */
  public JoinRequest withClient(@Nullable String stock) {
    return new JoinRequest(
        name, site, region, nodeClass, shareBytes, host, port, version, stock, key);
  }

  /**
   * The key of a node.
   *
   * @param publicKey its public half
   * @param proof a signature of {@link io.fractus.protocol.Proofs#join}
   */
  public record Key(String publicKey, String proof) {}
}
