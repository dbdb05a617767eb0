// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import io.fractus.node.Limits;
import java.time.Duration;

/**
 * The channel's rhythm.
 *
 * @param heartbeat how often the node says that it is there
 * @param silenceMax how long nothing may be heard of the tracker
 * @param inventoryPage infohashes in one frame
 * @param clonePause how long to wait when the tracker said that this node is connected elsewhere
 * @param backoff how long to wait before connecting again
 */
public record ChannelPace(
    Duration heartbeat,
    Duration silenceMax,
    int inventoryPage,
    Duration clonePause,
    Backoff backoff) {

  /** What the protocol asks for. */
  public static ChannelPace standard() {
    return new ChannelPace(
        io.fractus.protocol.Limits.HEARTBEAT,
        Limits.SILENCE_MAX,
        io.fractus.protocol.Limits.INFOHASHES_PER_MESSAGE_MAX,
        Limits.CLONE_PAUSE,
        new Backoff(Limits.BACKOFF_FIRST, Limits.BACKOFF_MAX));
  }
}
