// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import io.fractus.torrents.engine.EngineConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/**
 * What an engine holds of the operating system: the port on which it listens, and the selector of
 * its connections.
 */
record Sockets(ServerSocketChannel server, OpenSelector selector) implements Closeable {

  /** Listens; throws if the port is taken. */
  static Sockets open(EngineConfig config) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.bind(
          new InetSocketAddress(InetAddress.ofLiteral(config.listenHost()), config.listenPort()));
      return new Sockets(server, OpenSelector.create());
    } catch (IOException | RuntimeException e) {
      closeQuietly(server);
      throw e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  /** Accepts nobody any more. */
  void stopListening() {
    closeQuietly(server);
  }

  @Override
  public void close() {
    List.of(server, selector).forEach(Sockets::closeQuietly);
  }

  private static void closeQuietly(Closeable open) {
    try {
      open.close();
    } catch (IOException _) {
      // Nobody uses it any more.
    }
  }
}
