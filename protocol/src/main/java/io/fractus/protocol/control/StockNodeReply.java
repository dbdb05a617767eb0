// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

/**
 * What the owner of a stock client is given. The passkey and the feed's URL, which has it in it,
 * are secrets, shown this once.
 *
 * @param nodeId its id; the same after its passkey was changed
 * @param passkey its key
 * @param rss the feed of its bits, for the client's RSS rule
 */
public record StockNodeReply(String nodeId, String passkey, String rss) {
  /** Without the secrets. */
  @Override
  public String toString() {
    return "StockNodeReply[nodeId=" + nodeId + "]";
  }
}
