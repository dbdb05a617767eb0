// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.Limits;

/**
 * How an engine listens and how much it may take.
 *
 * @param listenHost a literal IP address, {@code 0.0.0.0} or {@code ::} for all
 * @param listenPort 1 to 65535, or 0 for any free one
 * @param uploadRateMax bytes per second to all peers, or 0 for no limit
 * @param downloadRateMax bytes per second from all peers, or 0 for no limit
 * @param connectionsMax connections at once, 1 to {@link Limits#CONNECTIONS_MAX}
 */
public record EngineConfig(
    String listenHost, int listenPort, int uploadRateMax, int downloadRateMax, int connectionsMax) {
  public EngineConfig {
    if (listenHost.isBlank()) {
      throw new IllegalArgumentException("listenHost must be an IP address, is blank");
    }
    if (listenPort < 0 || listenPort > 65_535) {
      throw new IllegalArgumentException("listenPort must be 0..65535, is " + listenPort);
    }
    if (uploadRateMax < 0 || downloadRateMax < 0) {
      throw new IllegalArgumentException(
          "rates must not be negative, are " + uploadRateMax + " and " + downloadRateMax);
    }
    if (connectionsMax < 1 || connectionsMax > Limits.CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "connectionsMax must be 1.." + Limits.CONNECTIONS_MAX + ", is " + connectionsMax);
    }
  }

  /** Without limits of rate, on a port. */
  public static EngineConfig listening(String host, int port) {
    return new EngineConfig(host, port, 0, 0, Limits.CONNECTIONS_MAX);
  }

  /** The address in the form that libtorrent reads: brackets around IPv6. */
  String listenInterface() {
    String host = listenHost.indexOf(':') < 0 ? listenHost : "[" + listenHost + "]";
    return host + ":" + listenPort;
  }
}
