// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

/**
 * What a new node keeps: its identity. The token and the passkey are secrets, shown this once.
 *
 * @param cloudId the cloud that it now belongs to
 * @param nodeId its id for ever
 * @param passkey its key in announces
 * @param token its bearer token for the channel
 */
public record JoinReply(String cloudId, String nodeId, String passkey, String token) {
  /** Without the secrets. */
  @Override
  public String toString() {
    return "JoinReply[cloudId=" + cloudId + ", nodeId=" + nodeId + "]";
  }
}
