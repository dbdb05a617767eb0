// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.net.ConnectionResult;
import bt.net.ConnectionRoutine;
import bt.net.IPeerConnectionFactory;
import bt.net.InetPeer;
import bt.net.SharedSelector;
import bt.net.SocketChannelConnectionAcceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Accepts peers on a port that is bound already. bt binds its own on a thread of its own, and says
 * nothing but in the log if the port is taken.
 */
final class BoundAcceptor extends SocketChannelConnectionAcceptor {
  private final ServerSocketChannel server;
  private final IPeerConnectionFactory connections;

  BoundAcceptor(
      ServerSocketChannel server, SharedSelector selector, IPeerConnectionFactory connections)
      throws IOException {
    super(selector, connections, (InetSocketAddress) server.getLocalAddress());
    this.server = server;
    this.connections = connections;
  }

  @Override
  public ConnectionRoutine accept() {
    try {
      SocketChannel channel = server.accept();
      return new Routine(channel, channel.getRemoteAddress(), connections);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Routine(
      SocketChannel channel, SocketAddress remote, IPeerConnectionFactory connections)
      implements ConnectionRoutine {
    @Override
    public SocketAddress getRemoteAddress() {
      return remote;
    }

    @Override
    public ConnectionResult establish() {
      InetPeer peer = InetPeer.build(((InetSocketAddress) remote).getAddress());
      return connections.createIncomingConnection(peer, channel);
    }

    @Override
    public void cancel() {
      try {
        channel.close();
      } catch (IOException _) {
        // It is of no use any more.
      }
    }
  }
}
