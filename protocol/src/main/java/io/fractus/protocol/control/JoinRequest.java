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
 */
public record JoinRequest(
    String name,
    String site,
    String region,
    String nodeClass,
    long shareBytes,
    @Nullable String host,
    int port,
    String version) {
  public JoinRequest {
    Checks.label("name", name);
    Checks.label("site", site);
    Checks.label("region", region);
    Checks.label("class", nodeClass);
    Checks.notNegative("shareBytes", shareBytes);
    Checks.between("port", port, 1, 65_535);
  }
}
