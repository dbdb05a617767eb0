// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.tracker.announce.AnnounceConnectionFactory;
import io.fractus.tracker.announce.HttpAnnounce;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** How the tracker sets up Javalin and Jetty. Stateless. */
final class HttpServer {
  private HttpServer() {}

  /**
   * A server that is not started yet, with these routes.
   *
   * @param announce answered by connections of their own, before any route
   */
  static Javalin create(
      String host, int port, HttpAnnounce announce, Consumer<JavalinConfig> routes) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("tracker");
    // Handlers may wait for the disk or for 20 seconds: each has a virtual thread of its own.
    VirtualThreadPool handlers = new VirtualThreadPool();
    handlers.setName("tracker-http");
    handlers.setMaxConcurrentTasks(Limits.CONCURRENT_REQUESTS_MAX);
    threads.setVirtualThreadsExecutor(handlers);
    return Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.startup.showOldJavalinVersionWarning = false;
      config.startup.startupWatcherEnabled = false;
      config.http.compressionStrategy = CompressionStrategy.NONE;
      config.router.ignoreTrailingSlashes = false;
      config.jetty.threadPool = threads;
      config.jetty.modifyServer(server -> server.setStopTimeout(0));
      config.jetty.addConnector((server, http) -> {
        HttpConnectionFactory next = new HttpConnectionFactory(http);
        // It takes what was read before it, and drops without a word what does not fit.
        next.setInputBufferSize(Limits.HTTP_INPUT_BYTES);
        ServerConnector connector =
            new ServerConnector(server, new AnnounceConnectionFactory(announce, next), next);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(Limits.ACCEPT_QUEUE_MAX);
        return connector;
      });
      routes.accept(config);
    });
  }
}
