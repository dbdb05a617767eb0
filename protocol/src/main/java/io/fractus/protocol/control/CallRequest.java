// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import io.fractus.torrents.PeerAddress;

/**
 * {@code POST /api/v1/calls}: a gateway cannot connect to a node, which shall connect to the
 * gateway. Answered with 204 when the node was told, and with a problem if it has no channel.
 *
 * @param nodeId which node
 * @param to where the gateway awaits it
 * @param nonce what the node shall say first
 */
public record CallRequest(String nodeId, PeerAddress to, String nonce) {
  public CallRequest {
    Checks.label("nonce", nonce);
  }
}
