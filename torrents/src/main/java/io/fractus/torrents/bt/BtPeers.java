// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.event.EventSource;
import bt.metainfo.TorrentId;
import bt.net.ConnectionKey;
import bt.net.IPeerConnectionPool;
import bt.net.InetPeer;
import bt.net.PeerConnection;
import bt.peer.IPeerRegistry;
import bt.runtime.BtRuntime;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.EngineException.Kind;
import io.fractus.torrents.engine.PeerRate;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The connections of bt; of their bytes it tells only those that came. Thread-safe. */
final class BtPeers {
  private final IPeerConnectionPool connections;
  private final IPeerRegistry registry;
  private final PeerCounters counters;

  BtPeers(BtRuntime runtime, PeerCounters counters) {
    this.connections = runtime.service(IPeerConnectionPool.class);
    this.registry = runtime.service(IPeerRegistry.class);
    this.counters = counters;
    EventSource events = runtime.service(EventSource.class);
    events.onPeerDisconnected(null, event -> counters.gone(event.getConnectionKey()));
    events.onPeerBitfieldUpdated(
        null,
        event -> {
          if (event.getBitfield().getPiecesIncomplete() == 0) {
            counters.complete(event.getConnectionKey());
          }
        });
  }

  /** Those of one bit. */
  List<PeerRate> of(InfoHash bit) {
    List<PeerRate> rates = new ArrayList<>();
    connections.visitConnections(
        TorrentId.fromBytes(bit.bytes()), connection -> rates.add(rate(connection)));
    return rates;
  }

  /** Tells bt of peers that may have a bit. */
  void offer(InfoHash bit, List<PeerAddress> candidates) {
    TorrentId id = TorrentId.fromBytes(bit.bytes());
    for (PeerAddress peer : candidates) {
      registry.addPeer(id, InetPeer.build(address(peer), peer.port()));
    }
  }

  static InetAddress address(PeerAddress peer) {
    try {
      return InetAddress.ofLiteral(peer.host());
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          Kind.REFUSED, "the peer " + peer + " is not a literal IP address", e);
    }
  }

  /** Ends the connections of one bit. */
  void hangUp(InfoHash bit) {
    connections.visitConnections(TorrentId.fromBytes(bit.bytes()), PeerConnection::closeQuietly);
  }

  private PeerRate rate(PeerConnection connection) {
    ConnectionKey key =
        new ConnectionKey(
            connection.getRemotePeer(), connection.getRemotePort(), connection.getTorrentId());
    String host = connection.getRemotePeer().getInetAddress().getHostAddress();
    return new PeerRate(
        new PeerAddress(host, connection.getRemotePort()),
        0,
        0,
        counters.downloaded(key),
        0,
        counters.isComplete(key));
  }
}
