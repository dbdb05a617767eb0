// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import java.util.List;

/**
 * How a node is now.
 *
 * @param name what people call it
 * @param nodeId its id
 * @param cloudId its cloud
 * @param state running or paused
 * @param pausedBecause why it is paused, for people
 * @param connected whether its channel to the tracker is open
 * @param channel the same for people, with the last error if it is not
 * @param engine the name of its torrent engine, empty while it is paused
 * @param port its BitTorrent port, 0 while it is paused
 * @param reach whether others can connect to that, as the tracker found, for people; empty while it
 *     is unknown
 * @param shareBytes space offered
 * @param usedBytes space taken, reservations of fetches included
 * @param bits held complete
 * @param working bits waited for or worked on
 * @param sealedBy by which program its bits are encrypted on its disk, empty if they are not
 * @param unreadable how many of the bits cannot be read from the disk now
 * @param troubles what its owner has to see to although it runs, for people
 * @param lost bits found missing, truncated or corrupt since the start, or at it
 * @param hashedBytes read to verify bits since the start
 * @param sentBytes of pieces since the start
 * @param receivedBytes of pieces since the start
 * @param leave how far it is with handing over its bits
 */
public record NodeStatus(
    String name,
    String nodeId,
    String cloudId,
    String state,
    List<String> pausedBecause,
    boolean connected,
    String channel,
    String engine,
    int port,
    String reach,
    long shareBytes,
    long usedBytes,
    int bits,
    int working,
    String sealedBy,
    int unreadable,
    List<String> troubles,
    long lost,
    long hashedBytes,
    long sentBytes,
    long receivedBytes,
    Leave leave) {
  public NodeStatus {
    pausedBecause = List.copyOf(pausedBecause);
    troubles = List.copyOf(troubles);
  }

  /**
   * A node that hands over its bits: all, or those that its share has no room for.
   *
   * @param leaving whether it hands over all of them
   * @param drained whether the tracker counts on none any more
   * @param bitsLeft those that it is still assigned, as the tracker last said
   * @param bitsAtStart those that it was when it began
   * @param text the same for people, with what stands in the way; empty if there is nothing to say
   */
  public record Leave(
      boolean leaving, boolean drained, int bitsLeft, int bitsAtStart, String text) {}
}
