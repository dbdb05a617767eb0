// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import java.util.List;

/** What the channel asks of the node that it speaks for. No method may block for long. */
public interface ChannelEnd {
  Hello hello();

  /** All bits that are complete now. */
  List<InfoHash> inventory();

  Heartbeat heartbeat();

  /** Takes a message of the tracker. */
  void accept(TrackerMessage message);
}
