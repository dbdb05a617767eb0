// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a port that is free for TCP and for UDP. Stateless. */
final class FreePort {
  private static final int ATTEMPTS_MAX = 16;

  private FreePort() {}

  /** A port that was free for both just now. */
  static int find(String host) throws IOException {
    for (int i = 1; ; i++) {
      try (ServerSocket tcp = new ServerSocket();
          DatagramSocket udp = new DatagramSocket(null)) {
        tcp.bind(new InetSocketAddress(host, 0));
        udp.bind(new InetSocketAddress(host, tcp.getLocalPort()));
        return tcp.getLocalPort();
      } catch (IOException e) {
        if (i == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }
}
