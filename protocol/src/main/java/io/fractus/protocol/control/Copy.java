// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.torrents.PeerAddress;

/**
 * One copy: a bit on a node.
 *
 * @param nodeId the node
 * @param nodeName what people call it
 * @param site where it is
 * @param peer where it serves
 * @param state how far the copy is
 * @param online whether the node is connected now
 * @param stock whether a stock client serves it, which may refuse a reader for a while:
 *     Transmission does when another one has come from the same address
 * @param callsOut whether nobody can connect to its node, which serves by connecting out
 */
public record Copy(
    String nodeId,
    String nodeName,
    String site,
    PeerAddress peer,
    CopyState state,
    boolean online,
    boolean stock,
    boolean callsOut) {

  /** On a node that others can connect to. */
  public Copy(
      String nodeId,
      String nodeName,
      String site,
      PeerAddress peer,
      CopyState state,
      boolean online,
      boolean stock) {
    this(nodeId, nodeName, site, peer, state, online, stock, false);
  }

  /** On a node that serves whoever comes. */
  public Copy(
      String nodeId,
      String nodeName,
      String site,
      PeerAddress peer,
      CopyState state,
      boolean online) {
    this(nodeId, nodeName, site, peer, state, online, false, false);
  }
}
