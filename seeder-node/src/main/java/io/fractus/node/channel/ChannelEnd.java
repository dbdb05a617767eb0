// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.NodeMessage.Proof;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the channel asks of the node that it speaks for. No method may block for long. */
public interface ChannelEnd {
  /** Signs what the tracker says; empty if the node has no key, and then it is not asked. */
  Optional<Function<String, Proof>> prover();

  Hello hello();

  /** All bits that are complete now. */
  List<InfoHash> inventory();

  /** What the tracker shall know in each session besides the inventory, right after it. */
  List<NodeMessage> afterInventory();

  Heartbeat heartbeat();

  /** Takes a message of the tracker. */
  void accept(TrackerMessage message);
}
