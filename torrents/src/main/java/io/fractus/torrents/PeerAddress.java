// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import java.net.InetSocketAddress;

/**
 * Where a peer listens.
 *
 * @param host a literal IPv4 or IPv6 address, without brackets
 * @param port 1 to 65535
 */
public record PeerAddress(String host, int port) {
  public PeerAddress {
    if (host.isBlank() || host.length() > 64) {
      throw new IllegalArgumentException("a peer's host must be an IP address, is '" + host + "'");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a peer's port must be 1..65535, is " + port);
    }
  }

  /** The socket address; a literal needs no lookup. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
