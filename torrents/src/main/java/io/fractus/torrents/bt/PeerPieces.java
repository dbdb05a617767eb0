// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.data.Bitfield;
import bt.net.ConnectionKey;
import bt.net.IPeerConnectionPool;
import bt.net.PeerConnection;
import bt.torrent.BitfieldBasedStatistics;

/**
 * Forgets which pieces a peer has when it is gone. bt does so only when it looks, which may be when
 * the peer is back and has told them already: nothing would be asked of it any more. Thread-safe.
 */
final class PeerPieces extends BitfieldBasedStatistics {
  private final BitfieldBasedStatistics statistics;
  private final IPeerConnectionPool connections;

  /**
   * @param statistics what bt tells of peers that come
   */
  PeerPieces(
      Bitfield bitfield, BitfieldBasedStatistics statistics, IPeerConnectionPool connections) {
    super(bitfield);
    this.statistics = statistics;
    this.connections = connections;
  }

  @Override
  public void removeBitfield(ConnectionKey key) {
    PeerConnection connection = connections.getConnection(key);
    if (connection == null || connection.isClosed()) {
      statistics.removeBitfield(key);
    }
  }
}
