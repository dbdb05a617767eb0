// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import io.fractus.web.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to a connection rather than to a request. Stateless. */
public final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final int BUFFER_BYTES = 64 << 10;

  private Connections() {}

  /** Closes it at once: the only way to tell a client that the body under way is no good. */
  public static void abort(HttpServletRequest request) {
    endPoint(request).close();
  }

  private static EndPoint endPoint(HttpServletRequest request) {
    return ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }

  /**
   * Reads what a client is still sending after it was answered, up to a bound: closing with bytes
   * unread resets the connection, and the reset can overtake the answer. A client that waits for
   * "100 Continue" sends nothing more, unless it was asked to or has tired of waiting.
   */
  public static void drain(HttpServletRequest request) {
    if (request.getHeader("Expect") != null
        && !RequestBody.isBegun(request)
        && !hasArrived(request)) {
      return;
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = Limits.DRAIN_BYTES_MAX;
    EndPoint connection = endPoint(request);
    long idle = connection.getIdleTimeout();
    connection.setIdleTimeout(Math.min(idle, Limits.DRAIN_WAIT_MAX.toMillis()));
    try {
      InputStream in = new RequestBody(request);
      int read = 0;
      while (read >= 0 && left > 0) {
        left -= read;
        read = in.read(buffer);
      }
    } catch (IOException e) {
      log.debug("the client stopped sending: {}", e.toString());
    } finally {
      connection.setIdleTimeout(idle);
    }
  }

  /** Whether some of a body that nobody asked for is there; takes the first of it. */
  private static boolean hasArrived(HttpServletRequest request) {
    Content.Chunk chunk = ServletContextRequest.getServletContextRequest(request).read();
    if (chunk == null) {
      return false;
    }
    boolean more = !chunk.isLast();
    chunk.release();
    return more;
  }
}
