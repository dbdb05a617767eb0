// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.net.ConnectionKey;
import bt.protocol.Piece;
import bt.torrent.annotation.Consumes;
import bt.torrent.messaging.MessageContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of each connection, which bt keeps to itself. Thread-safe. */
public final class PeerCounters {
  private final Map<ConnectionKey, Long> downloaded = new ConcurrentHashMap<>();
  private final Set<ConnectionKey> complete = ConcurrentHashMap.newKeySet();

  PeerCounters() {}

  /** Called by bt with each block that comes. */
  @Consumes
  public void consume(Piece piece, MessageContext context) {
    downloaded.merge(context.getConnectionKey(), (long) piece.getLength(), Long::sum);
  }

  void complete(ConnectionKey key) {
    complete.add(key);
  }

  void gone(ConnectionKey key) {
    downloaded.remove(key);
    complete.remove(key);
  }

  long downloaded(ConnectionKey key) {
    return downloaded.getOrDefault(key, 0L);
  }

  boolean isComplete(ConnectionKey key) {
    return complete.contains(key);
  }
}
