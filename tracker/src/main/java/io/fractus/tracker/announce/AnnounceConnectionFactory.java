// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * Puts announces in front of an HTTP server on the same port: each connection begins as one for
 * announces, and goes on as one of the server if it asks for anything else. Thread-safe.
 */
public final class AnnounceConnectionFactory extends AbstractConnectionFactory {
  private static final String PROTOCOL = "announce";

  private final HttpAnnounce announce;
  private final ConnectionFactory next;

  /**
   * @param next makes the connections for all else; must take bytes that were read already
   */
  public AnnounceConnectionFactory(HttpAnnounce announce, ConnectionFactory next) {
    super(PROTOCOL);
    this.announce = announce;
    this.next = next;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(
        new AnnounceConnection(announce, connector, next, endPoint), connector, endPoint);
  }
}
