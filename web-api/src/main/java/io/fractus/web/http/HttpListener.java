// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import io.fractus.web.Limits;
import io.fractus.web.WebApiStartException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One port served by Javalin on Jetty, with a virtual thread a request. Thread-safe. */
public final class HttpListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
  private static final String TAKEN =
      "; another program has it, or another gateway: stop that or choose another port";

  private final Javalin javalin;
  private final URI uri;

  private HttpListener(Javalin javalin, URI uri) {
    this.javalin = javalin;
    this.uri = uri;
  }

  /** What is served: routes, and how the errors look that Jetty finds before them. */
  public interface Api {
    void addTo(JavalinConfig config);

    JettyErrors.Renderer jettyErrors();
  }

  /**
   * Starts to listen.
   *
   * @param name of its threads
   * @param port 0 for any that is free
   * @param patience with its clients
   * @param log of its requests
   * @throws WebApiStartException if it cannot listen there
   */
  public static HttpListener start(
      String name, String host, int port, Patience patience, Api api, RequestLog log) {
    Javalin javalin =
        Javalin.create(config -> {
          configure(config, name, host, api);
          config.jetty.modifyHttpConfiguration(
              http -> http.setIdleTimeout(patience.idle().toMillis()));
          config.jetty.modifyServer(server -> bound(server, patience));
          config.jetty.modifyServer(server -> server.setRequestLog(log));
        });
    try {
      javalin.start(host, port);
    } catch (RuntimeException e) {
      javalin.stop();
      String where = "cannot listen on " + host + ":" + port + " for " + name;
      throw new WebApiStartException(where + (isTaken(e) ? TAKEN : ": " + rootMessage(e)), e);
    }
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return new HttpListener(javalin, URI.create("http://" + authority + ":" + javalin.port()));
  }

  public URI uri() {
    return uri;
  }

  /** All that it was told to serve. */
  public List<Endpoint> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .toList();
  }

  /** Lets requests under way end for a few seconds, and then cuts them off. */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      // Jetty has stopped all the same, and what is closed after this must be.
      log.warn("requests at {} were cut off: {}", uri, rootMessage(e));
    }
  }

  private static void configure(JavalinConfig config, String name, String host, Api api) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    // What is stored goes out as it is; a compressed range would be a different range.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.generateEtags = false;
    config.http.prefer405over404 = true;
    // "dir/" and "dir" are two keys.
    config.router.ignoreTrailingSlashes = false;
    config.router.treatMultipleSlashesAsSingleSlash = false;
    config.jetty.host = host;
    config.jetty.threadPool = threads(name);
    config.jetty.modifyHttpConfiguration(HttpListener::configure);
    JettyErrors errors = new JettyErrors(api.jettyErrors());
    config.jetty.modifyServer(server -> configure(server, errors));
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    api.addTo(config);
  }

  private static void configure(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.LEGACY);
    http.setRequestHeaderSize(Limits.REQUEST_HEADER_BYTES_MAX);
    http.setResponseHeaderSize(Limits.RESPONSE_HEADER_BYTES_MAX);
    // Values as they came: a signature covers the case of "charset=UTF-8", too.
    http.setHeaderCacheCaseSensitive(true);
    http.setSendServerVersion(false);
  }

  private static void configure(Server server, JettyErrors errors) {
    server.setErrorHandler(errors);
    server.setStopTimeout(Limits.STOP_TIMEOUT.toMillis());
    server.insertHandler(new GracefulHandler());
  }

  /** What one client may hold, and all together. */
  private static void bound(Server server, Patience patience) {
    patience.giveTo(server);
    server.addBean(new NetworkConnectionLimit(Limits.CONNECTIONS_MAX, server));
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarting(LifeCycle starting) {
            for (Connector connector : server.getConnectors()) {
              connector.addEventListener(new HeadDeadline(connector.getScheduler(), patience));
            }
          }
        });
  }

  private static QueuedThreadPool threads(String name) {
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setName(name);
    virtual.setMaxConcurrentTasks(Limits.REQUESTS_MAX);
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setName(name + "-jetty");
    pool.setVirtualThreadsExecutor(virtual);
    return pool;
  }

  private static boolean isTaken(Throwable thrown) {
    return root(thrown) instanceof BindException;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = root(thrown);
    return root instanceof UnresolvedAddressException
        ? "the host is not known"
        : root instanceof IOException ? String.valueOf(root.getMessage()) : root.toString();
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
