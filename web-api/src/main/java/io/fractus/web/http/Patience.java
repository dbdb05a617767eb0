// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import io.fractus.web.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Server;

/**
 * How long a listener waits for its clients. Whoever sends or takes nothing is given up after the
 * idle time; whoever does so a byte at a time is never idle, and is measured.
 *
 * @param idle silence on a connection that is read or written
 * @param head time for the line and the headers of a request, from their first byte
 * @param window waiting for a client, after which it must have sent or taken its due
 * @param bytesPerSecond what is due for each second of such a window
 */
public record Patience(Duration idle, Duration head, Duration window, long bytesPerSecond) {
  /** For clients on the poorest of lines, and no others. */
  public static final Patience USUAL =
      new Patience(
          Limits.IDLE_TIMEOUT,
          Limits.REQUEST_HEAD_TIMEOUT,
          Limits.SLOW_WINDOW,
          Limits.SLOW_BYTES_PER_SECOND);

  /** Throws if a time is none. */
  public Patience {
    for (Duration time : new Duration[] {idle, head, window}) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException("patience of " + time);
      }
    }
  }

  /** That of the listener that a request came to. */
  static Patience of(HttpServletRequest request) {
    Server server =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnector()
            .getServer();
    return server.getAttribute(Patience.class.getName()) instanceof Patience own ? own : USUAL;
  }

  void giveTo(Server server) {
    server.setAttribute(Patience.class.getName(), this);
  }
}
