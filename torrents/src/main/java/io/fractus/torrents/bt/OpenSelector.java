// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.net.SharedSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;

/**
 * The selector of all connections, with which others register while it selects. bt's own takes a
 * lock for that which its loop lets go for an instant only, and spins and wakes the loop until it
 * meets that instant: on one core, or on a busy machine, it may never. Since Java 11 a selector
 * needs no such lock. Thread-safe.
 */
final class OpenSelector extends SharedSelector {
  private final Selector selector;

  private OpenSelector(Selector selector) {
    super(selector);
    this.selector = selector;
  }

  static OpenSelector create() throws IOException {
    return new OpenSelector(Selector.open());
  }

  @Override
  public void wakeupAndRegister(SelectableChannel channel, int ops, Object attachment) {
    try {
      channel.register(selector, ops, attachment);
    } catch (ClosedChannelException e) {
      throw new UncheckedIOException("the connection was closed before it was used", e);
    }
    // A selection under way does not see it.
    selector.wakeup();
  }
}
