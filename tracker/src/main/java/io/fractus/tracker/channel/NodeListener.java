// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.channel;

import io.fractus.protocol.channel.NodeMessage;

/** What becomes of what nodes say. Called in order for each session; may block. */
public interface NodeListener {

  /** A node said something. */
  void said(NodeSession session, NodeMessage message);

  /** A channel ended and no other has taken its place. */
  void gone(NodeSession session);

  /** A node opened a second channel while its first was alive; the second stays. */
  void duplicate(NodeSession session);
}
