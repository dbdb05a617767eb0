// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.protocol.control.CopyOutlook;
import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.registry.BitSummary;
import java.util.List;

/**
 * {@code GET /api/v1/swarms/{bit}}: a bit and its holders.
 *
 * @param summary how far its copies are
 * @param lengthBytes how long it is
 * @param pieceBytes how long its pieces are
 * @param pieces how many these are
 * @param peersComplete complete peers that announced lately
 * @param peersIncomplete incomplete peers that announced lately
 * @param holders its copies in the order in which they were placed
 */
record SwarmView(
    BitSummary summary,
    long lengthBytes,
    int pieceBytes,
    int pieces,
    int peersComplete,
    int peersIncomplete,
    List<HolderView> holders) {

  /**
   * One copy.
   *
   * @param nodeId the node
   * @param nodeName what people call it
   * @param site where it is
   * @param region where that is
   * @param state how far the copy is
   * @param online whether the node is here
   * @param outlook why it is there, and what the node is good for
   */
  record HolderView(
      String nodeId,
      String nodeName,
      String site,
      String region,
      CopyState state,
      boolean online,
      CopyOutlook outlook) {}
}
