// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.runtime.Config;
import io.fractus.torrents.Limits;
import io.fractus.torrents.engine.EngineConfig;
import java.net.InetSocketAddress;

/** The settings of bt, most of which are made for few large torrents and patient people. */
final class BtSettings {
  private BtSettings() {}

  /**
   * New settings.
   *
   * @param address where it listens
   */
  static Config of(EngineConfig config, InetSocketAddress address) {
    Config settings = new Config();
    settings.setAcceptorAddress(address.getAddress());
    settings.setAcceptorPort(address.getPort());
    settings.setMaxPeerConnections(config.connectionsMax());
    settings.setMaxPeerConnectionsPerTorrent(
        Math.min(config.connectionsMax(), Limits.BT_CONNECTIONS_PER_BIT_MAX));
    settings.setMaxConcurrentlyActivePeerConnectionsPerTorrent(Limits.BT_CONNECTIONS_PER_BIT_MAX);
    settings.setMaxMessageProcessingInterval(Limits.BT_LOOP_SLEEP);
    settings.setUnreachablePeerBanDuration(Limits.BT_UNREACHABLE);
    settings.setTimeoutedAssignmentPeerBanDuration(Limits.BT_PEERS_AGAIN);
    settings.setPeerConnectionTimeout(Limits.BT_CONNECT_MAX);
    settings.setPeerHandshakeTimeout(Limits.BT_CONNECT_MAX);
    settings.setMaxPieceReceivingTime(Limits.BT_PIECE_MAX);
    settings.setNetworkBufferSize(Limits.BT_BUFFER_BYTES);
    settings.setMaxIOQueueSize(Limits.BT_QUEUE_MAX);
    settings.setMseDisabled(true);
    return settings;
  }
}
