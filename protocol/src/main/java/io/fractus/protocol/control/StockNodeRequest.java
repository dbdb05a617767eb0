// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;

/**
 * {@code POST /api/v1/nodes/stock} with the admin or the join token: a stock torrent client becomes
 * a node.
 *
 * @param name what people call it, unique in the cloud
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass server, office, lab, shop, home or phone
 * @param shareBytes the space it offers
 */
public record StockNodeRequest(
    String name, String site, String region, String nodeClass, long shareBytes) {
  public StockNodeRequest {
    Checks.label("name", name);
    Checks.label("site", site);
    Checks.label("region", region);
    Checks.label("class", nodeClass);
    Checks.notNegative("shareBytes", shareBytes);
  }
}
